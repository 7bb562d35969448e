# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The form of a case is put together from pieces: of rooms, and of others."""

import importlib.util
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

import odoo.addons.complaint_management

from ..common import ComplaintCase

ADDON = Path(odoo.addons.complaint_management.__file__).parent
# A place of each room, where others may want to add something.
PLACES = (
    "//page[@name='what_happened']",
    "//details[@name='channel']",
    "//group[@name='assessment']",
    "//div[@name='solution']",
    "//field[@name='remedy_ids']/list",
    "//group[@name='solution_hints']",
    "//field[@name='identity_access_ids']/..",
    "//field[@name='clock_ids']/..",
    "//group[@name='satisfaction']",
    "//div[@name='button_box']",
)


@tagged("post_install", "-at_install")
class TestFormPieces(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env.ref("complaint_management.complaint_complaint_view_form")
        cls.pieces = cls.form.inherit_children_ids

    def _extend(self, place):
        """What another addon adds to the form, with no priority of its own."""
        return self.env["ir.ui.view"].create(
            {
                "name": "extension",
                "model": "complaint.complaint",
                "inherit_id": self.form.id,
                "arch": f'<xpath expr="{place}" position="inside">'
                "<span id='other' /></xpath>",
            }
        )

    def test_others_find_what_every_room_added(self):
        for place in PLACES:
            with self.subTest(place):
                view = self._extend(place)
                arch = self.env["complaint.complaint"].get_view(self.form.id)["arch"]
                self.assertTrue(etree.fromstring(arch).xpath("//span[@id='other']"))
                view.unlink()

    def test_an_update_makes_room_for_the_new_pieces(self):
        """Old pieces of ours cannot stand in the way of a form that has moved on."""
        other = self._extend("//div[@name='button_box']")
        arch, form = other.arch, self.form.arch
        self.assertGreater(len(self.pieces), 10)
        self._load_migration("19.0.1.1.0").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        for piece in self.pieces:
            self.assertFalse(len(etree.fromstring(piece.arch)), piece.name)
        self.assertEqual(other.arch, arch)
        self.assertEqual(self.form.arch, form)

    def _load_migration(self, version):
        path = ADDON / "migrations" / version / "pre-migration.py"
        spec = importlib.util.spec_from_file_location("migration", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
