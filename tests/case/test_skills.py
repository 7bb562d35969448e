# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where skills are kept on employees, a competence may be one of them (R128).

Odoo installs its app of skills by itself where employees are.
"""

from odoo import Command
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSkills(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["hr.skill.type"].create(
            {
                "name": "Languages of signs",
                "skill_ids": [Command.create({"name": "Signs of the south"})],
                "skill_level_ids": [
                    Command.create(
                        {"name": "Fluent", "level_progress": 100, "default_level": True}
                    )
                ],
            }
        )
        cls.skill = cls.kind.skill_ids
        cls.competence = cls.env["complaint.competence"].create(
            {"name": "Signs", "skill_ref": f"hr.skill,{cls.skill.id}"}
        )
        cls.category.competence_ids = cls.competence

    def _learn(self, **vals):
        return self.env["hr.employee.skill"].create(
            {
                "employee_id": self.staff[self.handler].id,
                "skill_id": self.skill.id,
                "skill_type_id": self.kind.id,
                "skill_level_id": self.kind.skill_level_ids.id,
                **vals,
            }
        )

    def test_who_has_the_skill_holds_the_competence(self):
        self.assertTrue(self.competence.has_skills)
        self.assertFalse(self._create_case().user_id)
        self._learn()
        self.assertEqual(self._create_case().user_id, self.handler)

    def test_a_skill_that_ended_does_not_count(self):
        self._learn(valid_from="2020-01-01", valid_to="2020-12-31")
        self.assertFalse(self._create_case().user_id)

    def test_a_deleted_skill_is_nobodys(self):
        self._learn()
        self.kind.unlink()
        self.assertFalse(self._create_case().user_id)
