# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The picture of the house shows the rooms as they are."""

from odoo.tests import BaseCase, tagged

from . import house


@tagged("post_install", "-at_install")
class TestDocsHouse(BaseCase):
    def test_the_picture_is_up_to_date(self):
        """``scripts/docs-house`` was run after the last change of a room."""
        page = house.PAGE.read_text()
        self.assertEqual(page, house.renew(page), "run scripts/docs-house")

    def test_each_room_says_where_to_begin(self):
        """Each room is on a floor, and the file to begin with is there."""
        folders = {path.parent.name for path in house.MODELS.glob("*/__init__.py")}
        on_floors = [name for floor in house.read_floors() for name in floor]
        self.assertEqual(sorted(folders), sorted(on_floors))
        page = house.PAGE.read_text()
        for name, start in house.re.findall(
            r"^\| `(\w+)` \| .*? \| `(\w+\.py)` \| \d", page, house.re.MULTILINE
        ):
            with self.subTest(name):
                self.assertTrue((house.MODELS / name / start).is_file())

    def test_each_file_that_the_page_names_is_there(self):
        """Who follows the page to a file, or to a method in it, finds it."""
        page = house.PAGE.read_text()
        named = set(house.re.findall(r"`((?:\w+/)+\w+\.\w+)`", page))
        self.assertGreater(len(named), 50)
        for name in sorted(named):
            with self.subTest(name):
                inside = house.MODELS.parent / name
                self.assertTrue(inside.is_file() or (house.ROOT / name).is_file())
        addon = house.MODELS.parent
        files = [*addon.rglob("*.py"), *addon.glob("views/**/*.xml")]
        code = "".join(path.read_text() for path in files)
        for name in sorted(set(house.re.findall(r"`(\w*_\w+|[A-Z]+)`", page))):
            with self.subTest(name):
                self.assertRegex(code, rf"\b{name}\b")
