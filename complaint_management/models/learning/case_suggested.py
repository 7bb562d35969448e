# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Category and cause as one's own earlier cases suggest them (R180).

Nothing is ever set by itself: a person presses “Use It”, or chooses something else.
"""

from odoo import api, fields, models, tools
from odoo.tools import html2plaintext, is_html_empty

from ...tools.learning.classify import Classifier

STAFF = "complaint_management.group_complaint_user"
# From so many of the latest cases of the company it is learned.
EXAMPLES = 1000
# A cause is looked for in these; a category, until a case has ended.
SEEKING = ("assessed", "investigating", "proposed")
ENDED = ("closed", "cancelled")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    suggested_category_id = fields.Many2one(
        comodel_name="complaint.category",
        compute="_compute_suggested_category_id",
        groups=STAFF,
        help="The category that cases with like words had.",
    )
    suggested_cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Suggested Root Cause",
        compute="_compute_suggested_cause_id",
        groups=STAFF,
        help="The root cause that cases with like words had.",
    )

    @api.depends("name", "description", "category_id", "state", "company_id")
    def _compute_suggested_category_id(self):
        """Only where it is missing: a known category costs nothing."""
        open_ = self.filtered(lambda case: case.state not in ENDED)
        self._suggest("category_id", open_)

    @api.depends("name", "description", "cause_id", "state", "company_id")
    def _compute_suggested_cause_id(self):
        seeking = self.filtered(
            lambda case: case.kind == "complaint" and case.state in SEEKING
        )
        self._suggest("cause_id", seeking)

    def _suggest(self, fname, wanting):
        """Fill the suggestion for a field.

        :param str fname: "category_id" or "cause_id"
        :param wanting: those of these cases for which it is looked for
        """
        self[f"suggested_{fname}"] = False
        wanting = wanting.filtered(lambda case: case._origin and not case[fname])
        for company, cases in wanting.grouped("company_id").items():
            if not company.sudo().complaint_suggest:
                continue
            texts = [case._get_text_to_classify() for case in cases]
            guesses = self.with_company(company)._classify(fname, texts)
            offered = self._get_choices(fname, company, set(filter(None, guesses)))
            for case, id_ in zip(cases, guesses, strict=True):
                case[f"suggested_{fname}"] = id_ if id_ in offered else False

    def _get_choices(self, fname, company, ids):
        """Of these categories or causes, those that a case can have today.

        :return: set of ids
        """
        nodes = self.env[self._fields[fname].comodel_name]
        return set(
            nodes.search(
                [("id", "in", list(ids)), ("company_id", "in", [False, company.id])]
            ).ids
        )

    def _get_text_to_classify(self):
        """What the customer said, in short."""
        self.ensure_one()
        return _join(self.name, self.description)

    @api.model
    def _classify(self, fname, texts):
        """What cases with these words are likely to be; a hook for other classifiers.

        :param str fname: "category_id" or "cause_id"
        :param list texts: what customers wrote, in any language
        :return: for each text the id of a category or cause; None where that is unsure
        """
        today = fields.Date.to_string(fields.Date.today())
        classifier = self._get_classifier(fname, self.env.company.id, today)
        guesses = (classifier.guess(text) for text in texts)
        return [guess and guess.label for guess in guesses]

    @api.model
    @tools.ormcache("fname", "company_id", "today")
    def _get_classifier(self, fname, company_id, today):
        """What is learned from the latest cases of a company: anew each day.

        :param str today: so that it is learned anew tomorrow
        """
        return Classifier(self._get_examples(fname, company_id))

    @api.model
    def _get_examples(self, fname, company_id):
        """The latest closed cases of a company, as pairs of a text and an id.

        No protected ones: by what is suggested nobody learns what stands in them.
        """
        cases = self.sudo().search_fetch(
            [
                ("company_id", "=", company_id),
                ("state", "=", "closed"),
                ("identity_mode", "=", "named"),
                (fname, "!=", False),
            ],
            ["name", "description", fname],
            order="date_received desc",
            limit=EXAMPLES,
        )
        return [(_join(case.name, case.description), case[fname].id) for case in cases]

    def action_use_suggested_category(self):
        """Take over the suggested category.

        :raises AccessError: the user does not work on the case
        """
        return self._use_suggested("category_id")

    def action_use_suggested_cause(self):
        """Take over the suggested root cause."""
        return self._use_suggested("cause_id")

    def _use_suggested(self, fname):
        self.check_access("write")
        for case in self:
            suggested = case[f"suggested_{fname}"]
            if suggested:
                case[fname] = suggested
        return True


def _join(name, description):
    words = "" if is_html_empty(description) else html2plaintext(description)
    return f"{name or ''}\n{words}"
