# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom a protected case is about learns of it by no number, name or search (R153)."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_affected import TO_CALL, AffectedCase
from .test_news import NewsCase

CASES, ACTIONS = "complaint.complaint", "complaint.action"
# By which operators a record is found by its id; actions are no tree.
BY_ID = {CASES: ("in", "child_of"), ACTIONS: ("in",)}


@tagged("post_install", "-at_install")
class TestIncidentCounts(NewsCase):
    """The officer is the accused in one of the two cases of the incident."""

    def setUp(self):
        super().setUp()
        lang = self.env["res.lang"]._activate_lang("de_DE")
        self.other.sudo().write({"lang": lang.code, "media_risk": "public"})
        self._accuse(self.other)
        self.env.invalidate_all()

    def _read(self, record, fname):
        """What the accused reads, and what a manager does."""
        return [record.with_user(user)[fname] for user in (self.officer, self.manager)]

    def test_who_is_told_is_counted_without_it(self):
        news = self._write_news()
        self.assertEqual(self._read(news, "new_count"), [1, 2])
        accused, manager = self._read(news, "untranslated")
        self.assertFalse(accused)
        self.assertTrue(manager)
        news.action_send()
        self.assertEqual(self._read(news, "waiting_count"), [1, 2])
        self._run_job()
        self.assertEqual(self._read(news, "told_count"), [1, 2])

    def test_media_risk_is_counted_without_it(self):
        self.assertEqual(self._read(self.incident, "media_count"), [0, 1])

    def test_like_cases_do_not_tell_when_it_came_in(self):
        """Not by the day from which they are looked for."""
        early = fields.Datetime.subtract(self.case.date_received, years=1)
        self.other.sudo().date_received = early
        first = self.incident.with_user(self.officer)._get_begin()
        self.assertEqual(first, self.case.date_received)

    def test_lists_show_what_one_may_read(self):
        incident = self.incident.with_user(self.officer)
        asked = {"complaint_ids": {"fields": {"display_name": {}}}, "media_count": {}}
        [read] = incident.web_read(asked)
        self.assertEqual([one["id"] for one in read["complaint_ids"]], self.case.ids)

    def test_a_draft_moves_to_no_incident_of_others(self):
        foreign = self._open(self._create_case(user=self.manager), user=self.manager)
        self._accuse(foreign.complaint_ids)
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self._write_news().write({"incident_id": foreign.id})


@tagged("post_install", "-at_install")
class TestLists(NewsCase):
    """A list of cases, actions or incidents is searched for what one may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._accuse(cls.other)
        cls.product = cls.env["complaint.product"].create({"name": "Meter"})
        cls.lot = cls.env["complaint.lot"].create(
            {"name": "L 1", "product_id": cls.product.id}
        )
        cls.other.sudo().write({"product_id": cls.product.id, "lot_id": cls.lot.id})
        cls.action = cls.env["complaint.action"].create(
            {
                "name": "Secret deed",
                "complaint_ids": [Command.link(cls.other.id)],
                "incident_ids": [Command.link(cls.incident.id)],
            }
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _get_lists(self, user):
        """Models with a field that lists cases or actions, for who may read both."""
        ids = {CASES: self.other.ids, ACTIONS: self.action.ids}
        for name, model in self.env.registry.items():
            if model._abstract or model._transient:
                continue
            records = self.env[name].with_user(user).with_context(active_test=False)
            for field in model._fields.values():
                is_list = field.store and field.type in ("one2many", "many2many")
                if (
                    is_list
                    and field.comodel_name in ids
                    and records.has_access("read")
                    and records._has_field_access(field, "read")
                ):
                    yield records, field, ids[field.comodel_name]

    def test_nothing_is_found_by_the_id(self):
        for user in (self.officer, self.outsider, self.employee):
            for records, field, ids in self._get_lists(user):
                for operator in BY_ID[field.comodel_name]:
                    with self.subTest(user=user.login, field=str(field), op=operator):
                        found = records.search([(field.name, operator, ids)])
                        self.assertFalse(found)
                        # Nor by what it leaves out.
                        others = records.search([(field.name, "not in", ids)])
                        self.assertEqual(others, records.search([]))

    def test_who_may_know_finds_it(self):
        lots = self.lot.with_user(self.manager)
        for value in (self.other.ids, self.other.id, [self.other.id, False]):
            with self.subTest(value=value):
                found = lots.search([("complaint_ids", "in", value)])
                self.assertIn(self.lot, found)
        self.assertFalse(lots.search([("complaint_ids", "=", False)]) & self.lot)
        self.assertFalse(
            lots.search([("complaint_ids", "not in", self.other.ids)]) & self.lot
        )

    def test_whether_there_is_one(self):
        """Having cases is having cases that one may read."""
        products = self.env["complaint.product"]
        for user in (self.officer, self.outsider, self.employee):
            mine = products.with_user(user)
            with self.subTest(user=user.login):
                self.assertNotIn(
                    self.product, mine.search([("complaint_ids", "!=", False)])
                )
                self.assertIn(
                    self.product, mine.search([("complaint_ids", "=", False)])
                )
        self.assertIn(
            self.product,
            products.with_user(self.manager).search([("complaint_ids", "!=", False)]),
        )

    def test_through_a_path(self):
        lot = self.lot.create({"name": "L 2", "product_id": self.product.id})
        lots = lot.with_user(self.officer)
        self.assertEqual(lots.search([("product_id", "=", self.product.id)]), lot)
        path = "product_id.complaint_ids"
        self.assertFalse(lots.search([(path, "in", self.other.ids)]))
        self.assertFalse(lots.search([(path, "!=", False)]))

    def test_groups_name_no_action(self):
        incidents = self.Incident.with_user(self.officer)
        groups = incidents.formatted_read_group([], ["action_ids"], ["__count"])
        self.assertNotIn("deed", str(groups))


@tagged("post_install", "-at_install")
class TestAffectedDoors(AffectedCase):
    def _get_note(self, partner):
        kind = self.env.ref(TO_CALL)
        return partner.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_whom_it_is_about_calls_nobody(self):
        """Not the accused who looks after the customer; others read no name (R153)."""
        for case in self.case | self.other:
            self._accuse(case)
        self.env.invalidate_all()
        self.anna.user_id = self.officer
        self._choose(self.anna, user=self.manager).action_make_tasks()
        task = self._get_note(self.anna)
        self.assertEqual(task.user_id, self.manager)
        self.assertIn(self.incident.number, task.note)
        self.assertNotIn(self.incident.name, task.note)

    def test_no_case_is_named_where_all_read_it(self):
        """Nor would it be once that case is protected (R152)."""
        case = self._create_case(partner_id=self.anna.id)
        wizard = self._look(way="case")
        self.assertIn(case.number, wizard.line_ids.mapped("why"))
        wizard.action_make_tasks()
        self.assertNotIn(case.number, self._get_note(self.anna).note)
        rows = self.incident.customer_ids
        self.assertIn(self.anna, rows.partner_id)
        self.assertFalse(any(rows.mapped("why")))
