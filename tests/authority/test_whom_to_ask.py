# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may not decide reads whom to ask (R47, R191)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MANAGER, ComplaintCase


@tagged("post_install", "-at_install")
class TestWhomToAsk(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.other = cls._create_user("ask_manager", MANAGER)
        cls.other.name = "Ms Decider"

    def test_who_is_no_manager(self):
        case = self._bring_to(self.case, "pending")
        for user in (self.handler, self.officer):
            with self._assert_refused("Ms Decider", AccessError):
                case.with_user(user).action_approve()

    def test_who_handles_the_case(self):
        case = self._bring_to(self.case, "pending")
        case.user_id = self.manager
        with self._assert_refused("Ms Decider"):
            case.with_user(self.manager).action_approve()

    def test_who_is_complained_about_is_not_named(self):
        """Neither are those whom they report to."""
        case = self._bring_to(self.case, "pending")
        employee = self.env["hr.employee"].create(
            {"name": "Decider", "user_id": self.other.id}
        )
        case.complained_employee_ids = employee
        sentence = case.with_user(self.handler)._say_whom_to_ask()
        self.assertNotIn("Ms Decider", sentence)
        self.assertIn("Ask", sentence)

    def test_nobody_else_is_there(self):
        sentence = self.case._say_whom_to_ask(self.env["res.users"])
        self.assertIn("Nobody else may", sentence)

    def test_few_are_named(self):
        for number in range(5):
            self._create_user(f"ask_manager_{number}", MANAGER)
        sentence = self.case.with_user(self.handler)._say_whom_to_ask()
        self.assertLessEqual(sentence.count(","), 2)
