# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A confidential complainant, and a search for their name in the whole database."""

from odoo.tools import SQL

from odoo.addons.complaint_management.models.protection.vault_record import (
    IDENTITY_FIELDS,
)
from odoo.addons.mail.tests.common import MailCase

from ..common import USER, ComplaintCase

CUSTODIAN = "complaint_management.group_complaint_custodian"
# Where the name of a customer may stand: on the customer, and in the vault.
KNOWN_PLACES = {"res_partner", "res_users", "complaint_identity", "mail_mail"}


class VaultCase(ComplaintCase, MailCase):
    """``secret`` complains in confidence; ``custodian`` may open identities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls._with_mail(cls.Complaint)
        cls.secret = cls.env["res.partner"].create(
            {
                "name": "Xanthippe Quell",
                "email": "xanthippe.quell@example.com",
                "phone": "+86 777 000 111",
                "street": "Hidden Lane 3",
            }
        )
        cls.custodian = cls._create_user("case_custodian", f"{USER},{CUSTODIAN}")

    @classmethod
    def _create_secret(cls, **vals):
        case = cls._create_case(
            **{
                "identity_mode": "confidential",
                "partner_id": cls.secret.id,
                "partner_name": False,
                "email_from": False,
                **vals,
            }
        )
        return cls._with_mail(case)

    def _get_tables(self):
        """Tables and their columns that can hold a text."""
        rows = self.env.execute_query(
            SQL(
                "SELECT table_name, array_agg(column_name::text)"
                "  FROM information_schema.columns"
                "  JOIN information_schema.tables USING (table_name, table_schema)"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
                "   AND data_type IN ('text', 'character varying', 'jsonb')"
                " GROUP BY table_name"
            )
        )
        return {table: columns for table, columns in rows if table not in KNOWN_PLACES}

    def _find(self, text):
        """Where in the database a text stands, besides where it may.

        :return: set of "table.column"
        """
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        found = set()
        for table, columns in self._get_tables().items():
            for column in columns:
                [[hits]] = self.env.execute_query(
                    SQL(
                        "SELECT count(*) FROM %s WHERE %s::text ILIKE %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        f"%{text}%",
                    )
                )
                if hits:
                    found.add(f"{table}.{column}")
        return found

    def _assert_nowhere(self, *texts):
        for text in texts:
            self.assertFalse(self._find(text), text)

    def _get_records(self, case):
        """All that hangs on a case, in any model that says so: recordsets."""
        yield case
        links = self.env["ir.model.fields"].search(
            [
                ("relation", "=", "complaint.complaint"),
                ("ttype", "=", "many2one"),
                ("store", "=", True),
                ("model", "!=", "complaint.report"),
            ]
        )
        for link in links:
            model = self.env[link.model].sudo().with_context(active_test=False)
            if model._auto and not model._transient:
                yield model.search([(link.name, "=", case.id)])
        for model_name, model in self.env.items():
            is_attached = {"res_id", "res_model"} <= set(model._fields)
            if is_attached and model._auto and model_name != "ir.model.data":
                if model._fields["res_model"].store and model._fields["res_id"].store:
                    yield model.sudo().search(
                        [
                            ("res_model", "=", "complaint.complaint"),
                            ("res_id", "=", case.id),
                        ]
                    )
        messages = self.env["mail.message"].search(
            [("model", "=", "complaint.complaint"), ("res_id", "=", case.id)]
        )
        yield messages
        yield messages.tracking_value_ids
        yield messages.notification_ids
        yield messages.mail_ids.sudo()
        yield messages.attachment_ids

    def _get_vault(self, case):
        return case.sudo().identity_ids

    def _assert_blank(self, case):
        for fname in IDENTITY_FIELDS:
            self.assertFalse(case.sudo()[fname], fname)
