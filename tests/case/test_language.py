# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The language of a case stays one that Odoo can show and write."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestLanguage(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lang = cls.env["res.lang"]._activate_lang("sv_SE")
        cls.case = cls._create_case(lang=cls.lang.code)

    def test_language_of_a_case_stays(self):
        """Its page could not be opened any more; archived or not."""
        for value in (False, 0, None):
            with self._assert_refused("language of records of"):
                self.lang.write({"active": value})
        self._bring_to(self.case, "cancelled")
        self.case.active = False
        with self._assert_refused("language of records of"):
            self.lang.active = False
        self.case.lang = "en_US"
        self.lang.active = False
        self.assertFalse(self.lang.active)

    def test_other_changes(self):
        """How a language writes its dates is nobody's business here."""
        self.lang.date_format = "%Y-%m-%d"
        self.env["res.lang"]._activate_lang("fi_FI").active = False
        with self.assertRaises(UserError):
            self.env.ref("base.lang_en").active = False

    def test_who_may_not_change_languages_learns_nothing(self):
        with self.assertRaises(AccessError):
            self.lang.with_user(self.handler).active = False
