# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The board: a column says how many cards it has, or that they are many (R178)."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.complaint_management.models.case import board

from ..common import ComplaintCase

BARS = {"field": "severity", "colors": {"2": "warning", "1": "info"}}


@tagged("post_install", "-at_install")
class TestBoard(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.Complaint.concat(
            *(cls._create_case(severity=severity) for severity in "11222")
        )
        cls.cases[:3]._write_protected({"state": "assessed"})
        cls.cases[3:]._write_protected({"state": "closed"})
        cls.domain = [("id", "in", cls.cases.ids)]

    def _read(self, domain=None, groupby="state", user=None, is_board=True):
        """What the web client asks for when it opens the board, or a grouped list."""
        cases = self.Complaint.with_user(user or self.manager)
        return cases.with_context(
            read_group_expand=True, complaint_board=is_board
        ).web_read_group(
            self.domain if domain is None else domain,
            [groupby],
            auto_unfold=True,
            unfold_read_specification={},
            unfold_read_default_limit=2,
        )["groups"]

    def _count(self, *args, **kwargs):
        groups = self._read(*args, **kwargs)
        return {
            group["state"]: group["__count"] for group in groups if group["__count"]
        }

    def _read_bars(self, user=None):
        cases = self.Complaint.with_user(user or self.manager)
        return cases.read_progress_bar(self.domain, "state", BARS)

    def test_few_are_counted(self):
        self.assertEqual(self._count(), {"assessed": 3, "closed": 2})
        bars = self._read_bars()
        self.assertEqual(bars["assessed"], {"1": 2, "2": 1})
        self.assertEqual(bars["closed"], {"1": 0, "2": 2})

    def test_of_many_is_only_said_that_there_are_more(self):
        """Neither is their number wrong, nor are its parts."""
        with patch.object(board, "MANY", 2):
            self.assertEqual(self._count(), {"assessed": 3, "closed": 2})
            self.assertEqual(set(self._read_bars()), {"closed"})
        with patch.object(board, "MANY", 1):
            self.assertEqual(self._count(), {"assessed": 2, "closed": 2})
            self.assertFalse(self._read_bars())

    def test_the_cards_are_those_of_the_column(self):
        groups = {group["state"]: group for group in self._read()}
        self.assertEqual(
            {record["id"] for record in groups["assessed"]["__records"]},
            set(self.cases[:3].sorted().ids[:2]),
        )

    def test_every_column_is_there(self):
        """In their order, the ended ones folded: open work comes first."""
        states = list(dict(self.Complaint._fields["state"].selection))
        groups = self._read()
        self.assertEqual([group["state"] for group in groups], states)
        folded = [group["state"] for group in groups if "__records" not in group]
        self.assertEqual(folded, ["closed", "cancelled"])

    def test_what_is_looked_for_is_not_folded_away(self):
        """Who looks for closed cases sees their cards."""
        groups = self._read([*self.domain, ("state", "=", "closed")])
        shown = {group["state"] for group in groups if group.get("__records")}
        self.assertEqual(shown, {"closed"})

    def test_only_what_the_reader_may_see_is_counted(self):
        """A protected case adds to nobody's column who may not know of it (R149)."""
        employee = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": self.colleague.id}
        )
        about = self.cases[0]
        about.write(
            {
                "identity_mode": "confidential",
                "complained_employee_ids": [(4, employee.id)],
            }
        )
        for user in (self.colleague, self.manager):
            cases = self.Complaint.with_user(user)
            expected = cases.search_count([*self.domain, ("state", "=", "assessed")])
            self.assertEqual(self._count(user=user)["assessed"], expected)
            self.assertEqual(sum(self._read_bars(user)["assessed"].values()), expected)
        self.assertEqual(self._count(user=self.colleague)["assessed"], 2)

    def test_nothing_is_found(self):
        self.assertFalse(self._count([("id", "in", [])]))
        self.assertFalse(self._count([("number", "=", "none of ours")]))

    def test_a_list_by_state_is_no_board(self):
        """It asks in the same words, and counts all; nor is it folded otherwise."""
        with patch.object(board, "MANY", 1):
            self.assertEqual(self._count(is_board=False), {"assessed": 3, "closed": 2})
        groups = self._read(is_board=False)
        self.assertTrue(groups)
        self.assertFalse([group for group in groups if "__fold" in group])

    def test_by_something_else_all_are_counted(self):
        """By handler or category, and in lists, no column says less than there is."""
        with patch.object(board, "MANY", 1):
            groups = self._read(groupby="category_id")
            self.assertEqual(sum(group["__count"] for group in groups), 5)
            listed = self.Complaint.with_user(self.manager).web_read_group(
                self.domain, ["state"]
            )["groups"]
            self.assertEqual(sum(group["__count"] for group in listed), 5)

    def test_all_columns_are_counted_by_one_query(self):
        cases = self.Complaint.with_user(self.manager)
        cases._count_columns(self.domain)
        self.env.flush_all()
        with self.assertQueryCount(1):
            cases._count_columns(self.domain)

    def test_no_more_than_many_are_looked_at(self):
        """What is counted does not grow with the register."""
        environment = type(self.env)
        asking = environment.execute_query
        with patch.object(
            environment, "execute_query", autospec=True, side_effect=asking
        ) as execute:
            self.Complaint.with_user(self.manager)._count_columns([])
        query = execute.call_args.args[1]
        states = self.Complaint._fields["state"].selection
        self.assertEqual(query.code.count("LIMIT"), len(states))
        self.assertEqual(query.params.count(board.MANY + 1), len(states))
