# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People find a case by its number, phone and words, however they write them."""

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSearch(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        cls.case = cls._create_case(phone="+49 89 123456", partner_name="Zoë Müller")
        cls.other = cls._create_case(phone="030 9012345")

    def _find(self, **conditions):
        domain = Domain.AND(
            Domain(fname, "ilike", text) for fname, text in conditions.items()
        )
        both = Domain("id", "in", (self.case | self.other).ids)
        return self.Complaint.with_user(self.officer).search(both & domain)

    # ------------------------------------------------------------------
    # By number
    # ------------------------------------------------------------------

    def _get_writings(self):
        number = self.case.number
        return [
            number,
            number.lower(),
            number.replace("/", "-"),
            number.replace("/", "_") + ".pdf",
            number.replace("/", ""),
            f"单号{number}的投诉",
            f"please look at [{number}]",
            number.partition("/")[2].replace("/", "-"),
        ]

    def test_by_number(self):
        for text in self._get_writings():
            for fname in ("number_search", "display_name"):
                with self.subTest(text=text, field=fname):
                    self.assertEqual(self._find(**{fname: text}), self.case)

    def test_quick_search(self):
        for text in self._get_writings():
            with self.subTest(text=text):
                found = self.Complaint.with_user(self.officer).name_search(text)
                self.assertIn(self.case.id, dict(found))
                self.assertNotIn(self.other.id, dict(found))

    def test_the_rest(self):
        """What is no number is sought as before; what is excluded as well."""
        self.assertEqual(self._find(display_name="Zoë"), self.case)
        self.assertFalse(self._find(number_search="no such number"))
        number = self.case.number.replace("/", "-")
        rest = self.Complaint.search(
            [
                ("number_search", "not ilike", number),
                ("id", "in", (self.case | self.other).ids),
            ]
        )
        self.assertEqual(rest, self.other)

    def test_nobody_finds_more_than_they_may(self):
        stranger = new_test_user(
            self.env, "search_stranger", groups="base.group_user", name="Stranger"
        )
        for text in self._get_writings():
            self.assertFalse(
                self.Complaint.with_user(stranger).search(
                    [("number_search", "ilike", text), ("id", "=", self.case.id)]
                )
            )

    # ------------------------------------------------------------------
    # By phone
    # ------------------------------------------------------------------

    def test_by_phone(self):
        for text in ("+49 89 123456", "089 123456", "089/12 34 56", "004989123456"):
            with self.subTest(text=text):
                self.assertEqual(self._find(phone_search=text), self.case)
        self.assertEqual(self._find(phone_search="9012 345"), self.other)
        self.assertFalse(self._find(phone_search="089 999999"))

    def test_duplicates_by_phone(self):
        """With and without the country it is one caller."""
        twin = self._create_case(
            name="Something else", email_from=False, phone="089 12 34 56"
        )
        self.assertIn(self.case, twin.possible_duplicate_ids)

    def test_country_of_the_customer(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Jean",
                "phone": "01 42 68 53 00",
                "country_id": self.env.ref("base.fr").id,
            }
        )
        case = self._create_case(partner_id=partner.id, phone=partner.phone)
        self.assertEqual(
            self._create_case(phone="+33 142685300").phone_key, case.phone_key
        )

    # ------------------------------------------------------------------
    # Without accents
    # ------------------------------------------------------------------

    def _needs_unaccent(self):
        """The databases of our scripts have it; so has any where Odoo was told to."""
        self.assertTrue(self.env.registry.has_unaccent, "scripts/lib/odoo.sh says so")

    def test_without_accents(self):
        self._needs_unaccent()
        self.case.write({"name": "Zähler getauscht", "demand": "Entschädigung"})
        for fname, text in (
            ("partner_name", "zoe muller"),
            ("display_name", "Zoe"),
            ("name", "zahler"),
            ("demand", "entschadigung"),
        ):
            with self.subTest(field=fname):
                self.assertEqual(self._find(**{fname: text}), self.case)

    def test_duplicates_without_accents(self):
        self._needs_unaccent()
        self.case.name = "Zähler für Öl wurde getauscht"
        twin = self._create_case(
            name="Zahler fur Ol wurde getauscht",
            email_from="x@example.org",
            phone=False,
        )
        self.assertIn(self.case, twin.possible_duplicate_ids)

    def test_whole_numbers_are_found_without_trigrams(self):
        """Each mail asks for up to some hundred of them, in any database."""
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'complaint_complaint'"
        )
        found = [line for (line,) in self.env.cr.fetchall()]
        self.assertTrue(any("btree (number_key)" in line for line in found))
