# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is no email address: refused where people type it, kept where nobody is asked.

What comes by mail, from a file or from a document that exists already is never lost
for it; only no mail is sent there.
"""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ...tools.case.phases import prepares, prepares_new
from ...tools.mail.email_address import clean_address, split_addresses
from ..case.contact_corrected import KEEPS_ADDRESSES

# Fields that hold addresses, as people type them.
TYPED_FIELDS = ("email_from", "representative_email", "email_cc", "external_email")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @prepares_new
    @prepares(*TYPED_FIELDS)
    def _clean_addresses(self, vals):
        """Take addresses as they were meant, whatever keyboard they come from.

        :param dict vals: values for ``create`` or ``write``
        :return: the same, or another one with plain addresses
        :raises UserError: something is no address
        """
        typed = {
            fname: clean_address(vals[fname]) for fname in TYPED_FIELDS if fname in vals
        }
        self._check_addresses(typed)
        return {**vals, **typed} if typed else vals

    def _continue(self, reason):
        continued = super(ComplaintComplaint, self._as_written())._continue(reason)
        return continued.with_env(self.env)

    def _merge_into(self, survivor, reason=None):
        cases = self._as_written()
        return super(ComplaintComplaint, cases)._merge_into(
            survivor._as_written(), reason
        )

    @api.model
    def _check_addresses(self, vals):
        """Tell whoever types at once that something is no address.

        :param dict vals: values of the fields that hold addresses
        :raises UserError: naming it
        """
        is_machine = (
            self.env.uid == SUPERUSER_ID
            or "import_file" in self.env.context
            or KEEPS_ADDRESSES.get(self.env)
        )
        for fname in () if is_machine else TYPED_FIELDS:
            text = vals.get(fname)
            wrong = split_addresses(text)[1] if isinstance(text, str) else []
            if wrong:
                self._refuse_address(fname, wrong[0])

    @api.model
    def _refuse_address(self, fname, text):
        label = self._fields[fname]._description_string(self.env)
        raise UserError(
            self.env._(
                "%(field)s: “%(text)s” is no email address. It should look like "
                "name@example.com; leave the field empty if there is none.",
                field=label,
                text=text,
            )
        )

    def _get_reach(self):
        """Nobody is reached at what is no address."""
        reach = super()._get_reach()
        good, wrong = split_addresses(reach.email) if reach.email else ((), ())
        if wrong:
            good, _none = split_addresses(clean_address(reach.email))
        return reach._replace(email=", ".join(good) or False) if wrong else reach
