# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages about the life cycle and its phases say what the code does."""

from pathlib import Path

from odoo.orm.models import MetaModel
from odoo.tests import BaseCase, tagged

from odoo.addons.complaint_management.models.case.life_cycle import STATES, TRANSITIONS

from . import life_cycle, phases

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "life_cycle.md"


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

    def test_the_page_of_phases_is_up_to_date(self):
        """What happens when a field of a case is written can be read in one table."""
        self.assertEqual(
            (DOCS / "phases.md").read_text(),
            phases.render(MetaModel._module_to_models__["complaint_management"]),
            "run scripts/docs-diagram",
        )

    def test_each_step_says_what_it_does(self):
        classes = MetaModel._module_to_models__["complaint_management"]
        steps = list(phases.find_steps(classes))
        self.assertTrue(steps)
        self.assertFalse([name for _room, _step, name, purpose in steps if not purpose])
