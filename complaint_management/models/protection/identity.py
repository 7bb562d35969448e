# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import format_datetime

# What tells who it is; the rest follows from it.
KEPT = (
    "partner_name",
    "email_from",
    "phone",
    "street",
    "representative_name",
    "representative_email",
    "representative_phone",
)


class ComplaintIdentity(models.Model):
    """What is replaced in the vault stays in it (R152).

    Whoever works on a case puts a wrong address right without seeing it. So nobody can
    lose a complainant for good by writing another one over them.
    """

    _inherit = "complaint.identity"

    replaced = fields.Json(string="Kept Before")

    def write(self, vals):
        """Keep what is written over, with who did it and when."""
        for identity in self:
            before = {
                fname: identity[fname]
                for fname in KEPT
                if identity[fname]
                and vals.get(fname, identity[fname]) != identity[fname]
            }
            if "partner_id" in vals and identity.partner_id.id != vals["partner_id"]:
                before["partner_id"] = identity.partner_id.id
            if before:
                now = fields.Datetime.to_string(fields.Datetime.now())
                before.update(by=self.env.user.name, when=now)
                identity.replaced = [*(identity.replaced or ()), before]
        return super().write(vals)

    def _get_replaced_people(self):
        """Contacts that were kept here before."""
        ids = [row.get("partner_id") for row in self.replaced or ()]
        return self.env["res.partner"].browse(filter(None, ids)).exists()

    def _say_replaced(self):
        """What was kept before, one line for each time, for whoever may see it."""
        lines = []
        for row in self.replaced or ():
            people = self.env["res.partner"].browse(row.get("partner_id") or [])
            known = [people.exists().name, *(row.get(fname) for fname in KEPT)]
            when = format_datetime(self.env, row["when"], dt_format="short")
            lines.append(f"{when}, {row['by']}: {' · '.join(filter(None, known))}")
        return "\n".join(lines)
