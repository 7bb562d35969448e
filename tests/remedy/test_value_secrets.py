# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Of remedies the customer reads what is meant for them, and nothing else."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..portal.common import PortalCase
from .value_common import ValueCase

FIGURES = {
    "value_bought": 7010.13,
    "stated_loss": 7020.17,
    "complaint_cost": 7030.19,
    "fix_value": 7040.23,
    "value_given": 7050.29,
    "value_gap": 7060.31,
    "later_purchase_amount": 7070.37,
}


@tagged("post_install", "-at_install")
class TestValueSecrets(PortalCase, ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = (
            cls._add(cls.case, cls.refund, 50, is_option=True, name="SHOWNNAME")
            | cls._add(cls.case, cls.coffee, is_option=True)
            | cls._add(cls.case, cls.correction, claimed_amount=7080.41)
        )
        cls._bring_to(cls.case, "answered")
        cls.prepared = cls._add(cls.case, cls.correction, name="SECRETPREPARED")
        cls.refund.write({"name": "SECRETTYPE", "code": "SECRETCODE"})
        done = cls.lines[2]
        done.action_accept()
        done._write_sealed({"state": "fulfilled", "date_fulfilled": "2026-01-02"})
        done._write_sealed({"result_name": "SECRETRESULT", "result_model": "x.secret"})
        cls.lines.fulfilment_note = "SECRETNOTE"
        cls.lines._write_sealed(
            {
                "approver_id": cls.manager.id,
                "offered_by_id": cls.officer.id,
                "approval_state": "approved",
            }
        )
        # What it was refused for is told with the answer, and not before.
        cls.case.refusal_reason = "SECRETREASON"
        cls.case._withdraw_decision()
        cls.manager.name = "SECRETAPPROVER"
        cls.officer.name = "SECRETPROMISER"
        cls.env.flush_all()
        for fname, amount in FIGURES.items():
            cls.env.cr.execute(
                f"UPDATE complaint_complaint SET {fname} = %s WHERE id = %s",
                (amount, cls.case.id),
            )
        cls.env.invalidate_all()

    def _assert_clean(self, text, what):
        self.assertNotIn("SECRET", text, what)
        for fname, amount in {**FIGURES, "claimed": 7080.41}.items():
            for shown in (f"{amount:,.2f}", f"{amount:.2f}"):
                self.assertNotIn(shown, text, f"{what} tells {fname}")

    def test_pages(self):
        self._login()
        token = self._get_token()
        for url in ("/my/complaints", self._get_url(), self._get_url(token=token)):
            with self.subTest(url=url):
                page = self.url_open(url)
                self.assertEqual(page.status_code, 200)
                self._assert_clean(page.text, url)
        self.assertIn("We invite you to a coffee.", self._open().text)

    def test_after_acts_and_errors(self):
        self._login()
        for data in ({}, {"option": "0"}, {"option": str(self.lines[0].id)}):
            page = self._post("offers", **data)
            self._assert_clean(page.text, f"answer to {data}")
        self._assert_clean(" ".join(self._get_talk().mapped("body")), "talk")

    def test_remote_calls(self):
        """Customers have no access to any model of remedies, nor by the case."""
        models = [name for name in self.env if name.startswith("complaint.remedy")]
        self.assertGreaterEqual(len(models), 2)
        for name in models:
            model = self.env[name].with_user(self.user)
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(model.has_access(operation))
        lines = self.lines.with_user(self.user)
        for call in (
            lambda: lines.read(["name"]),
            lambda: lines.search([]),
            lambda: lines.action_accept(),
            lambda: lines.action_grant(),
            lambda: lines.action_offer(),
            lambda: lines.write({"amount": 1}),
            lambda: self.case.with_user(self.user).read(["remedy_ids"]),
            lambda: self.case.with_user(self.user).read(["value_explanation"]),
            lambda: self.case.with_user(self.user).search(
                [("remedy_ids.amount", ">", 0)], order="id"
            ),
            lambda: self.case.with_user(self.user).search(
                [("value_gap", ">", 0)], order="id"
            ),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_letter(self):
        letter = self.case._get_remedy_lines()
        self._assert_clean(" ".join(letter), "letter")
