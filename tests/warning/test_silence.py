# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers who went quiet (R167, R184), where the orders are those of the test."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase, without_commits

SALES = "sales_team.group_sale_salesman"


class SilenceCase(ComplaintCase):
    """A customer with a case that was closed 98 days ago, and their salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Silence = cls.env["complaint.silence"]
        cls.today = fields.Date.context_today(cls.Silence)
        cls.seller = cls._create_user("case_seller", SALES)
        cls.customer = cls.env["res.partner"].create(
            {"name": "Chen Min", "user_id": cls.seller.id}
        )
        cls.case = cls._end(cls._create_case(partner_id=cls.customer.id), 98)
        cls.monthly = [cls._day(days) for days in (228, 197, 166, 135, 104)]
        cls.lost_reason = cls.env["crm.lost.reason"].create({"name": "Too expensive"})

    @classmethod
    def _day(cls, ago):
        return cls.today - timedelta(days=ago)

    @classmethod
    def _end(cls, case, ago, **vals):
        """The case as it was received and closed so long ago."""
        cls.env.flush_all()
        moment = fields.Datetime.now() - timedelta(days=ago)
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET date_received = %s, date_closed = %s,"
            " state = 'closed', satisfaction_result = %s, verdict = %s WHERE id IN %s",
            (
                moment,
                moment,
                vals.get("rating", "1"),
                vals.get("verdict"),
                case._ids,
            ),
        )
        cls.env.invalidate_all()
        return case

    def _find(self, orders=None, times=1):
        """Let the night come, with these orders of each customer."""
        if orders is None:
            orders = {self.customer.id: self.monthly}
        with (
            patch.object(
                type(self.Silence), "_get_order_model", lambda model: "res.partner"
            ),
            patch.object(
                type(self.Silence),
                "_get_order_days",
                lambda model, company, ids: {
                    partner_id: days
                    for partner_id, days in orders.items()
                    if partner_id in ids and company == self.company
                },
            ),
            without_commits(self.env),
        ):
            for _night in range(times):
                self.env["res.company"].search([]).complaint_silence_watched = False
                self.Silence._cron_find()
        return self.Silence.search([("company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestSilence(SilenceCase):
    def test_the_salesperson_has_a_call_to_make(self):
        """With the last case in plain words, and no name of a kind of person."""
        silence = self._find()
        self.assertEqual(
            (silence.partner_id, silence.user_id), (self.customer, self.seller)
        )
        task = silence.activity_ids
        self.assertEqual(task.user_id, self.seller)
        for words in (
            "Usually orders every 31 days, none for 104.",
            self.case.number,
            "98 days ago with rating 1 of 5",
        ):
            self.assertIn(words, silence.with_user(self.seller).sentence)
            self.assertIn(words, task.note)

    def test_nothing_without_orders(self):
        """Where no app has orders, nobody is looked at and no menu is shown."""
        if self.Silence._get_order_model():
            return
        with without_commits(self.env):
            self.Silence._cron_find()
        self.assertFalse(self.Silence.search([]))
        menu = self.env.ref("complaint_management.complaint_menu_silence")
        hidden = self.env["ir.ui.menu"].with_user(self.officer)._load_menus_blacklist()
        self.assertIn(menu.id, hidden)

    def test_told_once(self):
        silence = self._find(times=3)
        self.assertEqual(len(silence), 1)
        self.assertEqual(len(silence.activity_ids), 1)

    def test_who_still_orders(self):
        days = [self._day(days) for days in (160, 130, 100, 70, 40)]
        self.assertFalse(self._find({self.customer.id: days}))

    def test_who_never_complained(self):
        other = self.env["res.partner"].create({"name": "Other"})
        self.assertFalse(self._find({other.id: self.monthly}))

    def test_who_waits_for_us_is_not_quiet(self):
        self._create_case(partner_id=self.customer.id, name="And again")
        self.assertFalse(self._find())

    def test_complained_lately_and_happy(self):
        """A case in the last two gaps that ended well is talk, not silence."""
        self._end(self.case, 40, rating="5")
        self.assertFalse(self._find())

    def test_complained_lately_and_not_upheld(self):
        self._end(self.case, 40, rating=None, verdict="not_upheld")
        self.assertIn("not upheld", self._find().sentence)

    def test_protected_complainants_are_never_told(self):
        """Neither now nor later: the sales team hears nothing of them (R152)."""
        other = self._create_case(
            partner_id=self.customer.id, identity_mode="confidential"
        )
        self._end(other, 50)
        silence = self._find()
        self.assertEqual(silence.complaint_id, self.case)
        self.case.sudo().identity_mode = "confidential"
        self.assertFalse(silence.exists())
        self.assertFalse(self._find())

    def test_a_salesperson_who_is_complained_about_is_not_told(self):
        employee = self.env["hr.employee"].create(
            {"name": "Seller", "user_id": self.seller.id}
        )
        self.case.sudo().complained_employee_ids = [Command.link(employee.id)]
        silence = self._find()
        self.assertTrue(silence)
        self.assertNotEqual(silence.user_id, self.seller)
        self.assertFalse(self.Silence.with_user(self.seller).search([]))

    def test_a_company_that_does_not_want_it(self):
        self.company.complaint_watch_silence = False
        self.assertFalse(self._find())

    def test_a_case_that_we_opened_is_no_complaint(self):
        self.env.cr.execute(
            "UPDATE complaint_complaint SET is_found_by_us = TRUE WHERE id = %s",
            self.case.ids,
        )
        self.env.invalidate_all()
        self.assertFalse(self._find())

    def test_a_run_that_ends_goes_on_with_the_next_company(self):
        """It looks at none again and again, however long that one takes."""
        self.env["res.company"].search([]).complaint_watch_silence = False
        others = self.env["res.company"].create([{"name": "A"}, {"name": "B"}])
        looked = []
        with (
            patch.object(
                type(self.Silence), "_get_order_model", lambda model: "res.partner"
            ),
            patch.object(
                type(self.Silence),
                "_find_in",
                lambda model, company: looked.append(company),
            ),
            patch.object(
                type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0
            ),
        ):
            for _run in range(4):
                self.Silence._cron_find()
        self.assertEqual(len(looked), 2)
        self.assertEqual(set(looked), set(others))

    def test_a_first_look_does_not_flood(self):
        """The best customers come first, the others in the next nights."""
        module = "odoo.addons.complaint_management.models.warning.silence_watch"
        partners = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(3)])
        for partner in partners:
            self._end(self._create_case(partner_id=partner.id), 98)
        orders = {
            partner.id: [self._day(104 + 31 * n) for n in range(5 + place)]
            for place, partner in enumerate(partners)
        }
        with patch(f"{module}.MOST_A_NIGHT", 2):
            found = self._find(orders)
            self.assertEqual(found.partner_id, partners[1:])
            self.assertEqual(self._find(orders), found)
            with patch.object(type(self.Silence), "_count_of_today", lambda *a: 0):
                self.assertEqual(self._find(orders).partner_id, partners)

    def test_one_company_that_fails_stops_no_other(self):
        other = self.env["res.company"].create({"name": "Other"})
        find = type(self.Silence)._find_in

        def fail(model, company):
            if company == other:
                raise ValueError("Broken")
            return find(model, company)

        with (
            patch.object(type(self.Silence), "_find_in", fail),
            self.assertLogs(
                "odoo.addons.complaint_management.models.warning.silence_watch",
                "WARNING",
            ),
        ):
            self.assertTrue(self._find())


@tagged("post_install", "-at_install")
class TestSilenceAfter(SilenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.silence = cls.Silence.sudo()._create_sealed(
            [
                {
                    "partner_id": cls.customer.id,
                    "company_id": cls.company.id,
                    "complaint_id": cls.case.id,
                    "date_last_order": cls._day(104),
                    "order_count": 5,
                    "usual_days": 31,
                }
            ]
        )
        cls.silence._plan()
        cls.as_seller = cls.silence.with_user(cls.seller)

    def test_an_order_is_a_return(self):
        """It is noted with its day, nobody has to call any more, and it is counted."""
        self._find({self.customer.id: [*self.monthly, self._day(0)]})
        self.assertEqual(
            (self.silence.state, self.silence.way_back, self.silence.date_back),
            ("back", "order", self._day(0)),
        )
        self.assertFalse(self.silence.activity_ids)
        self.assertEqual(self.silence.came_back, 1.0)

    def test_a_new_contact_is_a_return(self):
        """What we did ourselves, as the call, is none."""
        self.env.cr.execute(
            "UPDATE complaint_silence SET date_found = date_found - interval '2 days'"
        )
        self.env.invalidate_all()
        contact = {
            "complaint_id": self.case.id,
            "medium": "phone",
            "summary": "How are you?",
            "date": fields.Datetime.now() - timedelta(days=1),
        }
        self.env["complaint.contact"].create({**contact, "direction": "out"})
        self._find()
        self.assertEqual(self.silence.state, "silent")
        self.env["complaint.contact"].create({**contact, "direction": "in"})
        self._find()
        self.assertEqual(
            (self.silence.state, self.silence.way_back), ("back", "contact")
        )

    def test_what_is_no_word_from_the_customer(self):
        """A case that we opened, and what they say to another company."""
        self.env.cr.execute(
            "UPDATE complaint_silence SET date_found = date_found - interval '2 days'"
        )
        self.env.invalidate_all()
        found = self._create_case(partner_id=self.customer.id, name="We found it")
        other = self.env["res.company"].create({"name": "Sister"})
        there = self._create_case(partner_id=self.customer.id, name="Late parcel")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE complaint_complaint SET is_found_by_us = TRUE WHERE id = %s",
            found.ids,
        )
        self.env.cr.execute(
            "UPDATE complaint_complaint SET company_id = %s WHERE id = %s",
            (other.id, there.id),
        )
        self.env.invalidate_all()
        self.env["complaint.contact"].create(
            {
                "complaint_id": there.id,
                "medium": "phone",
                "summary": "Where is it?",
                "date": fields.Datetime.now() - timedelta(days=1),
                "direction": "in",
            }
        )
        self._find()
        self.assertEqual(self.silence.state, "silent")

    def test_lost_for_a_reason_and_back_all_the_same(self):
        with self._assert_refused("why the customer is lost"):
            self.as_seller.action_lose()
        self.as_seller.action_lose(lost_reason=self.lost_reason.id, reason="Prices")
        self.assertEqual(
            (self.silence.state, self.silence.lost_reason_id),
            ("lost", self.lost_reason),
        )
        self.assertFalse(self.silence.activity_ids)
        self._find({self.customer.id: [*self.monthly, self._day(0)]})
        self.assertEqual(self.silence.state, "back")

    def test_the_dialog_asks_for_the_reason(self):
        action = self.as_seller.with_context(silence_act="lose").action_ask()
        dialogs = self.env["complaint.silence.act"].with_user(self.seller)
        dialog = dialogs.with_context(**action["context"]).create(
            {"lost_reason_id": self.lost_reason.id}
        )
        self.assertEqual(dialog.asks, ["lost_reason", "reason"])
        dialog.action_confirm()
        self.assertEqual(self.silence.state, "lost")

    def test_as_expected_is_told_no_more(self):
        with self._assert_refused("write down the reason"):
            self.as_seller.action_dismiss()
        self.as_seller.action_dismiss(reason="Orders for the winter only")
        self._find(times=2)
        self.assertEqual(self.Silence.search([]), self.silence)
        self.as_seller.action_reopen(reason="Winter came")
        self.assertEqual(self.silence.activity_ids.user_id, self.seller)

    def test_win_back_once(self):
        lead = self.env["crm.lead"].browse(self.as_seller.action_win_back()["res_id"])
        self.assertEqual(
            (lead.partner_id, lead.user_id, lead.type),
            (self.customer, self.seller, "opportunity"),
        )
        self.assertIn("none for 104", lead.description)
        # The lead stays when the case comes to be protected (R152).
        self.assertNotIn(self.case.number, lead.description)
        again = self.as_seller.action_win_back()["res_id"]
        self.assertEqual(again, lead.id)

    def test_only_its_buttons_open_the_dialog(self):
        for act in (None, "return", "unlink"):
            with self.subTest(act=act), self._assert_refused("by the buttons"):
                self.as_seller.with_context(silence_act=act).action_ask()

    def test_who_reads_it(self):
        """The salesperson and officers; no other salesperson, and no handler."""
        other = self._create_user("case_other_seller", SALES)
        for user in (self.seller, self.officer):
            self.assertEqual(self.Silence.with_user(user).search([]), self.silence)
        for user in (other, self.handler, self.employee):
            self.assertFalse(self.Silence.with_user(user).search([]))
            with self.assertRaises(AccessError):
                self.silence.with_user(user).action_lose(
                    lost_reason=self.lost_reason.id
                )

    def test_nobody_writes_it(self):
        for user in (self.seller, self.officer, self.manager):
            with self.assertRaises(UserError):
                self.silence.with_user(user).write({"state": "back"})
            with self.assertRaises(UserError):
                self.silence.with_user(user).unlink()

    def test_a_seller_who_leaves_hands_it_over(self):
        self.customer.user_id = self.officer
        self.seller.active = False
        self.assertEqual(self.silence.activity_ids.user_id, self.officer)
