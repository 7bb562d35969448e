# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Competitions: a board of good handling, and of nobody's bad one (R211)."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from ..common import MANAGER, without_commits
from .goal_common import GoalCase

TO_PRAISE = "complaint_management.mail_activity_type_contest_praise"
LOGGER = "odoo.addons.complaint_management.models.insight.contest_board"


@tagged("post_install", "-at_install")
class TestContest(GoalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contest = cls.env["complaint.contest"]
        cls.units = cls.env["hr.department"].create(
            [{"name": name} for name in ("North", "South", "East", "West", "Hill")]
        )
        cls.env["hr.employee"].create(
            [
                {"name": f"{unit.name} {number}", "department_id": unit.id}
                for unit in cls.units
                for number in range(2)
            ]
        )

    @classmethod
    def _create_contest(cls, user=None, **vals):
        return (
            cls.Contest.with_user(user or cls.manager)
            .create(
                {
                    "name": "The fairest answer",
                    "measure": "dissatisfied",
                    "date_from": cls.month,
                    "date_to": cls.today + timedelta(days=20),
                    "user_id": cls.officer.id,
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _rate(cls, unit, unhappy, happy=0, **vals):
        """Cases of a unit that were answered this month and rated."""
        for count, rating in ((unhappy, "1"), (happy, "5")):
            cls._place(
                cls.month,
                count,
                department_id=unit.id,
                satisfaction_result=rating,
                satisfaction_handling=rating,
                **vals,
            )

    @classmethod
    def _rate_all(cls):
        """North is the best and Hill the worst."""
        for number, unit in enumerate(cls.units):
            cls._rate(unit, number, LEAST - number)

    def _start(self, contest):
        contest.with_user(self.manager).action_start()
        return [(rank.place, rank.name) for rank in contest.rank_ids]

    def _end(self, contest):
        """Let the last day be over, and the night come."""
        contest._write_sealed({"state": "draft"})
        contest.write({"date_to": self.today - timedelta(days=1)})
        contest._write_sealed({"state": "open"})
        self._run_contests()

    def _run_contests(self):
        self.env.flush_all()
        with without_commits(self.env):
            self.Contest._cron_follow()
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # The board
    # ------------------------------------------------------------------

    def test_only_the_first(self):
        """The better half at most is shown, and nobody who is last."""
        self._rate_all()
        board = self._start(self._create_contest())
        self.assertEqual(board, [(1, "North"), (2, "South")])
        wide = self._start(self._create_contest(shown=10))
        self.assertEqual(wide, board)
        self.assertEqual(self._start(self._create_contest(shown=1)), [(1, "North")])

    def test_equals(self):
        """Equals share a place."""
        for unit in self.units[:3]:
            self._rate(unit, 0, LEAST)
        self._rate(self.units[3], LEAST)
        contest = self._create_contest(shown=1)
        board = self._start(contest)
        self.assertEqual(board, [(1, "East"), (1, "North"), (1, "South")])
        self.assertEqual(contest.leader, "East, North, South")

    def test_two_of_whom_one_is_last(self):
        """Of two the better one is shown; of one nobody."""
        self._rate(self.units[0], 0, LEAST)
        self._rate(self.units[1], LEAST)
        chosen = self._create_contest(department_ids=[(6, 0, self.units[:2].ids)])
        self.assertEqual(self._start(chosen), [(1, "North")])
        alone = self._create_contest(department_ids=[(6, 0, self.units[1:3].ids)])
        self.assertEqual(self._start(alone), [])

    def test_few_cases(self):
        """With few cases nobody is compared, nor shown."""
        self._rate(self.units[0], 0, LEAST - 1)
        self._rate(self.units[1], 1, LEAST)
        self._rate(self.units[2], 2, LEAST)
        self.assertEqual(self._start(self._create_contest()), [(1, "South")])

    def test_no_single_person(self):
        """Who works alone is not measured against teams (R211)."""
        self._rate_all()
        self.env["hr.employee"].search(
            [("department_id", "=", self.units[0].id)], limit=1
        ).active = False
        board = self._start(self._create_contest())
        self.assertEqual(board, [(1, "South"), (2, "East")])

    def test_units_below(self):
        """A unit that was chosen brings those below it along."""
        below = self.units[1].copy(
            {"name": "South Hill", "parent_id": self.units[0].id}
        )
        self._rate(below, 0, LEAST)
        self._rate(self.units[2], 1, LEAST)
        contest = self._create_contest(
            department_ids=[(6, 0, (self.units[0] | self.units[2]).ids)]
        )
        self.assertEqual(self._start(contest), [(1, "North")])

    def test_a_case_counts_once(self):
        """For the nearest that takes part, where a unit and one below it do."""
        north, south, east = self.units[:3]
        south.parent_id = north
        below = self.env["hr.department"].create(
            {"name": "South Hill", "parent_id": south.id}
        )
        self._rate(north, LEAST)
        self._rate(below, 0, LEAST)
        self._rate(east, 1, LEAST)
        contest = self._create_contest(
            department_ids=[(6, 0, (north | south | east).ids)], shown=10
        )
        self.assertEqual(self._start(contest), [(1, "South")])
        figures = {unit.name: value for unit, value in contest._get_figures().items()}
        self.assertEqual(figures["North"], 1, "Cases of South are not those of North")
        self.assertEqual(figures["South"], 0)

    def test_people_of_a_unit_that_takes_part_itself(self):
        """Who alone does the work of a unit is not hidden by those of another."""
        north, south, east = self.units[:3]
        self.env["hr.employee"].search(
            [("department_id", "=", north.id)], limit=1
        ).active = False
        south.parent_id = north
        self._rate(north, 0, LEAST)
        self._rate(south, 1, LEAST)
        self._rate(east, 2, LEAST)
        everybody = self._create_contest()
        self.assertEqual(self._start(everybody), [(1, "South")])
        chosen = self._create_contest(
            department_ids=[(6, 0, (north | south | east).ids)]
        )
        self.assertEqual(self._start(chosen), [(1, "South")])

    def test_people_of_another_company(self):
        """They do not make a team of who works alone here (R211)."""
        other = self.env["res.company"].create({"name": "Other company"})
        self._rate_all()
        [first, _second] = self.env["hr.employee"].search(
            [("department_id", "=", self.units[0].id)]
        )
        self.units[0].company_id = False
        first.company_id = other
        board = self._start(self._create_contest())
        self.assertEqual(board, [(1, "South"), (2, "East")])

    def test_units_that_were_dissolved(self):
        """Where those who compete are gone, the others do not compete instead."""
        self._rate_all()
        chosen = self.env["hr.department"].create([{"name": "Up"}, {"name": "Down"}])
        contest = self._create_contest(department_ids=chosen.ids)
        self._start(contest)
        chosen.active = False
        self.env.flush_all()
        self._run_contests()
        self.assertFalse(contest.rank_ids)

    def test_many_units_in_few_queries(self):
        self._rate_all()
        contest = self._create_contest()
        contest._get_figures()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            contest._get_figures()

    def test_units_of_the_same_name(self):
        """Who won is told apart from its namesake by the unit above it."""
        self.units[0].write({"name": "Service", "parent_id": self.units[3].id})
        self.units[1].write({"name": "Service", "parent_id": self.units[4].id})
        self._rate_all()
        board = self._start(self._create_contest())
        self.assertEqual(board, [(1, "West / Service"), (2, "Hill / Service")])

    def test_teams(self):
        """Teams compete as units do."""
        self.other_team.user_ids |= self.clerk
        self._rate(self.units[0], 0, LEAST, team_id=self.other_team.id)
        self._rate(self.units[0], LEAST, team_id=self.team.id)
        contest = self._create_contest(among="team")
        self.assertEqual(self._start(contest), [(1, "Works")])
        self.assertEqual(contest.rank_ids.team_id, self.other_team)

    def test_no_contest_of_counts(self):
        """Nobody wins by registering less, or by paying less."""
        offered = dict(self.Contest._select_measures())
        self.assertIn("days_to_answer", offered)
        for code in ("complaints", "received", "closed", "value_gap", "upheld"):
            self.assertNotIn(code, offered)

    # ------------------------------------------------------------------
    # Its life
    # ------------------------------------------------------------------

    def test_start(self):
        """What cannot be won is not started."""
        over = self._create_contest(
            date_from=self.today - timedelta(days=9),
            date_to=self.today - timedelta(days=1),
        )
        with self._assert_refused("its last day is over"):
            self._start(over)
        alone = self._create_contest(department_ids=[(6, 0, self.units[:1].ids)])
        with self._assert_refused("two participants"):
            self._start(alone)
        to_come = self._create_contest(date_from=self.today + timedelta(days=9))
        self.assertEqual(self._start(to_come), [])

    def test_rules_stay(self):
        """Nobody changes the rules while others play by them."""
        contest = self._create_contest()
        self._start(contest)
        as_manager = contest.with_user(self.manager)
        for vals in (
            {"measure": "days_to_answer"},
            {"date_to": self.today},
            {"department_ids": [(6, 0, self.units[:2].ids)]},
            {"team_ids": [(6, 0, self.team.ids)]},
        ):
            with self._assert_refused("has begun"):
                as_manager.write(vals)
        with self._assert_refused("cannot be written directly"):
            as_manager.write({"rank_ids": [(5,)]})
        with self._assert_refused("is kept"):
            as_manager.unlink()
        with self._assert_refused("it still runs"):
            as_manager.action_close()
        as_manager.action_call_off()
        self.assertFalse(contest.rank_ids)
        as_manager.unlink()

    def test_over(self):
        """In the night after the last day the board is final, and winners praised."""
        self._rate_all()
        contest = self._create_contest(prize="A day out.")
        self._start(contest)
        self._run_contests()
        self.assertEqual(contest.state, "open")
        self._end(contest)
        self.assertEqual(contest.state, "closed")
        self.assertEqual(contest.leader, "North")
        task = contest.activity_ids
        self.assertEqual(task.user_id, self.officer)
        self.assertEqual(task.activity_type_id, self.env.ref(TO_PRAISE))
        self.assertIn("North won. A day out.", task.note)
        self.assertIn("Won by North with 0.0 %", contest.message_ids[0].body)
        counted = contest.date_counted
        self._rate(self.units[0], LEAST)
        self._run_contests()
        self.assertEqual((contest.leader, contest.date_counted), ("North", counted))
        self.assertEqual(contest.activity_ids, task)
        self.units[0].unlink()
        self.env.invalidate_all()
        self.assertEqual(contest.leader, "North", "Who won keeps the name")

    def test_words_are_words(self):
        """What somebody calls a prize or a unit is no markup."""
        self.units[0].name = "North <b>& Sons</b>"
        self._rate_all()
        contest = self._create_contest(prize="Tickets <Row 1>")
        self._start(contest)
        self._end(contest)
        note = contest.activity_ids.note
        self.assertIn("North &lt;b&gt;&amp; Sons&lt;/b&gt; won.", note)
        self.assertIn("Tickets &lt;Row 1&gt;", note)

    def test_nobody_won(self):
        """Where too little was measured, nobody wins and nobody is asked to praise."""
        contest = self._create_contest()
        self._start(contest)
        self._end(contest)
        self.assertEqual(contest.state, "closed")
        self.assertFalse(contest.activity_ids)
        self.assertIn("nobody won", contest.message_ids[0].body)

    def test_one_failure(self):
        """One that cannot be counted does not stop the others."""
        bad, good = self._create_contest(), self._create_contest()
        self._start(bad | good)
        good._write_sealed({"date_counted": False})
        count = type(self.Contest)._prepare_ranks

        def _break(contest):
            if contest == bad:
                raise ValueError("broken")
            return count(contest)

        self.patch(type(self.Contest), "_prepare_ranks", _break)
        with self.assertLogs(LOGGER, "ERROR"):
            self._run_contests()
        self.assertTrue(good.date_counted)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def test_who_sees_it(self):
        """All see it when it has begun, nobody else than managers touches it."""
        self._rate_all()
        contest = self._create_contest()
        as_employee = contest.with_user(self.employee)
        self.assertFalse(as_employee.has_access("read"))
        self._start(contest)
        as_employee.invalidate_recordset()
        self.assertEqual(as_employee.leader, "North")
        self.assertEqual(
            as_employee.rank_ids.mapped("value_words"), ["0.0 %", "20.0 %"]
        )
        for method in ("action_count_now", "action_call_off"):
            with self._assert_refused("", AccessError):
                getattr(contest.with_user(self.officer), method)()
        with self._assert_refused("", AccessError):
            as_employee.write({"shown": 2})
        rank = contest.rank_ids[0].with_user(self.manager)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(rank.has_access(operation), operation)
        contest.with_user(self.manager).action_count_now()

    def test_other_company(self):
        """Nobody sees the competitions of another company."""
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = new_test_user(
            self.env,
            "contest_stranger",
            groups=MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self._rate_all()
        contest = self._create_contest()
        self._start(contest)
        for record in (contest, contest.rank_ids):
            self.assertFalse(record.with_user(stranger).has_access("read"))
        theirs = self._create_contest(user=stranger, company_id=other.id, user_id=False)
        theirs.with_user(stranger).action_start()
        self.assertFalse(theirs.rank_ids)
