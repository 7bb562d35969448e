# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a visitor sent: cleaned, checked, and put into words when it cannot stay."""

import re
import unicodedata

from odoo.tools import plaintext2html

from ...models.case.complainant import IDENTITY_MODES
from ...models.case.complaint import KINDS
from ...models.case.duplicates import SUBJECT_LENGTH
from ...tools.mail.email_address import clean_address, is_email_address

# The longest text of each field, in characters.
LENGTHS = {
    "description": 20000,
    "demand": 2000,
    "name": 100,
    "email": 254,
    "phone": 40,
}
# Texts of several lines.
TEXTS = ("description", "demand")
CONTACT = ("name", "email", "phone")
# Left empty by people, who do not see it, and filled in by programs.
TRAP = "homepage"
MEGABYTE = 1024 * 1024
# Ids of the database are 32 bit numbers.
MAX_ID = 2**31
LEAST_DIGITS = 5
# Nobody types more; what is longer is not read to its end.
MOST = 100_000
# Turn the direction of what stands next to them; nothing a name needs.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def as_id(value):
    """A record id out of an address or a form; 0 for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return 0
    return int(text) if int(text) < MAX_ID else 0


def clean_text(value):
    """What somebody typed in several lines, without what no keyboard makes."""
    text = value[:MOST] if isinstance(value, str) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char
        for char in text
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def clean_line(value):
    """What somebody typed in one line: no breaks, no tricks with its direction."""
    return " ".join(_DIRECTIONS.sub("", clean_text(value)).split())


def is_blank(text):
    """Whether a text has nothing that can be seen."""
    return not any(unicodedata.category(char)[0] in "LMNPS" for char in text)


class PublicForm:
    """The values of the public form, and what is wrong with them.

    :param env: in the visitor's language
    :param company: whose form it is, as sudo
    :param tree: what ``_get_public_tree`` offers to choose from
    :param dict params: as sent; anything may be in there
    """

    def __init__(self, env, company, tree, params):
        self.env = env
        self.company = company
        self.categories = {
            category.id: category for top, others in tree for category in (top | others)
        }
        self.values = {
            name: clean_text(params.get(name))
            if name in TEXTS
            else clean_line(params.get(name))
            for name in LENGTHS
        }
        self.values["email"] = clean_address(self.values["email"])
        self.values["kind"] = self._choose(params.get("kind"), KINDS, "complaint")
        self.values["identity"] = self._choose(
            params.get("identity"), IDENTITY_MODES, False
        )
        category = as_id(params.get("category"))
        self.values["category"] = category if category in self.categories else 0
        self.is_trapped = bool(clean_line(params.get(TRAP)))
        self.files = []
        self.errors = {}

    def _choose(self, value, options, default):
        return value if value in dict(options) else default

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def check(self, uploads):
        """Look at everything at once, so that nobody corrects one by one.

        :param uploads: the files of the request
        :return: True when all is well; else ``errors`` says what is not
        """
        self._check_lengths()
        self._check_words()
        if self.values["identity"] in ("named", "confidential"):
            self._check_contact()
        self._check_files(uploads)
        return not self.errors

    def _check_lengths(self):
        for name, limit in LENGTHS.items():
            length = len(self.values[name])
            is_ignored = name in CONTACT and self.values["identity"] == "anonymous"
            if length > limit and not is_ignored:
                self.errors[name] = self.env._(
                    "This is %(length)s characters long, and we can take %(limit)s. "
                    "Please shorten it, or send the rest as a file.",
                    length=length,
                    limit=limit,
                )

    def _check_words(self):
        if is_blank(self.values["description"]):
            self.errors["description"] = self.env._(
                "Please tell us what happened. One sentence is enough."
            )
        if not self.values["identity"]:
            self.errors["identity"] = self.env._(
                "Please choose how much we may know about you."
            )

    def _check_contact(self):
        email, phone = self.values["email"], self.values["phone"]
        if self.values["identity"] == "named" and is_blank(self.values["name"]):
            self._add_error("name", self.env._("Please tell us your name."))
        if email and not self._is_email(email):
            self._add_error(
                "email",
                self.env._(
                    "Please check this address; it should look like name@example.com."
                ),
            )
        if phone and sum(char.isdigit() for char in phone) < LEAST_DIGITS:
            self._add_error("phone", self.env._("Please check this number."))
        if not email and not phone:
            self._add_error(
                "email",
                self.env._(
                    "Please give us an email address or a phone number: without one "
                    "we cannot answer you. If you would rather not, choose to stay "
                    "anonymous."
                ),
            )

    @staticmethod
    def _is_email(email):
        return is_email_address(email)

    def _add_error(self, name, message):
        self.errors.setdefault(name, message)

    def _check_files(self, uploads):
        self.files, refusals = self.env["complaint.complaint"]._prepare_uploads(
            uploads,
            self.company,
            self.values["identity"] or "anonymous",
        )
        if refusals and self.company.complaint_upload_count:
            self.errors["files"] = refusals
        elif refusals:
            # There is no field to stand next to.
            self.errors["form"] = refusals[0]

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    def prepare_vals(self, partner):
        """Values of ``_register_from_outside``.

        :param partner: who is logged in, or an empty ``res.partner``
        """
        values = self.values
        vals = {
            "name": self._get_subject(),
            "kind": values["kind"],
            "description": plaintext2html(values["description"]),
            "demand": values["demand"] or False,
            "identity_mode": values["identity"],
            "category_id": values["category"],
            "company_id": self.company.id,
            "channel_id": self.env["complaint.complaint"]
            ._get_public_channel(self.company)
            .id,
            "lang": self.env.lang,
            "is_suspected_spam": self.is_trapped,
        }
        if values["identity"] != "anonymous":
            vals.update(
                partner_name=values["name"] or False,
                email_from=values["email"] or False,
                phone=values["phone"] or False,
            )
            if partner:
                vals["partner_id"] = partner.id
        return vals

    def _get_subject(self):
        """The first line of what happened that says something, shortened."""
        lines = self.values["description"].splitlines()
        line = " ".join(next(line for line in lines if not is_blank(line)).split())
        if len(line) <= SUBJECT_LENGTH:
            return line
        return line[: SUBJECT_LENGTH - 1].rstrip() + "…"
