# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""First the facts, then what the customer gets (R83)."""

from odoo.tests import tagged

from .common import RemedyCase


@tagged("post_install", "-at_install")
class TestFactsFirst(RemedyCase):
    def test_nothing_is_promised_before_a_finding(self):
        """Neither offered nor agreed, whatever door it comes through (R83)."""
        case = self._bring_to(self._create_case(), "assessed")
        for act in ("action_offer", "action_grant"):
            with self.subTest(act=act):
                line = self._as_handler(self._add_remedy(case))
                case.sudo().finding = False
                with self._assert_refused("nothing was found yet"):
                    getattr(line, act)()
                self.assertEqual(line.state, "draft")
        self._as_handler(case).finding = "<p>The meters were swapped.</p>"
        line.action_offer()
        self.assertEqual(line.state, "offered")

    def test_a_settlement_on_the_spot_asks_by_itself(self):
        case = self._bring_to(self._create_case(), "acknowledged")
        self._add_remedy(case)
        solution = self._prepare_solution_vals()
        as_handler = self._as_handler(case)
        as_handler.write({**solution, "finding": False})
        with self._assert_refused("Finding"):
            as_handler.action_settle()
        case.with_user(self.manager)._transition(
            "settle", reason="Everybody saw it", override=True
        )
        self.assertEqual(case.remedy_ids.state, "accepted")

    def test_a_question_has_no_finding(self):
        """Who asks, or suggests, may be thanked with something at once."""
        case = self._create_case(kind="inquiry")
        line = self._as_handler(self._add_remedy(case))
        line.action_offer()
        self.assertEqual(line.state, "offered")
