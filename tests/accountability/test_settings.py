# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company sets about entries: proposals, days, money."""

import psycopg2

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestPenaltySettings(ProposalCase):
    def test_defaults(self):
        """5 working days to speak, 10 to appeal, no money, proposals on."""
        company = self.env["res.company"].create({"name": "Gas"})
        self.assertRecordValues(
            company,
            [
                {
                    "complaint_penalty_proposals": True,
                    "complaint_statement_days": 5,
                    "complaint_appeal_days": 10,
                    "complaint_penalty_money": False,
                }
            ],
        )

    def test_set_in_the_settings(self):
        with Form(self.env["res.config.settings"]) as form:
            form.complaint_statement_days = 7
            form.complaint_appeal_days = 15
            form.complaint_penalty_proposals = False
            form.complaint_penalty_money = True
        form.record.execute()
        self.assertRecordValues(
            self.env.company,
            [
                {
                    "complaint_penalty_proposals": False,
                    "complaint_statement_days": 7,
                    "complaint_appeal_days": 15,
                    "complaint_penalty_money": True,
                }
            ],
        )

    @mute_logger("odoo.sql_db")
    def test_nobody_is_left_without_a_day(self):
        """Bad input: no days, or less."""
        for fname in ("complaint_statement_days", "complaint_appeal_days"):
            for days in (0, -1):
                with (
                    self.subTest(fname=fname, days=days),
                    self.assertRaises(psycopg2.errors.CheckViolation),
                ):
                    self.company[fname] = days
                    self.company.flush_recordset()

    def test_days_count(self):
        """The days of the company decide until when the employee can speak."""
        rule = self._create_book_rule("D1")
        entry = self._get_entries(self._decide(self.reader))
        self.assertEqual(entry.rule_id, rule)
        self.company.complaint_statement_days = 1
        other = self._get_entries(self._decide(self.crew))
        other.with_user(self.auditor).action_notify()
        self.company.complaint_statement_days = 5
        entry.with_user(self.auditor).action_notify()
        self.assertGreater(entry.date_statement_due, other.date_statement_due)

    def test_money(self):
        """A rule with an amount proposes nothing where that is not allowed."""
        self.company.complaint_penalty_money = True
        rule = self._create_book_rule(
            "D1", kind="money", amount=100, company_id=self.company.id
        )
        self._assert_proposed(self._decide(self.reader), [(self.reader, rule)])
        self.company.complaint_penalty_money = False
        case = self._decide(self.crew)
        self._assert_proposed(case, [])
        self.assertEqual(case.decision_state, "approved")
