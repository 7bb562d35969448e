# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that may be one and the same, and customers who have to come again."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import (
    SQL,
    email_normalize,
    html2plaintext,
    is_html_empty,
    ormcache,
)

from ...tools.case import similarity
from ...tools.case.phases import follows
from ...tools.case.phone import DIGITS, get_figures, phone_key
from .life_cycle import OPEN_STATES

# A subject is no longer than this.
SUBJECT_LENGTH = 80
# How far apart two similar cases may be received, and how long a closed case is
# still compared with new ones.
DUPLICATE_DAYS = 90
# Nobody reads more of them in a dialog.
DUPLICATES_SHOWN = 10
# Candidates that are compared for good: for each case, and for many at once.
CANDIDATES = 500
CANDIDATES_MAX = 2000
# What decides whether a later case of the same customer repeats a case.
# A case that becomes protected repeats nothing and is repeated by none.
REPEAT_FIELDS = {"partner_id", "cause_id", "identity_mode"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    email_normalized = fields.Char(
        string="Email (normalized)",
        compute="_compute_email_normalized",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    phone_key = fields.Char(
        string="Phone (normalized)",
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    phone_search = fields.Char(
        string="Phone (Any Format)", store=False, search="_search_phone"
    )
    possible_duplicate_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        compute="_compute_possible_duplicates",
        string="Possible Duplicates",
        help="Cases of the same customer, email or phone, or about something "
        "similar, that you may read; the likeliest first.",
    )
    possible_duplicate_count = fields.Integer(
        compute="_compute_possible_duplicates",
        string="Number of Possible Duplicates",
    )
    repeat_of_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Repeats",
        compute="_compute_repeat_of_id",
        store=True,
        index="btree_not_null",
        help="The latest case of this customer with the same root cause that was "
        "already resolved when they complained again.",
    )
    is_repeat = fields.Boolean(
        string="Repeated Complaint", compute="_compute_is_repeat", store=True
    )

    @api.depends("email_from")
    def _compute_email_normalized(self):
        for complaint in self:
            complaint.email_normalized = email_normalize(complaint.email_from)

    @api.depends("phone", "partner_id", "company_id")
    def _compute_phone_key(self):
        """One key for all writings of a number, with and without its country."""
        for complaint in self:
            complaint.phone_key = phone_key(
                complaint.phone, complaint._get_phone_country()
            )

    def _get_phone_country(self):
        """Where the phone is from, as far as the number itself does not say it.

        :return: such as "DE", or nothing
        """
        self.ensure_one()
        if (self.phone or "+").lstrip().startswith(("+", "00")):
            return None
        country = self.partner_id.country_id or self.company_id.country_id
        return country.code or None

    @api.model
    def _search_phone(self, operator, value):
        """Cases with a phone number, or with a part of it, in whatever writing.

        :param str operator: as in a domain
        :param value: what was typed, or several of it
        """
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in":
            return Domain.OR(self._search_phone("=", text) for text in value)
        domain = Domain("phone", operator, value)
        key = isinstance(value, str) and phone_key(
            value, self.env.company.country_id.code
        )
        if key:
            domain |= Domain("phone_key", "=", key)
        figures = get_figures(value).lstrip("0") if isinstance(value, str) else ""
        if operator.endswith("like") and 3 <= len(figures) <= DIGITS:
            domain |= Domain("phone_key", "like", figures)
        return domain

    # ------------------------------------------------------------------
    # Duplicates
    # ------------------------------------------------------------------

    @api.depends(
        "company_id",
        "partner_id",
        "email_normalized",
        "phone_key",
        "name",
        "description",
        "date_received",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_possible_duplicates(self):
        """Find what may be the same case, also before it is saved (R178).

        One search with the reader's rights finds the candidates of all cases;
        what belongs to which is then told in memory.
        """
        domain = Domain.OR(case._get_duplicates_domain() for case in self)
        candidates = self.search(
            domain,
            order="date_received desc, id desc",
            limit=min(CANDIDATES * len(self), CANDIDATES_MAX),
        )
        for complaint in self:
            ranks = {
                candidate: complaint._get_duplicate_rank(candidate)
                for candidate in candidates - complaint._origin
            }
            likely = sorted(filter(ranks.get, ranks), key=ranks.get, reverse=True)
            duplicates = self.browse(case.id for case in likely[:DUPLICATES_SHOWN])
            complaint.possible_duplicate_ids = duplicates
            complaint.possible_duplicate_count = len(likely)

    def _get_duplicates_domain(self):
        """Domain of cases that may be the same as this one.

        Neither cancelled nor closed long ago, of the same company; of the same
        complainant, or received at about the same time with a similar subject.
        """
        self.ensure_one()
        received = self.date_received or fields.Datetime.now()
        days = timedelta(days=DUPLICATE_DAYS)
        customer = self.partner_id.commercial_partner_id
        alike = [
            Domain(fname, "=", value)
            for fname, value in (
                ("commercial_partner_id", customer._origin.id),
                ("email_normalized", self.email_normalized),
                ("phone_key", self.phone_key),
            )
            if value
        ]
        subject = self._get_subject()
        if subject:
            alike.append(
                Domain("date_received", ">=", received - days)
                & Domain("date_received", "<=", received + days)
                & self._get_similar_domain(subject)
            )
        if not alike:
            return Domain.FALSE
        return (
            Domain("company_id", "=", self._get_company().id)
            & Domain("id", "not in", self._get_relatives().ids)
            & Domain("state", "!=", "cancelled")
            & (
                Domain("date_closed", "=", False)
                | Domain("date_closed", ">=", received - days)
            )
            & Domain.OR(alike)
        )

    def _get_relatives(self):
        """The case itself, the one it continues and those that continue it."""
        return (self | self.parent_id | self.child_ids)._origin

    @api.model
    def _get_similar_domain(self, subject):
        """Domain of the cases whose subject may be similar to ``subject``.

        The trigram index serves scripts with words, as far as the database
        knows their letters; it knows them without accents where Odoo searches
        without them. Otherwise, and where the extension is missing, the
        pieces of the subject are looked for one by one.
        """
        if self._has_trigrams_of(subject):
            plain = self.env.registry.unaccent
            return Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s %% %s",
                    plain(model._field_to_sql(alias, "name", query)),
                    plain(SQL("%s", subject)),
                )
            )
        substrings, needed = similarity.required_substrings(subject)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(SELECT COUNT(*) FROM UNNEST(%s::text[]) AS piece"
                " WHERE POSITION(piece IN LOWER(%s)) > 0) >= %s",
                substrings,
                model._field_to_sql(alias, "name", query),
                needed,
            )
        )

    @api.model
    def _has_trigrams_of(self, subject):
        if not self.pool.has_trigram or similarity.is_dense(subject):
            return False
        return subject.isascii() or self._has_trigrams_of_accents()

    @api.model
    @ormcache()
    def _has_trigrams_of_accents(self):
        """Whether the locale of the database knows more letters than English."""
        [[trigrams]] = self.env.execute_query(SQL("SELECT show_trgm(%s)", "é"))
        return bool(trigrams)

    def _get_duplicate_rank(self, other):
        """How likely ``other`` is the same case; 0.0 when it is none.

        The same complainant counts more than the most similar subject.
        """
        self.ensure_one()
        if other.company_id != self._get_company():
            return 0.0
        same = self._is_same_complainant(other)
        if not same and not self._is_received_around(other):
            return 0.0
        subject = self._get_subject()
        likeness = similarity.similarity(subject, other.name)
        if likeness < similarity.threshold(subject):
            likeness = 0.0
        return likeness + (1.0 if same else 0.0)

    def _get_company(self):
        return self.company_id._origin or self.env.company

    def _is_same_complainant(self, other):
        customer = self.partner_id.commercial_partner_id._origin
        return bool(
            (customer and customer == other.commercial_partner_id)
            or (
                self.email_normalized
                and self.email_normalized == other.email_normalized
            )
            or (self.phone_key and self.phone_key == other.phone_key)
        )

    def _is_received_around(self, other):
        received = self.date_received or fields.Datetime.now()
        return abs(received - other.date_received) <= timedelta(days=DUPLICATE_DAYS)

    def action_view_possible_duplicates(self):
        """Show the case and its possible duplicates, to compare and merge."""
        self.ensure_one()
        cases = self | self.possible_duplicate_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible Duplicates"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", cases.ids)],
        }

    def action_merge(self):
        """Open the dialog that merges cases.

        From one case, its likeliest duplicates are proposed: those of the same
        complainant with a similar subject, or else the first of all.
        """
        cases = self
        if len(self) == 1:
            likely = self.possible_duplicate_ids.filtered(
                lambda case: case.state in OPEN_STATES
            )
            certain = likely.filtered(lambda case: self._get_duplicate_rank(case) > 1)
            cases |= certain or likely[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Cases"),
            "res_model": "complaint.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": cases.ids},
        }

    # ------------------------------------------------------------------
    # Repeated complaints
    # ------------------------------------------------------------------

    @api.depends("commercial_partner_id", "cause_id", "date_received")
    def _compute_repeat_of_id(self):
        """Recognise customers who meet the same cause again (R110).

        A protected case is never pointed at: whoever reads this one must not
        learn of it.
        """
        earlier = self.search(
            [
                ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                ("cause_id", "in", self.cause_id.ids),
                ("state", "in", ("resolved", "closed")),
                ("identity_mode", "=", "named"),
                ("date_resolved", "!=", False),
            ],
            order="date_resolved desc, id desc",
        )
        by_case = earlier.grouped(
            lambda case: (case.company_id, case.commercial_partner_id, case.cause_id)
        )
        for complaint in self:
            key = (
                complaint.company_id._origin,
                complaint.commercial_partner_id._origin,
                complaint.cause_id._origin,
            )
            received = complaint.date_received or fields.Datetime.now()
            complaint.repeat_of_id = by_case.get(key, self.browse()).filtered(
                lambda case, complaint=complaint, received=received: (
                    case != complaint._origin and case.date_resolved <= received
                )
            )[:1]

    @follows(*REPEAT_FIELDS, remember="_get_customer_companies")
    def _find_repeats(self, before):
        """Look anew whether others repeat these, or no longer."""
        (before | self.sudo().commercial_partner_id)._find_repeats_anew()

    def _get_customer_companies(self, vals):
        """Of whose cases these are now."""
        return self.sudo().commercial_partner_id

    @api.depends("repeat_of_id")
    def _compute_is_repeat(self):
        for complaint in self:
            complaint.is_repeat = bool(complaint.repeat_of_id)

    def _get_subject(self):
        """The subject, or what it will be when it is left empty."""
        self.ensure_one()
        return self.name or self._get_first_line(self.description)

    @api.model
    def _get_first_line(self, description):
        """The first line of a text, shortened to a subject."""
        if is_html_empty(description):
            return False
        lines = html2plaintext(description, include_references=False).splitlines()
        line = next((line.strip() for line in lines if line.strip()), "")
        if len(line) <= SUBJECT_LENGTH:
            # A subject is no sentence: it is quoted within ours.
            return line.rstrip(".。") if not line.endswith("..") else line
        return line[: SUBJECT_LENGTH - 1].rstrip() + "…"
