# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A colleague complained about looks for the case everywhere and finds nothing.

Neither do the people up their chain (R153). The doors are found in the registry: a
model that is added later is looked through too.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MANAGER, OFFICER, USER
from .vault_common import CUSTODIAN, VaultCase

# Where a record names what it belongs to by model and id.
DOCUMENT_MODELS = {
    "mail.activity": ("res_model", "res_id"),
    "mail.message": ("model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
    "rating.rating": ("res_model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
}
CASE = "complaint.complaint"


@tagged("post_install", "-at_install")
class TestAccusedFindNothing(VaultCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everything = f"{MANAGER},{OFFICER},{USER},{CUSTODIAN}"
        cls.boss, cls.accused = (
            cls._create_user(login, everything)
            for login in ("case_boss", "case_accused")
        )
        boss, clerk = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                }
                for user in (cls.boss, cls.accused)
            ]
        )
        clerk.parent_id = boss
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Ticket", "description": "<p>A</p>", "partner_id": cls.secret.id}
        )
        cls.case = cls._create_secret(
            name="SECRETCASE",
            complained_employee_ids=clerk.ids,
            ticket_id=cls.ticket.id,
        )
        cls._live(cls.case)

    @classmethod
    def _live(cls, case):
        """Let everything hang on the case that can hang on one."""
        cls._bring_to(case, "investigating")
        case.with_user(cls.handler)._hold("SECRET", "The bill", "supplier", 5)
        cls._log_contact(case, summary="SECRET")
        case.activity_schedule(
            "mail.mail_activity_data_todo",
            summary="SECRET",
            user_id=cls.handler.id,
        )
        case.with_user(cls.handler).message_post(
            body="SECRET",
            message_type="comment",
            partner_ids=(cls.boss | cls.accused).partner_id.ids,
            subtype_xmlid="mail.mt_comment",
            attachments=[("secret.txt", b"SECRET")],
        )
        case.message_subscribe((cls.boss | cls.accused).partner_id.ids)
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _get_belonging(self):
        """Models with a link to a case, and the domain of what belongs to this one."""
        domains = {}
        for name, model in self.env.registry.items():
            if model._abstract or model._transient:
                continue
            links = [
                fname
                for fname, field in model._fields.items()
                if field.type == "many2one" and field.comodel_name == CASE
                if field.store and field.groups != "."
            ]
            if links:
                domains[name] = [(links[0], "=", self.case.id)]
        for name, (model_field, id_field) in DOCUMENT_MODELS.items():
            domains[name] = [(model_field, "=", CASE), (id_field, "=", self.case.id)]
        return domains

    def test_the_case_itself(self):
        """Not found, counted, grouped, read, exported or suggested (R153)."""
        for user in (self.accused, self.boss):
            cases = self.Complaint.with_user(user).with_context(active_test=False)
            domain = [("id", "=", self.case.id)]
            self.assertFalse(cases.search(domain))
            self.assertFalse(cases.search_count([("name", "=", "SECRETCASE")]))
            self.assertFalse(cases.web_search_read(domain, {"name": {}})["records"])
            self.assertFalse(cases.formatted_read_group(domain, ["state"], ["__count"]))
            self.assertFalse(cases._read_group(domain, ["state"], ["__count"]))
            self.assertFalse(cases.name_search("SECRETCASE"))
            self.assertFalse(cases.name_search(self.case.number))
            for reading in (
                lambda cases=cases: cases.browse(self.case.id).read(["name"]),
                lambda cases=cases: cases.browse(self.case.id).web_read({"name": {}}),
                lambda cases=cases: cases.browse(self.case.id)._export_rows([["name"]]),
            ):
                with self.assertRaises(AccessError):
                    reading()

    def test_what_belongs_to_the_case(self):
        """Nothing that hangs on it, in any model that knows cases (R153)."""
        for name, domain in self._get_belonging().items():
            for user in (self.accused, self.boss):
                records = self.env[name].with_user(user)
                if not records.has_access("read"):
                    continue
                field = records._fields[domain[0][0]]
                with self.subTest(model=name, user=user.login):
                    if not records._has_field_access(field, "read"):
                        # The link itself is not theirs to look for.
                        with self.assertRaises(AccessError):
                            records.search(domain)
                        continue
                    self.assertFalse(
                        records.with_context(active_test=False).search(domain)
                    )
                    self.assertFalse(records.search_count(domain))

    def test_there_is_something_to_hide(self):
        """The search above would find it, if it were allowed to."""
        found = {
            name
            for name, domain in self._get_belonging().items()
            if self.env[name].sudo().with_context(active_test=False).search(domain)
        }
        self.assertLessEqual(
            {
                "complaint.clock",
                "complaint.clock.report",
                "complaint.contact",
                "complaint.pause",
                "complaint.transition",
                "mail.activity",
                "mail.followers",
                "mail.message",
                "ir.attachment",
            },
            found,
        )

    def test_counters(self):
        """Numbers on customers, tickets and lists do not count it (R153)."""
        for user in (self.accused, self.boss):
            self.assertFalse(self.ticket.with_user(user).complaint_count)
            self.assertFalse(self.secret.with_user(user).complaint_count)
            report = self.env["complaint.report"].with_user(user)
            self.assertFalse(
                report.search_count([("company_id", "=", self.company.id)])
            )
            activities = user.with_user(user)._get_activity_groups()
            self.assertNotIn(CASE, [group.get("model") for group in activities])

    def test_not_notified(self):
        """Mentioned and following, they are still told nothing (R153)."""
        people = (self.accused | self.boss).partner_id
        told = self.case.message_ids.notification_ids.res_partner_id
        self.assertFalse(told & people)
        mails = self.env["mail.mail"].search([("res_id", "=", self.case.id)])
        self.assertFalse(mails.recipient_ids & people)

    def test_barred_later(self):
        """A case that becomes protected, or becomes one about them, forgets them."""
        for vals in (
            {"identity_mode": "confidential"},
            {"complained_employee_ids": self.accused.employee_ids.ids},
        ):
            case = self._create_case(
                identity_mode="named",
                complained_employee_ids=self.accused.employee_ids.ids,
            )
            if "identity_mode" not in vals:
                case = self._create_secret()
            people = self.accused | self.boss
            case.message_post(
                body="SECRET",
                message_type="comment",
                partner_ids=people.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
            case.message_subscribe(people.partner_id.ids)
            case.activity_schedule("mail.mail_activity_data_todo", user_id=self.boss.id)
            case.with_user(self.officer).write(vals)
            for user in people:
                for name, (model_field, id_field) in DOCUMENT_MODELS.items():
                    found = (
                        self.env[name]
                        .with_user(user)
                        .search([(model_field, "=", CASE), (id_field, "=", case.id)])
                    )
                    self.assertFalse(found, (name, user.login, vals))

    def test_not_named_by_others(self):
        """What points at it shows neither a number nor a subject (R153)."""
        later = self._create_case(parent_id=self.case.id)
        for user in (self.accused, self.boss):
            shown = later.with_user(user).sudo().parent_id.display_name
            self.assertEqual(shown, "Protected case")
