# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page about the life cycle says what the code does."""

from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.complaint_management.models.case.life_cycle import STATES, TRANSITIONS

from . import life_cycle

PAGE = Path(__file__).parent.parent / "docs" / "life_cycle.md"


@tagged("post_install", "-at_install")
class TestDocsDiagram(BaseCase):
    def test_the_page_is_up_to_date(self):
        """``scripts/docs-diagram`` was run after the last change of the table."""
        self.assertEqual(
            PAGE.read_text(),
            life_cycle.render(TRANSITIONS, STATES),
            "run scripts/docs-diagram",
        )

    def test_the_page_tells_every_step(self):
        """No state and no step is left out of it (R182)."""
        page = PAGE.read_text()
        for name in TRANSITIONS:
            self.assertIn(f"`action_{name}`", page)
        for state, label in STATES:
            self.assertIn(f"{state}: {label}", page)
