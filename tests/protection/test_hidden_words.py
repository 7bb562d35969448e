# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who asks for protection later is named nowhere any more, whatever was written (R152).

The name is planted in every column of words of every row that hangs on a case; what is
left of it is then looked for in the whole database.
"""

import json

from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.complaint_management.models.protection.places import (
    CASE,
    LEFT_ALONE,
    NO_WORDS,
    Places,
)
from odoo.addons.complaint_management.models.protection.vault_record import (
    IDENTITY_FIELDS,
)

from .vault_common import VaultCase

# In other ways than on the contact.
WRITINGS = (
    "Xanthippe Quell",
    "QUELL, Xanthippe",
    "xanthippe.quell@example.com",
    "(0) 777/000-111",
    "Hidden Lane",
)
LEFTOVERS = ("quell", "xanthippe", "777 000 111", "777/000-111", "hidden lane")


@tagged("post_install", "-at_install")
class TestHiddenWords(VaultCase):
    def _create_named(self, **vals):
        return self._create_secret(
            identity_mode="named", user_id=self.handler.id, **vals
        )

    def _protect(self, cases, mode="confidential"):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        cases.with_user(self.handler).identity_mode = mode

    def _get_tables_of_words(self):
        """Models that point to a case, by Odoo's own lists and not by ours."""
        links = self.env["ir.model.fields"].search(
            [
                ("relation", "=", CASE),
                ("ttype", "=", "many2one"),
                ("store", "=", True),
                ("model", "!=", CASE),
            ]
        )
        found = {link.model: link.name for link in links}
        return {
            name: column
            for name, column in found.items()
            if self.env[name]._auto and name not in LEFT_ALONE
        }

    def _insert_row(self, table, case_id, given):
        """A row with anything in what may not be empty, past all that checks it."""
        columns = self.env.execute_query(
            SQL(
                "SELECT c.column_name, c.udt_name, k.foreign_table"
                "  FROM information_schema.columns c"
                "  LEFT JOIN ("
                "    SELECT a.attname, r.relname AS foreign_table"
                "      FROM pg_constraint f"
                "      JOIN pg_attribute a"
                "        ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]"
                "      JOIN pg_class r ON r.oid = f.confrelid"
                "     WHERE f.contype = 'f' AND f.conrelid = %s::regclass) k"
                "    ON k.attname = c.column_name"
                " WHERE c.table_name = %s AND c.is_nullable = 'NO'"
                "   AND c.column_default IS NULL",
                table,
                table,
            )
        )
        vals = {}
        for column, kind, foreign in columns:
            if foreign:
                vals[column] = SQL("(SELECT min(id) FROM %s)", SQL.identifier(foreign))
            else:
                vals[column] = {
                    "varchar": f"draft{case_id}",
                    "text": "x",
                    "int4": 1,
                    "bool": False,
                    "numeric": 1,
                    "float8": 1.0,
                    "date": "2026-01-01",
                    "timestamp": "2026-01-01",
                    "jsonb": '{"en_US": "x"}',
                }[kind]
        vals.update(given)
        [[row_id]] = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, vals)),
                SQL(", ").join(SQL("%s", value) for value in vals.values()),
            )
        )
        return row_id

    def _plant(self, case):
        """Write the name into every column of words of every row of a case.

        :return: set of "table.column"
        """
        places = Places(self.env)
        planted = set()
        text = " · ".join(WRITINGS)
        for name, owners in places.find(case).items():
            table = self.env[name]._table
            for field in places.get_words(name):
                if name == CASE and field.name in IDENTITY_FIELDS:
                    continue
                value = text[: getattr(field, "size", None)]
                if field.column_type[0] == "jsonb":
                    value = SQL("%s::jsonb", json.dumps({"en_US": text}))
                elif field.type == "html":
                    value = f"<p>{text} Xan<b>thippe</b> Q&#117;ell</p>"
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id IN %s",
                        SQL.identifier(table),
                        SQL.identifier(field.name),
                        value,
                        tuple(owners),
                    )
                )
                planted.add(f"{table}.{field.name}")
        self.env.invalidate_all(flush=False)
        return planted

    def _hang_things_on(self, case):
        """At least one row in every model that can point to a case."""
        self._log_contact(case)
        case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id, summary="Call"
        )
        case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id, summary="Done"
        ).action_feedback(feedback="Done it")
        case.message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.env["ir.attachment"].create(
            {"name": "a.txt", "res_model": case._name, "res_id": case.id, "raw": b"a"}
        )
        self.env["mail.scheduled.message"].create(
            {
                "model": case._name,
                "res_id": case.id,
                "body": "Later",
                "scheduled_date": fields.Datetime.add(fields.Datetime.now(), days=1),
                "author_id": self.env.user.partner_id.id,
                "partner_ids": self.secret.ids,
            }
        )
        self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": "2026-05-04 08:00:00",
                "stop": "2026-05-04 09:00:00",
                "res_model_id": self.env["ir.model"]._get_id(case._name),
                "res_id": case.id,
                "partner_ids": [(6, 0, (self.secret | self.handler.partner_id).ids)],
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        message = case.message_ids[0]
        self._insert_row(
            "mail_tracking_value", case.id, {"mail_message_id": message.id}
        )
        # What rows of others must belong to.
        self.env["complaint.action"].create({"name": "Label both meters"})
        incident = self.env["complaint.incident"].create({"name": "Swapped meters"})
        self.env["complaint.incident.news"].create(
            {"incident_id": incident.id, "body": "<p>Turn the main switch off.</p>"}
        )
        self.env.flush_all()
        for name, column in self._get_tables_of_words().items():
            model = self.env[name]
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM %s WHERE %s = %s",
                    SQL.identifier(model._table),
                    SQL.identifier(column),
                    case.id,
                )
            )
            if not self.env.cr.fetchone():
                self._insert_row(model._table, case.id, {column: case.id})

    # ------------------------------------------------------------------
    # Everywhere
    # ------------------------------------------------------------------

    def test_nothing_is_left_anywhere(self):
        """Each column of words of each model, those of tomorrow too."""
        for mode in ("confidential", "anonymous"):
            case = self._create_named()
            self._hang_things_on(case)
            planted = self._plant(case)
            self.assertIn("complaint_clock_event.note", planted)
            self.assertIn("mail_tracking_value.old_value_char", planted)
            self.assertIn("mail_activity.feedback", planted)
            self.assertIn("ir_attachment.name", planted)
            if mode == "anonymous":
                case.sudo()._forget_complainants("They asked for it")
            else:
                self._protect(case)
            for text in LEFTOVERS:
                self.assertFalse(self._find(text), text)

    def test_every_model_that_points_to_a_case_is_walked(self):
        case = self._create_named()
        self._hang_things_on(case)
        found = Places(self.env).find(case)
        missing = set(self._get_tables_of_words()) - set(found)
        self.assertFalse(missing)
        for name in (
            "mail.message",
            "mail.tracking.value",
            "mail.activity",
            "mail.followers",
            "ir.attachment",
            "mail.scheduled.message",
            "calendar.event",
            "calendar.attendee",
        ):
            self.assertIn(name, found)

    def test_exclusions_are_fields(self):
        """What is left out is still there, and short enough to be looked over."""
        for name, columns in NO_WORDS.items():
            if name in self.env:
                self.assertFalse(columns - set(self.env[name]._fields), name)
        self.assertLess(sum(map(len, NO_WORDS.values())), 30)

    def test_people_are_gone_from_every_row(self):
        """Nothing that hangs on the case points to the contact or its login."""
        portal = self._create_user("case_portal", "base.group_portal")
        portal.partner_id = self.secret
        case = self._create_named()
        self._hang_things_on(case)
        contact = case.contact_ids
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_contact SET create_uid = %s WHERE id IN %s",
                portal.id,
                contact._ids,
            )
        )
        self.env.invalidate_all(flush=False)
        self._protect(case)
        places = Places(self.env(su=True))
        for name, owners in places.find(case).items():
            for record in self.env[name].sudo().browse(owners):
                for field in record._fields.values():
                    if not field.store or field.comodel_name != "res.partner":
                        continue
                    self.assertNotIn(self.secret, record[field.name], field)
        self.assertNotEqual(contact.create_uid, portal)
        self.assertIn(self.handler.partner_id, self._get_event(case).partner_ids)

    def _get_event(self, case):
        return self.env["calendar.event"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )

    # ------------------------------------------------------------------
    # On a case
    # ------------------------------------------------------------------

    def test_a_handled_case(self):
        """Finding, decision, answer, activities done, and what the ledgers say."""
        case = self._create_named(source_url="https://social.example.com/u/77/posts/1")
        self._bring_to(case, "approved")
        case.sudo().write(
            {
                "finding": Markup(
                    "<p>Ms Quell is right, <i>Xan</i>thippe was there</p>"
                ),
                "answer": Markup("<p>Dear Xanthippe Quell,</p><p>we are sorry.</p>"),
                "description": "<p>Call me, 0777 000111</p>",
            }
        )
        self.env.flush_all()
        step = case.sudo().transition_ids[0]
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_transition SET reason = %s WHERE id = %s",
                "Quell asked for it",
                step.id,
            )
        )
        self.env.invalidate_all(flush=False)
        count = len(case.sudo().transition_ids)
        self._protect(case)
        self.assertEqual(case.answer, "<p>Dear […],</p><p>we are sorry.</p>")
        self.assertNotIn("thippe", case.finding)
        self.assertEqual(case.description, "<p>Call me, […]</p>")
        self.assertFalse(case.source_url)
        self.assertEqual(step.reason, "[…] asked for it")
        self.assertEqual(len(case.sudo().transition_ids), count)
        said = str(case.message_ids.mapped("body"))
        self.assertIn("Names were taken out of earlier texts", said)

    def test_typed_while_confidential(self):
        """What staff wrote of somebody whom they knew goes when they are forgotten."""
        case = self._create_secret(user_id=self.handler.id)
        self._log_contact(case, summary="Quell called from 777000111")
        self._protect_forever(case)
        self.assertNotIn("Quell", case.contact_ids.summary)
        self._assert_nowhere("Quell", "777000111")

    def _protect_forever(self, case):
        case.sudo().identity_mode = "anonymous"

    def test_others_keep_their_names(self):
        """Who is a complainant elsewhere stays who they are here."""
        case = self._create_named()
        other = self._create_case(user_id=self.handler.id)
        other.message_post(body="Quell wrote", author_id=self.secret.id)
        mine = self._create_named()
        mine.message_post(body="Signed: case_handler")
        self._protect(case | mine)
        self.assertIn("Quell", other.message_ids[0].body)
        self.assertEqual(other.message_ids[0].author_id, self.secret)
        self.assertIn("case_handler", str(mine.message_ids.mapped("body")))
