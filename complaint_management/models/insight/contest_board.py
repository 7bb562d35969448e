# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The board of a competition: who is first, and nobody who is last (R211)."""

import logging
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..common.steps import run_step
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

    def _find_side(self, record):
        """For whom counts what belongs to a unit or team: the nearest that takes part.

        Where nobody was chosen, each takes part by itself.

        :param record: a record of one of ``_get_sides``
        :return: such a record, or None
        """
        self.ensure_one()
        chosen = self._get_chosen()
        if not chosen or record in chosen:
            return record
        path = record.sudo().parent_path if "parent_path" in record._fields else None
        above = (int(id_) for id_ in reversed((path or "").split("/")) if id_)
        nearest = next((id_ for id_ in above if id_ in chosen.ids), None)
        return record.browse(nearest) if nearest else None

    def _find_members(self, sides):
        """The users who work in units or teams that take part.

        :param sides: records of one of ``_get_sides``
        :return: dict of side to ``res.users``
        """
        staff = self._find_staff(sides)
        return {side: staff[side].user_id for side in sides}

    def _count_members(self, sides):
        """How many people work there, with an account or without.

        :return: dict of side to a number
        """
        staff = self._find_staff(sides)
        return {side: len(staff[side]) for side in sides}

    def _find_staff(self, units):
        """Who works in units that take part; one query for all.

        :return: dict of unit to ``hr.employee``, as sudo
        """
        employees = self.env["hr.employee"].sudo()
        found = employees.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("department_id", "child_of", units.ids)
        )
        staff = defaultdict(employees.browse)
        for unit, members in found.grouped("department_id").items():
            staff[self._find_side(unit)] |= members
        return staff

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
        names = self.env["complaint.measures"]._name_groups(figures)
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
                        "name": names[side],
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
        sums = self._add_up(
            {key[0]: part[self.measure] for key, part in parts.items() if key[0]}
        )
        figures = {
            side: measures._divide(self.measure, part, LEAST)
            for side, part in sums.items()
        }
        sides = self._get_chosen().browse(side.id for side in figures).sudo()
        people = self._count_members(sides)
        return {
            side: figures[side]
            for side in sides
            if figures[side] is not None and people[side] >= LEAST_PEOPLE
        }

    def _add_up(self, parts):
        """What was measured for each that takes part, each case once.

        :param dict parts: a unit or team to the sum of its cases and to their number
        :return: dict of a side to the same
        """
        sums = {}
        for record, (total, count) in parts.items():
            side = self._find_side(record)
            if side:
                whole, cases = sums.get(side, (0.0, 0))
                sums[side] = whole + total, cases + count
        return sums

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
            run_step(contest, "_follow", _logger)
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
        if not user._is_living():
            return
        there = self.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        there.activity_schedule(
            TO_PRAISE,
            user_id=user.id,
            summary=there.env.ref(TO_PRAISE).summary,
            note=plaintext2html(
                there.env._(
                    "%(names)s won. %(prize)s",
                    names=self.leader,
                    prize=self.prize or "",
                )
            ),
        )

    def _grant_badges(self, winners):
        """Grant the badge to the people of the winners, where badges are in use."""
        badge = self.badge_ref.exists() if self.badge_ref else None
        if BADGE not in self.env or not badge:
            return
        field = self._get_sides()[self.among][0]
        members = self._find_members(winners.mapped(field))
        people = self.env["res.users"].union(*members.values())
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
