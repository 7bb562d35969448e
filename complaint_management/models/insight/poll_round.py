# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One time that a survey went out, and what came of it (R135)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate, format_date, formatLang

from .measures import LEAST
from .poll import AUDIENCES

_lt = LazyTranslate(__name__)

STATES = [
    ("sending", "Being Sent"),
    ("open", "Taking Answers"),
    ("closed", "Closed"),
]
QUESTIONS = {
    "customers": _lt("How satisfied are you with us?"),
    "employees": _lt("How satisfied are you with your work here?"),
}
# From so many of 5 somebody is satisfied, and up to so many dissatisfied.
SATISFIED, DISSATISFIED = 4, 2
RATINGS = "rating.rating"
# Averages over rounds, weighed by how many answered.
WEIGHED = {"satisfied_share:avg", "average:avg"}


class ComplaintPollRound(models.Model):
    """Who was asked at one time, and the figures, kept when it is over.

    Officers read it; only the product writes it. What customers answer is read one by
    one. What employees answer nobody reads: of at least ``LEAST`` answers the figures
    and the words are kept, and the answers themselves are deleted (R215).
    """

    _name = "complaint.poll.round"
    _description = "Round of a Survey"
    _inherit = ["mail.thread"]
    _order = "date_begin desc, id desc"
    _rec_name = "poll_id"
    _check_company_auto = True
    _keeps_evidence = True
    # Officers talk about a result that they do not write.
    _mail_post_access = "read"

    poll_id = fields.Many2one(
        comodel_name="complaint.poll",
        string="Survey",
        required=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True)
    audience = fields.Selection(
        selection=AUDIENCES, string="Who Was Asked", required=True
    )
    state = fields.Selection(
        selection=STATES, required=True, default="sending", index=True
    )
    question = fields.Char(translate=True)
    shown_question = fields.Char(
        string="What Was Asked", compute="_compute_shown_question"
    )
    date_begin = fields.Date(string="Asked On", required=True)
    date_end = fields.Date(
        string="Answers Until", required=True, help="The last day of the links."
    )
    date_closed = fields.Date(
        string="Closed On", help="The day by which the result counts in figures."
    )
    people_count = fields.Integer(
        string="Could Be Asked", aggregator=None, help="Of whom chance drew."
    )
    seed = fields.Integer(
        string="Draw Number",
        aggregator=None,
        help="The same number draws the same people again.",
    )

    # What came of it
    asked_count = fields.Integer(string="Asked")
    answered_count = fields.Integer(string="Answered")
    answered_share = fields.Float(
        string="Share Answering",
        compute="_compute_shares",
        store=True,
        aggregator="avg",
    )
    is_few = fields.Boolean(
        string="Too Few Answers",
        help="The result would have told of single people: it was not kept.",
    )
    average = fields.Float(
        digits=(3, 1), aggregator="avg", help="1: very dissatisfied. 5: very satisfied."
    )
    satisfied_count = fields.Integer(string="Satisfied")
    dissatisfied_count = fields.Integer(string="Dissatisfied")
    satisfied_share = fields.Float(
        string="Share Satisfied",
        compute="_compute_shares",
        store=True,
        aggregator="avg",
        help="Of those who answered: “satisfied” and “very satisfied”.",
    )
    has_result = fields.Boolean(
        compute="_compute_has_result",
        store=True,
        help="It is over, and enough people answered.",
    )
    comment_count = fields.Integer(string="Comments")
    comments = fields.Text(
        string="In Their Words", help="In the order of the alphabet, without names."
    )
    result_words = fields.Char(string="Result", compute="_compute_result_words")
    result_ids = fields.One2many(
        comodel_name="complaint.poll.result",
        inverse_name="round_id",
        string="By Unit",
    )

    _one_open_uniq = models.UniqueIndex(
        "(poll_id) WHERE state != 'closed'",
        "A round of this survey takes answers already.",
    )

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    @api.depends("poll_id.name", "date_begin")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            day = one.date_begin and format_date(self.env, one.date_begin)
            one.display_name = ", ".join(filter(None, (one.poll_id.name, day)))

    @api.depends("asked_count", "answered_count", "satisfied_count")
    def _compute_shares(self):
        for one in self:
            one.answered_share = one.answered_count / (one.asked_count or 1)
            one.satisfied_share = one.satisfied_count / (one.answered_count or 1)

    @api.depends("state", "is_few", "answered_count")
    def _compute_has_result(self):
        for one in self:
            is_told = one.state == "closed" and not one.is_few
            one.has_result = is_told and one.answered_count > 0

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Of several rounds large ones weigh more, and those with no result nothing."""
        if aggregate_spec not in WEIGHED:
            return super()._read_group_select(aggregate_spec, query)
        names = (aggregate_spec.removesuffix(":avg"), "answered_count", "has_result")
        value, weight, known = (
            self._field_to_sql(self._table, name, query) for name in names
        )
        return SQL(
            "SUM(%(value)s * %(weight)s) FILTER (WHERE %(known)s)"
            " / NULLIF(SUM(%(weight)s) FILTER (WHERE %(known)s), 0)",
            value=value,
            weight=weight,
            known=known,
        )

    @api.depends("state", "is_few", "answered_count", "asked_count", "satisfied_share")
    @api.depends_context("lang")
    def _compute_result_words(self):
        for one in self:
            one.result_words = one._say_result()

    def _say_result(self):
        """What came of it, in one sentence."""
        self.ensure_one()
        counts = {"answered": self.answered_count, "asked": self.asked_count}
        if self.state != "closed" or not self.answered_count:
            return self.env._("%(answered)s of %(asked)s have answered", **counts)
        if self.is_few:
            return self.env._(
                "%(answered)s of %(asked)s have answered: too few to say more", **counts
            )
        return self.env._(
            "%(answered)s of %(asked)s have answered, %(share)s %% are satisfied",
            share=formatLang(self.env, 100 * self.satisfied_share, digits=0),
            **counts,
        )

    @api.depends("question", "audience")
    @api.depends_context("lang")
    def _compute_shown_question(self):
        for one in self:
            one.shown_question = one._get_question()

    def _get_question(self):
        """What is asked, in the language of the context."""
        self.ensure_one()
        return self.question or self.env._(QUESTIONS[self.audience])

    def _keep_question(self):
        """Keep the words that were asked, in all languages that are still in use."""
        self.ensure_one()
        poll, used = self.poll_id, self.env["res.lang"].get_installed()
        words = poll._fields["question"]._get_stored_translations(poll) or {}
        langs = words.keys() & {"en_US", *dict(used)}
        self._update_field_translations(
            "question", {code: words[code] for code in langs}
        )

    # ------------------------------------------------------------------
    # The end
    # ------------------------------------------------------------------

    def action_close(self):
        """Take no more answers, and keep the result.

        :raises UserError: it is closed already
        """
        self.poll_id.check_access("write")
        closed = self.filtered(lambda one: one.state == "closed")
        if closed:
            raise UserError(
                self.env._("“%s” is closed already.", closed[0].display_name)
            )
        for one in self:
            one.sudo()._close()
        return True

    def _close(self):
        """Take no more answers, keep the result, and tell the owner; as sudo."""
        self.ensure_one()
        self._stop_asking()
        self._count_asked()
        self._keep_result(self.poll_id._get_today())
        self._tell_owner()

    def _keep_result(self, day):
        """Keep the figures; of what employees answered nothing else; as sudo.

        :param date day: by which the result counts in figures
        """
        self.ensure_one()
        ratings = self._get_ratings()
        is_anonymous = self.audience == "employees"
        is_few = is_anonymous and 0 < len(ratings) < LEAST
        self.write(
            {
                "state": "closed",
                "date_closed": day,
                "answered_count": len(ratings),
                "is_few": is_few,
                **({} if is_few else self._prepare_result_vals(ratings)),
            }
        )
        # The database lets the next one begin as soon as it knows: see _one_open_uniq.
        self.flush_recordset(["state"])
        if not is_anonymous:
            ratings.write({"complaint_poll_key": False})
            return
        if not is_few:
            self._keep_units(ratings)
        ratings.unlink()

    def _prepare_result_vals(self, ratings):
        """The figures of some answers.

        :param ratings: ``rating.rating``
        :return: dict of values
        """
        scores = ratings.mapped("rating")
        words = sorted(filter(None, ratings.mapped("feedback")), key=str.casefold)
        return {
            "average": sum(scores) / len(scores) if scores else 0.0,
            "satisfied_count": sum(score >= SATISFIED for score in scores),
            "dissatisfied_count": sum(score <= DISSATISFIED for score in scores),
            "comment_count": len(words),
            "comments": "\n\n".join(words),
        }

    def _keep_units(self, ratings):
        """Figures of units in which enough people answered (R215).

        Where the units that are left out have too few answers together, the smallest
        of the others is left out, too: or theirs could be worked out.
        """
        by_unit = defaultdict(ratings.browse)
        for rating in ratings:
            by_unit[rating.complaint_department_id] |= rating
        shown = sorted(
            (unit for unit in by_unit if unit and len(by_unit[unit]) >= LEAST),
            key=lambda unit: (-len(by_unit[unit]), unit.id),
        )
        rest = len(ratings) - sum(len(by_unit[unit]) for unit in shown)
        while shown and 0 < rest < LEAST:
            rest += len(by_unit[shown.pop()])
        self.env["complaint.poll.result"].create(
            [self._prepare_unit_vals(unit, by_unit[unit]) for unit in shown]
        )

    def _prepare_unit_vals(self, unit, ratings):
        figures = self._prepare_result_vals(ratings)
        return {
            "round_id": self.id,
            "department_id": unit.id,
            "name": unit.complete_name,
            "answered_count": len(ratings),
            "average": figures["average"],
            "satisfied_count": figures["satisfied_count"],
        }

    def _tell_owner(self):
        """Whoever sees to the survey hears what came of it."""
        self.ensure_one()
        owner = self.poll_id.user_id
        if not owner._works_in(self.company_id):
            return
        there = self.with_context(lang=owner.lang or self.env.lang)
        there.message_notify(
            partner_ids=owner.partner_id.ids,
            subject=there.display_name,
            body=there._say_result(),
            author_id=self.env.ref("base.partner_root").id,
            email_layout_xmlid="mail.mail_notification_layout",
        )

    # ------------------------------------------------------------------
    # Who was asked, and what they answered
    # ------------------------------------------------------------------

    def _count_asked(self):
        """How many are to be asked, or were; as sudo."""
        groups = self.env["complaint.poll.invitation"]._read_group(
            [("round_id", "in", self.ids), ("state", "in", ("waiting", "asked"))],
            ["round_id"],
            ["__count"],
        )
        counts = {one.id: count for one, count in groups}
        for one in self:
            one.asked_count = counts.get(one.id, 0)

    def _stop_asking(self):
        """Whoever was not asked until now is not asked any more; as sudo."""
        waiting = self.env["complaint.poll.invitation"].search(
            [("round_id", "in", self.ids), ("state", "=", "waiting")]
        )
        waiting.write({"state": "skipped"})

    def _get_ratings(self):
        """All answers, as sudo."""
        return (
            self.env[RATINGS]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )

    def action_view_answers(self):
        """Open what customers answered, one by one."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_poll_answer_action"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return action
