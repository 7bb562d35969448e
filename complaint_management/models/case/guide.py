# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

MINDSETS = [
    ("unknown", "Unknown"),
    ("venting", "Venting a grievance"),
    ("authority", "Showing authority"),
    ("opportunist", "Seeking profit"),
    ("sensation", "Seeking publicity"),
]


class ComplaintGuide(models.Model):
    """How to handle a case well: a checklist, or advice for a mindset.

    Guides help staff; nothing of them is shown to a customer.
    """

    _name = "complaint.guide"
    _description = "Complaint Handling Guide"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    mindset = fields.Selection(
        selection=MINDSETS,
        help="Advice for this mindset. Empty: a checklist for every case.",
    )
    description = fields.Html(translate=True)
    step_ids = fields.One2many(
        comodel_name="complaint.guide.step",
        inverse_name="guide_id",
        string="Steps",
    )


class ComplaintGuideStep(models.Model):
    """One step of a checklist, and the states in which it helps."""

    _name = "complaint.guide.step"
    _description = "Complaint Handling Guide Step"
    _order = "guide_id, sequence, id"

    guide_id = fields.Many2one(
        comodel_name="complaint.guide",
        required=True,
        ondelete="cascade",
        index=True,
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    hint = fields.Text(translate=True)
    states = fields.Char(
        help="In which states of a case the step helps. None: in all.",
    )
    kinds = fields.Char(
        help="For which kinds of cases the step is. None: for all.",
    )
    requirement = fields.Char(help="Where the step comes from.")

    def _fits(self, state, kind):
        """Whether the step helps with a case of ``kind`` that is in ``state``."""
        self.ensure_one()
        return (not self.states or state in self._split(self.states)) and (
            not self.kinds or kind in self._split(self.kinds)
        )

    def _split(self, text):
        return [part.strip() for part in text.split(",")]


class ComplaintStep(models.Model):
    """A ticked step of a case's checklist: who, when."""

    _name = "complaint.step"
    _description = "Complaint Step Done"
    _inherit = ["complaint.part.mixin"]
    _order = "date, id"
    _rec_name = "step_id"

    step_id = fields.Many2one(
        comodel_name="complaint.guide.step",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )
    date = fields.Datetime(required=True, readonly=True)

    _once_uniq = models.UniqueIndex(
        "(complaint_id, step_id)", "This step is ticked already."
    )
