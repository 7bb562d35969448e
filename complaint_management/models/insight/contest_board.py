# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The board of a competition: who is first, and nobody who is last (R211)."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .measures import LEAST

TO_PRAISE = "complaint_management.mail_activity_type_contest_praise"
BADGE = "gamification.badge"
# One person alone is no team, and is not compared with others.
LEAST_PEOPLE = 2
_logger = logging.getLogger(__name__)


class ComplaintContestRank(models.Model):
    """One place on the board; who has none is not told apart from who took no part."""

    _name = "complaint.contest.rank"
    _description = "Place in a Competition"
    _order = "place, name, id"

    contest_id = fields.Many2one(
        comodel_name="complaint.contest",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="contest_id.company_id")
    place = fields.Integer(readonly=True, required=True, aggregator=None)
    name = fields.Char(
        string="Who", readonly=True, required=True, help="As it was called then."
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    value = fields.Float(readonly=True, aggregator=None)
    value_words = fields.Char(string="Figure", compute="_compute_value_words")

    @api.depends("value", "contest_id.measure")
    @api.depends_context("lang")
    def _compute_value_words(self):
        measures = self.env["complaint.measures"]
        for rank in self:
            code = rank.contest_id.measure
            rank.value_words = code and measures._say_figure(code, rank.value)


class ComplaintContest(models.Model):
    _inherit = "complaint.contest"

    @api.model
    def _get_sides(self):
        """Who can take part.

        :return: dict of a value of ``among`` to two names: of the field of the analysis
            and of a place, and of the field of those who were chosen
        """
        return {"department": ("department_id", "department_ids")}

    def _get_chosen(self):
        """Who was chosen to take part; nobody where all do."""
        self.ensure_one()
        return self[self._get_sides()[self.among][1]]

    @api.model
    def _find_members(self, side):
        """The users who work in a unit or team, and in those below it.

        :param side: a record of one of ``_get_sides``
        """
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("department_id", "child_of", side.ids)])
        )
        return employees.user_id

    @api.model
    def _count_members(self, side):
        """How many people work there, with an account or without."""
        return (
            self.env["hr.employee"]
            .sudo()
            .search_count([("department_id", "child_of", side.ids)])
        )

    # ------------------------------------------------------------------
    # Counted
    # ------------------------------------------------------------------

    def _count_board(self):
        """Write the boards anew; called as sudo."""
        for contest in self:
            contest.rank_ids.unlink()
            contest.env["complaint.contest.rank"].create(contest._prepare_ranks())
            contest._write_sealed({"date_counted": fields.Datetime.now()})

    def _prepare_ranks(self):
        """The places that are shown: the first, of the better half.

        Equals share a place. Sides with fewer than ``LEAST`` cases measured, and those
        of a single person, do not take part.
        """
        self.ensure_one()
        figures = self._get_figures()
        measure = self.env["complaint.measures"]._get_measures()[self.measure]
        sign = -1 if measure.better == "more" else 1
        figures = {side: round(value, 6) for side, value in figures.items()}
        last = min(self.shown, len(figures) // 2)
        field = self._get_sides()[self.among][0]
        rows = []
        for side, value in figures.items():
            place = 1 + sum(sign * other < sign * value for other in figures.values())
            if place <= last:
                rows.append(
                    {
                        "contest_id": self.id,
                        "place": place,
                        "name": side.name,
                        field: side.id,
                        "value": value,
                    }
                )
        return sorted(rows, key=lambda row: (row["place"], row["name"]))

    def _get_figures(self):
        """What each side reached.

        :return: dict of a unit or team to a number
        """
        self.ensure_one()
        measures = self.env["complaint.measures"].sudo().with_company(self.company_id)
        field = self._get_sides()[self.among][0]
        parts = measures._get_parts(
            [self.measure],
            Domain("company_id", "=", self.company_id.id),
            self.date_from,
            self.date_to,
            [field],
        )
        parts = {key[0]: part[self.measure] for key, part in parts.items() if key[0]}
        sides = self._get_chosen() or self.env[self._fields_side()].browse(
            [side.id for side in parts]
        )
        figures = {}
        for side in sides.sudo():
            value = measures._divide(self.measure, self._add_up(side, parts), LEAST)
            if value is not None and self._count_members(side) >= LEAST_PEOPLE:
                figures[side] = value
        return figures

    def _fields_side(self):
        """Name of the model of those who take part."""
        return self[self._get_sides()[self.among][1]]._name

    def _add_up(self, side, parts):
        """What was measured in a unit, with those below it where it was chosen."""
        is_in = self.env["complaint.goal"]._is_in
        whole = bool(self._get_chosen())
        found = [
            part
            for other, part in parts.items()
            if other == side or (whole and is_in(side, other))
        ]
        if not found:
            return None
        totals, counts = zip(*found, strict=True)
        return sum(totals), sum(counts)

    # ------------------------------------------------------------------
    # Over
    # ------------------------------------------------------------------

    @api.model
    def _cron_follow(self):
        """Count boards each night, and close competitions that are over.

        Safe to run again: one that ended while the product stood still is closed with
        the next night.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        contests = self.sudo().search([("state", "=", "open")], order="date_to, id")
        commit_progress(remaining=len(contests))
        for contest in contests:
            try:
                with self.env.cr.savepoint():
                    contest._follow()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.invalidate_all(flush=False)
            except Exception:
                self.env.invalidate_all(flush=False)
                _logger.exception("Competition %s could not be counted", contest.id)
            if not commit_progress(1):
                return

    def _follow(self):
        """What one night does for a competition."""
        self.ensure_one()
        if self.date_to < self._get_today():
            self._perform_act("close", {})
        else:
            self._count_board()

    def _praise(self):
        """Tell who won, ask the organiser to praise them, and grant the badge."""
        for contest in self:
            winners = contest.rank_ids.filtered(lambda rank: rank.place == 1)
            contest._log_winners(winners)
            if winners:
                contest._ask_to_praise()
                contest._grant_badges(winners)

    def _log_winners(self, winners):
        """Who won stays in the log, in the language of the company."""
        there = self.with_context(**self.company_id._get_complaint_voice())
        if not winners:
            body = there.env._("Too few cases were measured: nobody won.")
        else:
            body = there.env._(
                "Won by %(names)s with %(figure)s.",
                names=self.leader,
                figure=there.rank_ids[0].value_words,
            )
        self._message_log(body=Markup("<p>%s</p>") % body)

    def _ask_to_praise(self):
        """Give the organiser a task, in their language."""
        user = self.user_id
        if not user.active:
            return
        there = self.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        there.activity_schedule(
            TO_PRAISE,
            user_id=user.id,
            summary=there.env.ref(TO_PRAISE).summary,
            note=there.env._(
                "%(names)s won. %(prize)s", names=self.leader, prize=self.prize or ""
            ),
        )

    def _grant_badges(self, winners):
        """Grant the badge to the people of the winners, where badges are in use."""
        badge = self.badge_ref.exists() if self.badge_ref else None
        if BADGE not in self.env or not badge:
            return
        field = self._get_sides()[self.among][0]
        people = self.env["res.users"]
        for side in winners.mapped(field):
            people |= self._find_members(side)
        grants = self.env["gamification.badge.user"].create(
            [
                {"badge_id": badge.id, "user_id": user.id}
                for user in people
                if user.active
                and not any(user.sudo().employee_ids.mapped("complaint_board_off"))
            ]
        )
        for grant in grants:
            grant._send_badge()
