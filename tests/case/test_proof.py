# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What only our own code may say: one way of proving it, for all that ask (R39)."""

import ast
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.complaint_management.models.case.sealed_mixin import SEAL
from odoo.addons.complaint_management.models.common.proof import Proof, Seal

from ..common import ComplaintCase

ADDON = Path(__file__).parents[2] / "complaint_management"
# Words of a context that anybody may say: they ask for less, or change how it looks.
HARMLESS = {
    "complaint_board",
    "complaint_by_hand",
    "complaint_code",
    "complaint_delivery",
    "complaint_demo",
    "complaint_front_desk",
    "complaint_importing",
    "complaint_load",
    "complaint_name_days",
    "complaint_on_paper",
    "complaint_registered",
    "complaint_trend_months",
    "complaint_waited_for",
    "complaint_words",
}
FORGED = (True, 1, "given", {"what": 1}, [1], object(), object, Proof, Seal("another"))


@tagged("post_install", "-at_install")
class TestProof(TransactionCase):
    def setUp(self):
        super().setUp()
        self.proof = Proof("complaint_test")
        self.partner = self.env["res.partner"].create({"name": "One"})

    def test_it_says_what_was_given(self):
        given = self.proof.give(self.partner)
        self.assertTrue(self.proof.get(given.env))
        told = self.proof.give(self.partner, 42)
        self.assertEqual(self.proof.get(told.env), 42)
        self.assertIsNone(self.proof.get(self.proof.take(told).env))
        self.assertIsNone(self.proof.get(self.env))

    def test_nobody_else_says_it(self):
        """Nor does the proof of another meaning under the same key."""
        another = Proof("complaint_test")
        said = [another, *FORGED]
        said += [another.give(self.partner, 42).env.context["complaint_test"]]
        for given in said:
            forging = self.partner.with_context(complaint_test=given)
            with self.subTest(given=given):
                self.assertIsNone(self.proof.get(forging.env))

    def test_every_word_that_counts_is_a_proof(self):
        """Who asks a context for a new word says what it is worth."""
        asked = set()
        for path in ADDON.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                asked |= self._get_asked(node)
        self.assertFalse(asked - HARMLESS, "use Proof, or say why it is harmless")

    def _get_asked(self, node):
        """Keys of ours that a call of ``context.get`` asks for."""
        is_get = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and ast.unparse(node.func.value).endswith("context")
        )
        keys = {
            arg.value
            for arg in (node.args if is_get else ())
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        }
        return {key for key in keys if key.startswith("complaint_")}


@tagged("post_install", "-at_install")
class TestSeal(TransactionCase):
    def setUp(self):
        super().setUp()
        self.seal = Seal("complaint_test")
        self.one, self.two = self.env["res.partner"].create(
            [{"name": "One"}, {"name": "Two"}]
        )
        self.vals = {"name": "Sealed", "category_id": [(5, 0, 0)], "ref": "1"}
        self.fnames = {"name", "category_id"}

    def test_it_covers_its_values_only(self):
        sealed = self.seal.to_write(self.one, self.vals, self.fnames)
        covers = self.seal.covers_write
        self.assertTrue(covers(sealed, self.vals))
        self.assertTrue(covers(sealed, {**self.vals, "ref": "2"}))
        self.assertFalse(covers(sealed, {**self.vals, "name": "Else"}))
        self.assertFalse(covers(sealed, {"name": "Sealed"}))
        exact = self.seal.to_write(self.one, self.vals)
        self.assertTrue(covers(exact, self.vals))
        self.assertFalse(covers(exact, {**self.vals, "ref": "2"}))

    def test_what_is_changed_within_it_is_not_covered(self):
        sealed = self.seal.to_write(self.one, self.vals, self.fnames)
        self.vals["category_id"].append((4, 1, 0))
        self.assertFalse(self.seal.covers_write(sealed, self.vals))

    def test_it_covers_its_records_only(self):
        sealed = self.seal.to_write(self.one, self.vals, self.fnames)
        for others in (self.two, self.one + self.two):
            others = others.with_context(sealed.env.context)
            self.assertFalse(self.seal.covers_write(others, self.vals))
        user = self.env["res.users"].browse(self.one.id)
        user = user.with_context(sealed.env.context)
        self.assertFalse(self.seal.covers_write(user, self.vals))
        both = self.seal.to_write(self.one + self.two, self.vals, self.fnames)
        self.assertTrue(self.seal.covers_write(both[0], self.vals))

    def test_writing_creates_nothing_and_the_other_way_round(self):
        writing = self.seal.to_write(self.one, self.vals, self.fnames)
        self.assertFalse(self.seal.covers_create(writing, [self.vals]))
        model = self.seal.to_create(self.one.browse(), [self.vals], self.fnames)
        self.assertTrue(self.seal.covers_create(model, [self.vals]))
        self.assertFalse(self.seal.covers_create(model, [self.vals, self.vals]))
        self.assertFalse(self.seal.covers_write(model, self.vals))
        users = self.env["res.users"].with_context(model.env.context)
        self.assertFalse(self.seal.covers_create(users, [self.vals]))


@tagged("post_install", "-at_install")
class TestSealedModels(ComplaintCase):
    def _get_models(self):
        """All models of which only the product writes some fields."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if hasattr(model, "_get_sealed_fields") and not model._abstract:
                yield model.sudo()

    def test_there_are_some(self):
        self.assertIn(self.Complaint, list(self._get_models()))

    def test_no_new_record_begins_half_way(self):
        """Whatever the field, and whatever a context says (R39)."""
        for model in self._get_models():
            for fname in sorted(model._get_sealed_fields()):
                forging = model.with_context(**{SEAL.key: True})
                with self.subTest(model=model._name, field=fname):
                    with self.assertRaises(UserError):
                        forging.create({fname: "forged"})

    def test_defaults_of_sealed_fields_do_not_count(self):
        """A link, or a default of a user's own, begins nothing half-way (R39)."""
        for model in self._get_models():
            initial = model._get_initial_vals()
            forging = model.with_context(
                **{f"default_{fname}": "forged" for fname in initial}
            )
            self.assertEqual(forging._begin_sealed([{}]), [initial])
