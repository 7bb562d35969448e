# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the complainant feels, over all contacts (R194)."""

from odoo import api, fields, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    mood_history = fields.Char(compute="_compute_mood", string="Mood")
    mood_trend = fields.Selection(
        selection=[
            ("better", "Getting better"),
            ("same", "Unchanged"),
            ("worse", "Getting worse"),
        ],
        compute="_compute_mood",
    )

    @api.depends("contact_ids.mood", "contact_ids.date")
    def _compute_mood(self):
        """The mood of the complainant over all contacts, oldest first (R194)."""
        for complaint in self:
            contacts = complaint.contact_ids.filtered("mood").sorted("date")
            moods = [int(mood) for mood in contacts.mapped("mood")]
            complaint.mood_history = " → ".join(str(mood) for mood in moods)
            complaint.mood_trend = self._get_mood_trend(moods)

    @api.model
    def _get_mood_trend(self, moods):
        if len(moods) < 2:
            return False
        if moods[-1] == moods[0]:
            return "same"
        return "better" if moods[-1] > moods[0] else "worse"
