# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The tracking code: with it, whoever stays anonymous talks with us (R150).

A code is a random number that nobody can guess, made of letters that nobody
confuses. It is shown once; the case keeps a fingerprint that cannot be turned back.
"""

import secrets
import unicodedata

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

# Without I, L, O and U, as Crockford proposed: 5 bits each, 80 bits in all.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_LOOK_ALIKES = str.maketrans("OIL", "011")
_CODE_SCOPE = "complaint.tracking.code"
_HASH_SCOPE = "complaint.tracking.hash"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Codes
    # ------------------------------------------------------------------

    @api.model
    def _get_tracking_code(self, submission):
        """The code that belongs to a submission, the same as often as it is asked.

        Who sends a form twice, or whose connection broke, is shown the same code;
        without the secret of the database nobody finds it.

        :param str submission: random, given to the form when it was shown
        :return: str such as "7K2M-9XQ4-B0WV-TR3H"
        """
        digest = int(hmac(self.sudo().env, _CODE_SCOPE, submission), 16)
        letters = [ALPHABET[digest >> 5 * index & 31] for index in range(LENGTH)]
        code = "".join(letters)
        return "-".join(
            code[start : start + GROUP] for start in range(0, LENGTH, GROUP)
        )

    @api.model
    def _normalize_tracking_code(self, text):
        """What was typed, as it was meant: any case, with or without dashes.

        :param str text: as typed, also with a Chinese or Japanese keyboard
        :return: str; an empty one when it cannot be a code
        """
        if not isinstance(text, str) or len(text) > 10 * LENGTH:
            return ""
        folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
        code = "".join(char for char in folded if char.isalnum())
        is_code = len(code) == LENGTH and not set(code) - set(ALPHABET)
        return code if is_code else ""

    @api.model
    def _hash_tracking_code(self, code):
        """The fingerprint of a code, which is all that a case keeps of it."""
        return hmac(
            self.sudo().env, _HASH_SCOPE, self._normalize_tracking_code(code) or "-"
        )

    @api.model
    def _find_by_tracking_code(self, code):
        """The case that a code opens.

        Whatever is asked is looked for, so that a code that cannot be one takes as
        long as one that is wrong.

        :param str code: as typed
        :return: the case as the system sees it, or none
        """
        fingerprint = self._hash_tracking_code(code)
        codes = self._as_the_house().env["complaint.tracking.code"]
        found = codes.search(
            [("fingerprint", "=", fingerprint), ("is_void", "=", False)], limit=1
        )
        known = found.fingerprint or "-" * len(fingerprint)
        return self._open_by_code(found if consteq(known, fingerprint) else codes)

    @api.model
    def _open_by_code(self, code):
        """The case of a code, as the system sees it, for what is done with it."""
        return self._with_code(code)._as_the_house().browse(code.complaint_id.ids)

    @api.model
    def _register_from_outside(self, vals, files=(), submission=None):
        """Give a case that stays anonymous the code of its submission."""
        case = super()._register_from_outside(vals, files, submission)
        case_sudo = case.sudo()
        is_new = case.identity_mode == "anonymous" and not case_sudo.tracking_code_ids
        if is_new and submission:
            case_sudo._keep_tracking_code(
                self._get_tracking_code(submission), origin="complainant"
            )
        case._leave_no_trace()
        return case

    def _leave_no_trace(self):
        """Write what is still pending as the system, not as whoever is logged in.

        What is computed late is written at the end of the request, in the name of
        its user: that would stand on the case of somebody who wants to stay unknown.
        """
        if all(case.identity_mode == "named" for case in self):
            return
        env = self._as_the_house().env
        env.flush_all()
        # Tracked changes are logged before the commit, and computed from again.
        env.cr.precommit.run()
        env.flush_all()

    def _keep_tracking_code(self, code, **vals):
        """Let a code open this case; those that do already go on doing so.

        :param str code: as it is shown
        :param vals: where it comes from: fields of ``complaint.tracking.code``
        """
        self.ensure_one()
        self.env["complaint.tracking.code"].sudo().create(
            {
                **vals,
                "complaint_id": self.id,
                "fingerprint": self._hash_tracking_code(code),
            }
        )

    @api.model
    def _make_tracking_code(self):
        """A code that belongs to no submission."""
        return self._get_tracking_code(secrets.token_urlsafe(32))

    # ------------------------------------------------------------------
    # The page behind the code
    # ------------------------------------------------------------------

    def _get_tracking_messages(self):
        """What both sides wrote; files are reached by this page only.

        :return: list of dicts for the page
        """
        self.ensure_one()
        files = {
            message.id: message.attachment_ids
            for message in self._get_customer_messages()
        }
        messages = self._get_portal_messages()
        for message in messages:
            for shown, file in zip(message["files"], files[message["id"]], strict=True):
                shown["url"] = f"/complaints/track/file/{file.id}"
        return messages

    def _get_tracking_values(self):
        """What the page behind the code shows otherwise than that of named people.

        A case that was merged goes on in another one: of that, what we promise and
        answer is shown, and nothing that its own complainant wrote.
        """
        self.ensure_one()
        values = {
            "messages": self._get_tracking_messages(),
            "disclosures": self._get_disclosures(),
        }
        survivor = self._get_survivor()
        if survivor != self:
            answer = survivor._get_portal_answer()
            values.update(
                promises=survivor._get_portal_promises(),
                # What is paid or given is for who complained there.
                answer=answer and {**answer, "remedies": []},
                remedies=None,
                apology=None,
                can_respond=False,
                response=False,
            )
        return values

    def _post_by_tracking_code(self, text, files=()):
        """Post what was written on the page; of a merged case, where it goes on.

        :param str text: as typed
        :param files: list of (name, bytes) that were checked and cleaned
        """
        self.ensure_one()
        message = self._post_once_from_complainant(text, files)
        survivor = self._get_survivor()
        if survivor != self:
            survivor.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=survivor._get_contact_person().id,
                summary=self.env._("New message in %s, merged into this", self.number),
                note=self._get_html_link(title=self.display_name),
            )
        return message

    def _get_tracking_file(self, file_id):
        """A file that both sides see, or none."""
        self.ensure_one()
        return self._get_customer_messages().attachment_ids.filtered(
            lambda file: file.id == file_id
        )

    def _disclose_complainant(self, identity_mode, name, email, phone):
        """Let who was protected say who they are, as far as they want (R150).

        What is typed goes where it was promised to be. With their own code, what is
        in the vault joins it; with one that staff issued the vault stays shut.

        :param str identity_mode: "confidential" or "named"
        :param str name: as typed, like the address and the number
        :raises UserError: they are known that well already
        """
        self.ensure_one()
        case = self._as_the_house()
        if identity_mode not in case._get_disclosures():
            raise UserError(self.env._("We know already who you are."))
        vals = {"identity_mode": identity_mode}
        given = {"partner_name": name, "email_from": email, "phone": phone}
        vals.update({fname: value for fname, value in given.items() if value})
        case.write(vals)
        words = {
            "named": self.env._("I have told you who I am."),
            "confidential": self.env._("I have told you in confidence who I am."),
        }[identity_mode]
        case._post_from_complainant(Markup("<p>%s</p>") % words)

    def _get_disclosures(self):
        """How much more the complainant may tell of themselves."""
        self.ensure_one()
        if self.identity_mode == "anonymous":
            return ("confidential", "named")
        return ("named",) if self.identity_mode == "confidential" else ()
