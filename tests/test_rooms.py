# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A room relies on rooms below it only, whatever the way it calls them."""

import ast

from odoo.tests import TransactionCase, tagged

from . import house, rooms


@tagged("post_install", "-at_install")
class TestRooms(TransactionCase):
    def test_no_room_calls_a_method_of_a_room_above(self):
        """What a higher room does, it does where a lower one gives it a hook."""
        foreign = rooms.find_foreign_names(self.env.registry)
        self.assertGreater(len(foreign), 1000)
        self.assertEqual(rooms.find_calls_upwards(foreign), {})

    def test_no_override_is_lost(self):
        """Each override comes after what it overrides."""
        self.assertEqual(list(rooms.find_lost_overrides(self.env.registry)), [])

    def test_each_room_says_what_it_is(self):
        """Each room tells in its first lines what it is for."""
        for path in house.MODELS.glob("*/__init__.py"):
            with self.subTest(path.parent.name):
                self.assertTrue(ast.get_docstring(rooms.parse(path)))
