# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complains again is found, however contacts come together (odoo#263157)."""

from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestRepeats(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.one = partners.create({"name": "Li Wei", "email": "li.wei@example.com"})
        cls.two = partners.create({"name": "Wei, Li", "email": "wei@example.com"})
        cls.earlier = cls._bring_to(cls._create_case(partner_id=cls.one.id), "resolved")
        cls.later = cls._create_case(partner_id=cls.two.id, cause_id=cls.cause.id)

    def _assert_repeats(self, is_repeat=True):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.later.is_repeat, is_repeat)
        found = self.Complaint.search([("is_repeat", "=", True)])
        self.assertEqual(self.later in found, is_repeat)
        self.assertEqual(self.later.repeat_of_id == self.earlier, is_repeat)

    def test_nothing_before(self):
        self._assert_repeats(False)

    def test_a_common_parent_and_none_again(self):
        company = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.one | self.two).parent_id = company
        self._assert_repeats()
        self.assertEqual(self.later.commercial_partner_id, company)
        self.one.parent_id = False
        self._assert_repeats(False)

    def test_only_the_earlier_customer_joins(self):
        """The later case itself does not change: its customer is the company."""
        self.two.is_company = True
        self._assert_repeats(False)
        self.one.parent_id = self.two
        self._assert_repeats()

    def test_contacts_are_merged_either_way(self):
        for kept in (self.one, self.two):
            with self.subTest(kept=kept.name), self.env.cr.savepoint() as savepoint:
                wizard = self.env["base.partner.merge.automatic.wizard"].create({})
                wizard._merge(
                    (self.one | self.two).ids, dst_partner=kept, extra_checks=False
                )
                self._assert_repeats()
                self.assertEqual(
                    self.Complaint.search([("commercial_partner_id", "=", kept.id)]),
                    self.earlier | self.later,
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_earlier_case_gets_another_customer_or_cause(self):
        self.earlier.sudo().with_context(mail_notrack=True).partner_id = self.two
        self._assert_repeats()
        self.earlier.partner_id = self.one
        self._assert_repeats(False)

    def test_a_protected_case_is_repeated_by_none(self):
        """Who reads the later case does not learn who made the earlier one (R152)."""
        self.earlier.sudo().with_context(mail_notrack=True).partner_id = self.two
        self._assert_repeats()
        self.earlier.identity_mode = "confidential"
        self._assert_repeats(False)
        self.earlier.sudo().identity_mode = "named"
        self._assert_repeats()

    def test_nor_one_that_was_merged_into_a_protected_one(self):
        self.earlier.sudo().with_context(mail_notrack=True).partner_id = self.two
        survivor = self._create_case(partner_id=self.two.id)
        self.earlier.sudo()._write_protected({"merged_into_id": survivor.id})
        self._assert_repeats()
        survivor.identity_mode = "confidential"
        self.assertEqual(self.earlier.identity_mode, "confidential")
        self._assert_repeats(False)


@tagged("post_install", "-at_install")
class TestUnchangedImport(ComplaintCase):
    """odoo/odoo#3659: what was exported can be imported again."""

    def test_by_an_import(self):
        case = self._bring_to(self._create_case(), "assessed")
        cases = self.Complaint.with_user(self.officer)
        rows = case.export_data(["id", "state", "date_assessed", "name"])["datas"]
        result = cases.load(["id", "state", "date_assessed", "name"], rows)
        self.assertEqual(result["ids"], case.ids, result["messages"])

    def test_a_changed_state_is_refused_with_words(self):
        case = self._bring_to(self._create_case(), "assessed")
        other = self._create_case()
        rows = [[str(case.id), "new"]]
        result = self.Complaint.with_user(self.officer).load([".id", "state"], rows)
        self.assertIn("cannot be written directly", result["messages"][0]["message"])
        with self._assert_refused("cannot be written directly"):
            case.with_user(self.officer).state = "assessed"
        with self._assert_refused("cannot be written directly"):
            (case | other).with_user(self.officer).write({"state": "assessed"})

    def test_sealed_records_too(self):
        case = self._create_case(user_id=self.handler.id)
        remedy = self.env["complaint.remedy"].create(
            {
                "complaint_id": case.id,
                "type_id": self.env["complaint.remedy.type"].search([], limit=1).id,
            }
        )
        remedies = remedy.with_user(self.officer)
        rows = [[str(remedy.id), remedy.state]]
        self.assertEqual(remedies.load([".id", "state"], rows)["ids"], remedy.ids)
        rows = [[str(remedy.id), "fulfilled"]]
        self.assertFalse(remedies.load([".id", "state"], rows)["ids"])
