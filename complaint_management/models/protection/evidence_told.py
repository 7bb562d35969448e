# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was said to whom, with every correction of it."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import html2plaintext


class ComplaintToldMixin(models.AbstractModel):
    """Records of what was said: never deleted, and corrected in everybody's sight.

    What a correction replaced stands in the chatter of the case, with who made it.
    """

    _name = "complaint.told.mixin"
    _description = "Corrected in Sight"
    _inherit = ["complaint.evidence.mixin"]

    def _filter_evidence(self):
        return self

    @api.model
    def _say_evidence(self):
        return self.env._(
            "What was said in a case is not deleted, and not moved to another one. "
            "Correct it: what it said before stays in the history of the case."
        )

    @api.model
    def _get_evidence_open_fields(self):
        return set(self._fields) - {"complaint_id", "company_id"}

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        fnames = [
            fname
            for fname in vals
            if fname in self._fields
            and self._fields[fname].store
            and not self._fields[fname].compute
        ]
        before = {record: record._say_fields(fnames) for record in self}
        result = super().write(vals)
        for record in self:
            record._tell_correction(before[record])
        return result

    def _tell_correction(self, before):
        """Note in the case what a correction replaced.

        :param dict before: what the fields said, by their names
        """
        after = self._say_fields(before)
        lines = [
            Markup("<li>%s: %s → %s</li>")
            % (
                self._fields[fname]._description_string(self.env),
                before[fname] or "–",
                after[fname] or "–",
            )
            for fname in before
            if before[fname] != after[fname]
        ]
        if lines:
            self.sudo().complaint_id.with_env(self.env)._log_note(
                self.env._("Corrected: %s", self._say_what()),
                Markup("<ul>%s</ul>") % Markup("").join(lines),
            )

    def _say_fields(self, fnames):
        """What fields say to people, as text.

        :return: dict of field name to str
        """
        self.ensure_one()
        return {fname: self._say_field(self._fields[fname]) for fname in fnames}

    def _say_field(self, field):
        value = self[field.name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            return value.sudo().display_name or ""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "html":
            return html2plaintext(value or "").strip()
        return str(field.convert_to_export(value, self) or "")

    def _say_what(self):
        """Which record was corrected, in a few words."""
        self.ensure_one()
        return f"{self.env['ir.model']._get(self._name).name}, {self.display_name}"


class ComplaintContact(models.Model):
    _name = "complaint.contact"
    _inherit = ["complaint.told.mixin", "complaint.contact"]

    def _say_what(self):
        mediums = dict(self._fields["medium"]._description_selection(self.env))
        return self.env._(
            "contact on %(date)s, %(medium)s",
            date=self.date.date(),
            medium=mediums[self.medium],
        )
