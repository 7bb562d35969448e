# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stays written says of which time zone, in the language of the company (M17)."""

from datetime import datetime

from odoo.tests import TransactionCase, tagged
from odoo.tools import html2plaintext

from odoo.addons.complaint_management.tools.answer.wording import (
    say_exactly,
    say_moment,
)

from .common import ClockCase


@tagged("post_install", "-at_install")
class TestZones(ClockCase):
    def test_a_note_names_the_zone_of_the_company(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.company.complaint_calendar_id = False
        self.manager.tz = "America/New_York"
        self.assertEqual(
            self.company.with_user(self.manager)._get_complaint_voice()["tz"],
            "Asia/Shanghai",
        )
        case = self._create_case().with_user(self.manager)._in_house()
        said = say_exactly(case.env, datetime(2026, 3, 2, 16, 0))
        self.assertIn("Asia/Shanghai", said)
        self.assertIn("3/3/26", said)

    def test_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        case = self._create_case().with_context(lang="en_US")
        self.assertEqual(case._in_house().env.lang, "fr_FR")

    def test_what_was_merged_names_the_zone(self):
        label = self._create_case()._get_merge_label()
        self.assertIn(f"({self.company._get_complaint_timezone()})", label)


@tagged("post_install", "-at_install")
class TestReader(TransactionCase):
    def test_who_has_no_zone_is_told_which_it_is(self):
        nobody = self.env["res.users"].create(
            {"name": "Nomad", "login": "nomad", "tz": False}
        )
        env = self.env(user=nobody, context={})
        moment = datetime(2026, 3, 2, 16, 0)
        self.assertTrue(say_moment(env, moment).endswith("(UTC)"))
        nobody.tz = "Europe/Paris"
        self.assertNotIn("(", say_moment(env, moment))
        self.assertTrue(html2plaintext(say_moment(env, moment)))
