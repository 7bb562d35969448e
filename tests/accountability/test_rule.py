# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rule book: what a rule may say, and that it stays once it was cited."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PenaltyCase


@tagged("post_install", "-at_install")
class TestPenaltyRuleBook(PenaltyCase):
    """What ships (R65, R66, R8, R9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [
                ("module", "=", "complaint_management"),
                ("model", "=", "complaint.penalty.rule"),
            ]
        )
        cls.book = cls.env["complaint.penalty.rule"].browse(data.mapped("res_id"))
        cls.data = data

    def test_the_matrix_is_whole(self):
        """There is a rule for each basis, liability and fault level."""
        found = {(rule.basis, rule.liability, rule.fault_level) for rule in self.book}
        for basis in ("caused", "mishandled"):
            for liability in ("direct", "head"):
                for level in ("violation", "ordinary"):
                    self.assertIn((basis, liability, level), found)
        for liability in ("direct", "head"):
            self.assertIn(("good", liability, False), found)

    def test_worse_weighs_more(self):
        """A violation weighs more than a mistake, and the head less than the person."""
        points = {
            (rule.basis, rule.liability, rule.fault_level): rule.points
            for rule in self.book.sorted("points", reverse=True)
        }
        for basis in ("caused", "mishandled"):
            for liability in ("direct", "head"):
                self.assertGreater(
                    points[basis, liability, "violation"],
                    points[basis, liability, "ordinary"],
                )
            for level in ("violation", "ordinary"):
                self.assertGreater(
                    points[basis, "direct", level], points[basis, "head", level]
                )

    def test_no_money_and_every_text(self):
        """No rule is about money; each has a clause, points that expire, and a code."""
        self.assertNotIn("money", self.book.mapped("kind"))
        self.assertFalse(any(self.book.mapped("amount")))
        for rule in self.book:
            with self.subTest(rule=rule.code):
                self.assertTrue(rule.clause)
                self.assertTrue(0 < rule.months <= 24)
                self.assertTrue(0 < rule.points <= 20)
                self.assertFalse(rule.company_id)
        self.assertTrue(all(self.data.mapped("noupdate")))

    def test_texts_are_translatable(self):
        fields_get = self.book.fields_get(["name", "clause"])
        self.assertTrue(all(field["translate"] for field in fields_get.values()))


@tagged("post_install", "-at_install")
class TestPenaltyRule(PenaltyCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.penalty_rule)
        self.as_judge = self.penalty_rule.with_user(self.judge)

    def test_a_cited_rule_keeps_its_terms(self):
        """An entry cites what the rule said then, so the rule goes on saying it."""
        penalty = self._propose()
        for vals in (
            {"points": 11},
            {"months": 0},
            {"clause": "Something else."},
            {"name": "Another"},
            {"kind": "warning"},
            {"code": "X"},
            {"basis": "mishandled"},
            {"fault_level": False},
            {"liability": "head"},
            {"date_from": "2030-01-01"},
            {"company_id": self.company.id},
            {"confirm_by": "manager"},
        ):
            with self.subTest(vals=vals), self._assert_refused("New version"):
                self.as_judge.write(vals)
        self.as_judge.write({"points": 10, "sequence": 3, "propose_on": "verdict"})
        with self._assert_refused("archive"):
            self.as_judge.unlink()
        self.as_judge.active = False
        self.assertEqual(penalty.points, 10)

    def test_a_cited_rule_is_translated_not_rewritten(self):
        """Who translates a clause does not change what was said."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self._propose()
        translate = self.as_judge.update_field_translations
        translate("clause", {"fr_FR": "Ce que dit la règle."})
        with self._assert_refused("New version"):
            translate("clause", {"en_US": "Something else."})
        with self._assert_refused("New version"):
            translate("clause", {"fr_FR": "Autre chose."})

    def test_cited_in_the_language_of_the_person(self):
        """The person reads the clause in their language, as it was then."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.as_judge.update_field_translations("clause", {"fr_FR": "Ce que dit…"})
        self.reader.lang = "fr_FR"
        penalty = self._propose()
        self.assertEqual(penalty.clause, "Ce que dit…")
        self.assertIn("Ce que dit…", penalty.facts)

    def test_new_version(self):
        """The rule ends today, and another one begins tomorrow."""
        penalty = self._propose()
        action = self.as_judge.action_new_version()
        version = self.env["complaint.penalty.rule"].browse(action["res_id"])
        tomorrow = self.today + timedelta(days=1)
        self.assertRecordValues(
            version,
            [
                {
                    "code": "T-1",
                    "name": "Rule T-1",
                    "points": 10,
                    "date_from": tomorrow,
                    "date_to": False,
                }
            ],
        )
        version.with_user(self.judge).points = 20
        self.assertEqual(self.penalty_rule.date_to, self.today)
        self.assertEqual(penalty.points, 10)
        self.assertTrue(self.penalty_rule._is_valid_on(self.today))
        self.assertFalse(self.penalty_rule._is_valid_on(tomorrow))
        self.assertFalse(version._is_valid_on(self.today))
        self.assertTrue(version._is_valid_on(tomorrow))
        with self._assert_refused("has ended"):
            self.as_judge.action_new_version()
        with self._assert_refused("not begun"):
            version.with_user(self.judge).action_new_version()

    def test_valid_domain_agrees(self):
        """Rules are found by the same days that they are valid on."""
        rules = self.env["complaint.penalty.rule"]
        for number, (first, last) in enumerate(
            [(False, False), (False, 0), (0, False), (0, 0), (1, 2), (-2, -1)]
        ):
            rules |= self._create_rule(
                f"V-{number}",
                date_from=first is not False and self.today + timedelta(days=first),
                date_to=last is not False and self.today + timedelta(days=last),
            )
        for shift in range(-3, 4):
            day = self.today + timedelta(days=shift)
            with self.subTest(shift=shift):
                self.assertEqual(
                    rules.search(
                        [*rules._get_valid_domain(day), ("id", "in", rules.ids)]
                    ),
                    rules.filtered(lambda rule, day=day: rule._is_valid_on(day)),
                )

    def test_a_rule_ends_not_before_it_was_cited(self):
        """Every entry cites a rule that was valid then."""
        self._propose()
        with self._assert_refused("cannot end before"):
            self.as_judge.date_to = self.today - timedelta(days=1)
        self.as_judge.date_to = self.today

    def test_rules_that_do_not_apply(self):
        """Nothing is proposed by a rule that ended, begins later, or is archived."""
        case = self._decide_case()
        for vals in (
            {"date_to": self.today - timedelta(days=1)},
            {"date_from": self.today + timedelta(days=1)},
            {"active": False},
            {"company_id": self._create_company("Elsewhere").id},
        ):
            rule = self._create_rule(f"N-{len(vals)}-{[*vals][0]}", **vals)
            with self.subTest(vals=vals), self._assert_refused("cannot be applied"):
                self._propose(case=case, rule=rule)

    def _create_company(self, name):
        return self.env["res.company"].create({"name": name})

    def test_points_overflow(self):
        """More points than the book allows, or than the database holds, are refused."""
        for points in (-1, 1001, 2**31, 10**30):
            with self.subTest(points=points):
                with self.assertRaises(ValidationError):
                    self.as_judge.write({"points": points})
                with self.assertRaises(ValidationError):
                    self._create_rule("P", points=points)
        for months in (-1, 121, 2**40):
            with self.subTest(months=months), self.assertRaises(ValidationError):
                self.as_judge.write({"months": months})
        self.as_judge.points = 1000

    def test_kinds_fit_their_basis(self):
        """Who works well is not warned, and who does not is not praised."""
        for vals in (
            {"basis": "caused", "kind": "praise"},
            {"basis": "good", "kind": "warning"},
            {"basis": "good", "kind": "praise", "fault_level": "ordinary"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._create_rule("K", **vals)

    def test_money_is_off(self):
        """Money only where the company says so, and nothing is posted."""
        vals = {"kind": "money", "amount": 50}
        with self._assert_refused("does not allow", ValidationError):
            self._create_rule("M", **vals)
        self.company.complaint_penalty_money = True
        rule = self._create_rule("M", **vals)
        self.company.complaint_penalty_money = False
        case = self._decide_case()
        with self._assert_refused("no amounts of money"):
            self._propose(case=case, rule=rule)
        self.company.complaint_penalty_money = True
        penalty = self._propose(case=case, rule=rule)
        self.assertEqual(penalty.amount, 50)
        self.assertEqual(penalty.currency_id, self.company.currency_id)

    def test_codes_are_unique(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "code_uniq"),
            self.env.cr.savepoint(),
        ):
            self._create_rule("T-1")
        self.assertEqual(self.penalty_rule.copy().code, "T-1 (copy)")
        with self._assert_refused("at the same time", ValidationError):
            self._create_rule("T-1", date_from=date(2030, 1, 1))
        self.penalty_rule.date_to = date(2029, 12, 31)
        self._create_rule("T-1", date_from=date(2030, 1, 1))

    def test_an_old_version_stays_ended(self):
        """Each day one version applies: what ended does not begin to run on."""
        rule = self.penalty_rule.with_user(self.judge)
        rule.action_new_version()
        with self._assert_refused("at the same time", ValidationError):
            rule.date_to = False

    def test_everybody_reads_the_book(self):
        """Nobody answers for a rule that they could not know; officers write it."""
        self._propose()
        self.assertEqual(self.penalty_rule.with_user(self.reader).points, 10)
        for user in (self.reader, self.manager):
            rule = self.penalty_rule.with_user(user)
            for attempt in (
                lambda rule=rule: rule.write({"points": 1}),
                lambda rule=rule: rule.unlink(),
                lambda rule=rule: rule.action_new_version(),
                lambda rule=rule: rule.read(["is_used"]),
                lambda rule=rule: rule.update_field_translations(
                    "clause", {"en_US": "Something else."}
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()
