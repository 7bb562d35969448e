# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two protected cases full of secrets, the people who may not know, and an alarm.

Every text that hangs on the cases, in any table, is a word that stands nowhere else:
where such a word comes out, something tells.
"""

import re
from itertools import count

from odoo.tests import new_test_user
from odoo.tools import SQL

from ..common import MANAGER, OFFICER, USER
from .vault_common import CUSTODIAN, VaultCase

CASE = "complaint.complaint"
SECRET = re.compile(r"PLANTED\d{4}X", re.IGNORECASE)
# What machines read: a planted word there would break the record.
TECHNICAL = {
    "access_token",
    "checksum",
    "email_layout_xmlid",
    "link_secret",
    "message_id",
    "mimetype",
    "model",
    "render_model",
    "res_field",
    "res_model",
    "store_fname",
    "submission_key",
    "token",
    "type",
    "url",
}
# What nobody changes who may not know of the case, and how a row says which it is.
SEALED = {
    "complaint_transition": "complaint_id",
    "complaint_clock_event": "complaint_id",
    "complaint_identity": "complaint_id",
    "complaint_identity_access": "complaint_id",
    "complaint_contact": "complaint_id",
    "complaint_penalty": "complaint_id",
    "mail_message": "res_id",
    "ir_attachment": "res_id",
}
ALARM = """
    CREATE TEMP TABLE planted_alarm (what text) ON COMMIT DROP;
    CREATE FUNCTION planted_alarm() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE line jsonb := to_jsonb(CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END);
    BEGIN
        IF (line->>TG_ARGV[0])::int = ANY(TG_ARGV[1]::int[]) AND coalesce(
            line->>'model', line->>'res_model', 'complaint.complaint'
        ) = 'complaint.complaint' THEN
            INSERT INTO planted_alarm VALUES (TG_OP || ' ' || TG_TABLE_NAME);
        END IF;
        RETURN NULL;
    END $$;
