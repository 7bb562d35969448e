# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from ..common import ComplaintCase


class PolicyCase(ComplaintCase):
    """A policy that the officer writes and the manager approves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Document = cls.env["complaint.policy.document"]
        cls.Version = cls.env["complaint.policy.version"]
        cls.today = fields.Date.context_today(cls.Document)
        cls.document = cls._write_document()

    @classmethod
    def _day(cls, days):
        return cls.today + timedelta(days=days)

    @classmethod
    def _write_document(cls, user=None, **vals):
        documents = cls.Document.with_user(user or cls.officer)
        return documents.create(
            {"name": "How we handle bills", "company_id": cls.company.id, **vals}
        ).with_env(cls.env)

    @classmethod
    def _write_version(cls, document=None, days=0, user=None, **vals):
        versions = cls.Version.with_user(user or cls.officer)
        return versions.create(
            {
                "document_id": (document or cls.document).id,
                "date_from": cls._day(days),
                "text": "<p>Two people check each bill.</p>",
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _approve(cls, version):
        version.with_user(version.author_id).action_submit()
        version.with_user(cls.manager).action_approve()
        return version
