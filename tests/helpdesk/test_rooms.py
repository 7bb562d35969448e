# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What names the helpdesk's models, and CRM's, stands in one room each."""

import ast
import re

from odoo.tests import BaseCase, tagged

from .. import house

APPS = ("helpdesk", "crm")
FLOORS = ("controllers", "models", "report", "wizard")
NAMED = re.compile(rf"(?<![\w.])({'|'.join(APPS)})(\.[a-z]+)+(?![\w.])")


def find_strangers(room, code):
    """The models of the two apps that a file of another room names.

    :param str room: the room of the file
    :param str code: what stands in it
    :return: list of (line, name)
    """
    tree = ast.parse(code)
    told = {id(text) for text in find_docstrings(tree)}
    return [
        (text.lineno, match[0])
        for text in ast.walk(tree)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
        for match in NAMED.finditer(text.value)
        if match[1] != room and id(text) not in told
    ]


def find_docstrings(tree):
    """What is written for readers, and names models as it likes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body and node.body[0]
            if isinstance(first, ast.Expr):
                yield first.value


@tagged("post_install", "-at_install")
class TestRoomsOfApps(BaseCase):
    def test_only_their_rooms_name_models_of_the_helpdesk_and_of_crm(self):
        """Who puts another helpdesk in its place changes one room."""
        addon = house.MODELS.parent
        files = sorted(
            path for floor in FLOORS for path in addon.glob(f"{floor}/*/*.py")
        )
        self.assertGreater(len(files), 100)
        for path in files:
            place = path.relative_to(addon)
            with self.subTest(str(place)):
                found = find_strangers(place.parts[1], path.read_text())
                self.assertEqual(found, [], "belongs to the room of that app")

    def test_what_stands_in_another_room_is_found(self):
        """However a model is named: as a field's, in a call, within other words."""
        field = 'team_id = fields.Many2one(comodel_name="helpdesk.ticket.team")'
        planted = {
            field: "helpdesk.ticket.team",
            'self.env["crm.lead"].create({})': "crm.lead",
            "class Lead:\n    _inherit = 'crm.lead'": "crm.lead",
            "where = \"model != 'crm.lead'\"": "crm.lead",
            'reference = f"helpdesk.ticket,{ticket.id}"': "helpdesk.ticket",
        }
        for code, name in planted.items():
            with self.subTest(code):
                found = [named for _line, named in find_strangers("case", code)]
                self.assertEqual(found, [name])
        self.assertEqual(find_strangers("helpdesk", field), [])
        self.assertTrue(find_strangers("crm", field))

    def test_what_names_no_model_is_left_alone(self):
        """Records of an addon, paths of fields and explanations are no models."""
        for code in (
            'self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")',
            'api.depends("ticket_id.stage_id.closed")',
            'def make():\n    """:return: a ``crm.lead``"""',
        ):
            with self.subTest(code):
                self.assertEqual(find_strangers("case", code), [])