"""


class PlantedCase(VaultCase):
    """``planted`` are the cases, ``actors`` who may not know of them.

    The accused and their superior may do everything with cases: what they cannot see
    here, they cannot see because these cases are about them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._numbers = count(1)
        cls.secrets = {}
        cls._set_up_actors()
        accused = cls.accused.employee_ids
        cls.confidential = cls._create_secret(complained_employee_ids=accused.ids)
        cls.anonymous = cls._with_mail(
            cls._create_case(
                identity_mode="anonymous",
                partner_name=False,
                email_from=False,
                complained_employee_ids=accused.ids,
            )
        )
        cls.planted = cls.confidential | cls.anonymous
        for case in cls.planted:
            cls._live(case)
        cls.later = cls._create_case(parent_id=cls.confidential.id)
        cls.records = {}
        for case in cls.planted:
            entries = cls._blame(case)
            for records in (*cls._get_records(cls, case), *cls._get_named(case)):
                cls._plant(records)
            cls._plant(entries.event_ids)
        cls.env.invalidate_all()
        cls._set_alarm()

    @classmethod
    def _set_up_actors(cls):
        everything = f"{MANAGER},{OFFICER},{USER},{CUSTODIAN}"
        cls.boss, cls.accused = (
            cls._create_user(login, everything)
            for login in ("walk_boss", "walk_accused")
        )
        people = [
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
            for user in (cls.boss, cls.accused)
        ]
        boss, accused = cls.env["hr.employee"].create(people)
        accused.parent_id = boss
        cls.portal = new_test_user(
            cls.env, "walk_portal", groups="base.group_portal", email="w@example.com"
        )
        cls._create_case(partner_id=cls.portal.partner_id.id)
        cls.actors = {
            "employee": cls.employee,
            "accused": cls.accused,
            "superior": cls.boss,
            "customer": cls.portal,
            "stranger": cls.env.ref("base.public_user"),
        }

    @classmethod
    def _live(cls, case):
        """Let everything hang on the case that can hang on one."""
        cls._bring_to(case, "investigating")
        as_handler = case.with_user(cls.handler)
        as_handler._hold("Waits", "The bill", "supplier", 5)
        cls._log_contact(case, summary="Called")
        activities = [
            case.activity_schedule(
                "mail.mail_activity_data_todo", summary="Do", user_id=cls.handler.id
            )
            for _time in range(2)
        ]
        activities[0].action_feedback("Done")
        message = as_handler.message_post(
            body="A note",
            subject="A subject",
            message_type="comment",
            partner_ids=(cls.officer | cls.boss | cls.accused).partner_id.ids,
            subtype_xmlid="mail.mt_comment",
            attachments=[("note.txt", b"PLANTED9999X")],
        )
        case.message_subscribe((cls.officer | cls.boss | cls.accused).partner_id.ids)
        env = cls.env
        env["rating.rating"].create(
            {"res_model_id": env["ir.model"]._get_id(CASE), "res_id": case.id}
        )
        env["calendar.event"].create(
            {
                "name": "Visit",
                "start": "2030-01-01 10:00:00",
                "stop": "2030-01-01 11:00:00",
                "res_model_id": env["ir.model"]._get_id(CASE),
                "res_id": case.id,
                "privacy": "public",
            }
        )
        env["mail.scheduled.message"].create(
            {
                "model": CASE,
                "res_id": case.id,
                "author_id": cls.handler.partner_id.id,
                "scheduled_date": "2030-01-01 10:00:00",
                "body": "Later",
            }
        )
        env["mail.message.translation"].create(
            {
                "message_id": message.id,
                "source_lang": "en",
                "target_lang": "fr",
                "body": "Une note",
            }
        )
        env["mail.message.reaction"].create(
            {
                "message_id": message.id,
                "content": "x",
                "partner_id": cls.handler.partner_id.id,
            }
        )
        env["mail.message.schedule"].create(
            {"mail_message_id": message.id, "scheduled_datetime": "2030-01-01 10:00:00"}
        )
        env["ir.model.data"].create(
            {"name": f"walk_{case.id}", "module": "x", "model": CASE, "res_id": case.id}
        )
        env["complaint.unread.mail"].create(
            {
                "reason": "error",
                "company_id": case.company_id.id,
                "complaint_id": case.id,
            }
        )
        env.flush_all()
        env.cr.precommit.run()

    @classmethod
    def _blame(cls, case):
        """An entry about whoever handled the case, in the ledger and in its log."""
        employee = cls.handler.employee_ids or cls.env["hr.employee"].create(
            {
                "name": cls.handler.name,
                "user_id": cls.handler.id,
                "company_id": case.company_id.id,
            }
        )
        rule = cls.env["complaint.penalty.rule"].create(
            {"code": f"W{case.id}", "name": "Late", "clause": "Nobody waits."}
        )
        entry = cls.env["complaint.penalty"]._enter(
            [
                {
                    "complaint_id": case.id,
                    "company_id": case.company_id.id,
                    "rule_id": rule.id,
                    "employee_id": employee.id,
                    "employee_name": employee.name,
                    "date_proposed": "2026-11-01 10:00:00",
                    "date_notified": "2026-11-02 10:00:00",
                }
            ]
        )
        cls.env["complaint.penalty.event"]._record(entry, "propose", "As we saw")
        return entry

    # ------------------------------------------------------------------
    # Secrets
    # ------------------------------------------------------------------

    @classmethod
    def _plant(cls, records):
        """A secret in every text of the records, past all rules."""
        if records._name == CASE:
            records &= cls.planted
        if not records or not records._auto:
            return
        cls.records.setdefault(records._name, set()).update(records.ids)
        names = [
            name
            for name, field in records._fields.items()
            if field.store
            and field.type in ("char", "text", "html")
            and field.column_type
            and name not in TECHNICAL
            and not name.endswith(("_key", "_hash"))
        ]
        for record in records if names else ():
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL(", ").join(cls._make_secret(record, name) for name in names),
                    record.id,
                )
            )

    @classmethod
    def _get_named(cls, case):
        """What names the case by model and number, in whatever model."""
        for _name, model in cls.env.items():
            for path, id_field in model._get_document_pairs() if model._auto else ():
                domain = [(path, "=", CASE), (id_field, "=", case.id)]
                if not model._transient:
                    yield model.sudo().with_context(active_test=False).search(domain)

    @classmethod
    def _make_secret(cls, record, name):
        secret = f"PLANTED{next(cls._numbers):04d}X"
        cls.secrets[secret] = f"{record}.{name}"
        is_json = record._fields[name].column_type[0] == "jsonb"
        return SQL(
            "%s = jsonb_build_object('en_US', %s::text)" if is_json else "%s = %s",
            SQL.identifier(name),
            secret,
        )

    def _find_secrets(self, answer):
        """Where the planted words stand that are in an answer, of whatever kind."""
        words = {word.upper() for word in SECRET.findall(repr(answer))}
        return {self.secrets.get(word, "the file") for word in words}

    # ------------------------------------------------------------------
    # The alarm
    # ------------------------------------------------------------------

    @classmethod
    def _set_alarm(cls):
        """From here on the database notes who touches a sealed row of the cases."""
        cls.env.flush_all()
        cls.env.cr.execute(ALARM)
        ids = f"{{{','.join(map(str, cls.planted.ids))}}}"
        for table, column in SEALED.items():
            cls.env.cr.execute(
                SQL(
                    "CREATE TRIGGER planted_alarm AFTER INSERT OR UPDATE OR DELETE"
                    " ON %s FOR EACH ROW EXECUTE FUNCTION planted_alarm(%s, %s)",
                    SQL.identifier(table),
                    column,
                    ids,
                )
            )

    def _get_alarms(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT DISTINCT what FROM planted_alarm")
        return {what for [what] in self.env.cr.fetchall()}
