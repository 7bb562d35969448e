# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact that is corrected, and the open cases that took over what it said.

What customers correct by themselves reaches their cases at once. What colleagues
correct is shown on the case, and taken over by who works on it: an answer goes to
another address because somebody there decided so, never by a change elsewhere.
"""

from odoo import api, fields, models

from ..common.proof import Proof
from .life_cycle import OPEN_STATES

# What of a contact stands on a case as well.
TAKEN_FIELDS = ("partner_name", "email_from", "phone", "street", "lang")
# Says that addresses are taken over as they are: nobody is there who typed them.
KEEPS_ADDRESSES = Proof("complaint_keep_addresses")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    contact_news = fields.Char(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="What was corrected on the contact after the case took it over.",
    )
    contact_difference = fields.Text(
        string="Corrected on the Contact",
        compute="_compute_contact_difference",
        compute_sudo=True,
    )

    @api.depends("contact_news", "identity_mode", "partner_id", *TAKEN_FIELDS)
    @api.depends_context("lang")
    def _compute_contact_difference(self):
        for complaint in self:
            complaint.contact_difference = "\n".join(
                self.env._(
                    "%(field)s: %(known)s → %(corrected)s",
                    field=self._fields[fname]._description_string(self.env),
                    known=complaint._say_contact_value(fname, complaint[fname]),
                    corrected=complaint._say_contact_value(fname, corrected),
                )
                for fname, corrected in complaint._get_contact_news().items()
            )

    def _say_contact_value(self, fname, value):
        if fname == "lang":
            return dict(self.env["res.lang"].get_installed()).get(value, value or "–")
        return value or "–"

    def _get_contact_news(self):
        """What was corrected on the contact, and still differs.

        Nothing for protected cases: their contact is nobody's business here.

        :return: dict of field name to the value of the contact
        """
        self.ensure_one()
        if self.identity_mode != "named" or not self.contact_news:
            return {}
        details = self.sudo()._get_contact_details()
        return {
            fname: details[fname]
            for fname in self.contact_news.split(",")
            if details.get(fname) and details[fname] != self[fname]
        }

    def _get_contact_details(self):
        """What the contact says of the ``TAKEN_FIELDS`` now."""
        self.ensure_one()
        details = self._prepare_complainant_vals(self.partner_id)
        return {**details, "lang": self.partner_id.lang}

    # ------------------------------------------------------------------
    # Hearing of it
    # ------------------------------------------------------------------

    @api.model
    def _find_cases_of(self, partners):
        """Open named cases of these contacts; as sudo, for whoever corrects them."""
        cases_sudo = self.sudo()
        if not partners.ids:
            return cases_sudo.browse()
        return cases_sudo.search(
            [
                ("partner_id", "in", partners.ids),
                ("identity_mode", "=", "named"),
                ("state", "in", OPEN_STATES),
            ]
        )

    def _hear_of_contacts(self, before):
        """Follow what was corrected on the contacts of these cases.

        What was typed on the case itself is not the contact's, and stays.

        :param dict before: case to what ``_get_contact_details`` said
        """
        for complaint in self.exists():
            news = {
                fname: value
                for fname, value in complaint._get_contact_details().items()
                if value
                and value != before[complaint][fname]
                and value != complaint[fname]
                and (complaint[fname] or False) in (before[complaint][fname], False)
            }
            if news and complaint._is_corrected_by_customer():
                complaint._as_written().write(news)
            elif news:
                known = filter(None, (complaint.contact_news or "").split(","))
                complaint.contact_news = ",".join(sorted({*known, *news}))

    def _is_corrected_by_customer(self):
        """Whether the complainant corrects their own contact, on the portal."""
        user = self.env.user
        return user.share and user.partner_id == self.partner_id

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_take_over_contact(self):
        """Take over what was corrected on the contact.

        :raises AccessError: the user may not work on the case
        """
        self.check_access("write")
        for complaint in self:
            news = complaint._get_contact_news()
            complaint.write({**news, "contact_news": False})
        return True

    def action_keep_contact(self):
        """Leave the case as it is.

        :raises AccessError: the user may not work on the case
        """
        self.check_access("write")
        self.write({"contact_news": False})
        return True

    def _as_written(self):
        """These cases, for taking over what is written on them as it is."""
        return KEEPS_ADDRESSES.give(self)
