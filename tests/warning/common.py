# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A past to compare with: cases of many weeks, made in one statement."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user
from odoo.tools import SQL

from ..common import ComplaintCase, without_commits

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class WatchCase(ComplaintCase):
    """A company with a past, and one rule that watches it.

    Shipped rules are archived: what is seen is seen by the rule of the test.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["complaint.alert.rule"].search([]).action_archive()
        # Other cases than those of the tests are none of theirs.
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET date_received = date_received"
            " - interval '30 years', watch_pending = NULL"
        )
        cls.env.invalidate_all()
        cls.now = fields.Datetime.now()
        cls.rule = cls._create_rule()
        cls.model_case = cls._create_case(user=cls.officer)
        cls._set_dates(cls.model_case, cls.now - timedelta(days=10_000))
        cls.accountable = new_test_user(
            cls.env, "case_accountable", groups=ACCOUNTABILITY, name="case_accountable"
        )

    @classmethod
    def _create_rule(cls, **vals):
        return cls.env["complaint.alert.rule"].create(
            {"name": "More than usual", "dimension": "category", **vals}
        )

    @classmethod
    def _set_dates(cls, case, date):
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET date_received = %s, create_date = %s,"
            " watch_pending = NULL WHERE id IN %s",
            (date, date, case._ids),
        )
        cls.env.invalidate_all()

    @classmethod
    def _add(cls, weeks_ago, count=1, created=None, model=None, **vals):
        """Add cases that were received so many weeks ago, one by one.

        :param created: when all of them were created in one go; else one by one
        :param model: the case that they are like, else ``model_case``
        :param vals: columns that are other than there
        """
        cls.env.flush_all()
        model = model or cls.model_case
        table = model._fields
        columns = [
            name
            for name, field in table.items()
            if field.store and field.column_type and name not in ("id", "number")
        ]
        end = cls.now - timedelta(weeks=weeks_ago, hours=1)
        given = {"watch_pending": None, "access_token": None, **vals}
        select = []
        for name in columns:
            if name == "date_received":
                select.append(SQL("%s - n * interval '1 minute'", end))
            elif name == "create_date":
                select.append(
                    SQL("%s", created)
                    if created
                    else SQL("%s - n * interval '1 minute'", end)
                )
            elif name in given:
                select.append(SQL("%s", given[name]))
            else:
                select.append(SQL.identifier(name))
        cls.env.cr.execute(
            SQL(
                "INSERT INTO complaint_complaint (%s) SELECT %s FROM"
                " complaint_complaint, generate_series(1, %s) n WHERE id = %s"
                " RETURNING id",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(select),
                count,
                model.id,
            )
        )
        ids = [row[0] for row in cls.env.cr.fetchall()]
        cls.env.invalidate_all()
        return cls.Complaint.browse(ids)

    @classmethod
    def _add_past(cls, weeks=60, every=2, **vals):
        """A quiet past: one case every so many weeks, up to the week before this."""
        for week in range(1, weeks, every):
            cls._add(week, **vals)

    def _watch(self, rule=None, weeks=0):
        """Let a rule look, as it will be in some weeks."""
        rule = rule or self.rule
        return rule._watch(end=self.now + timedelta(weeks=weeks))

    def _get_alerts(self, rule=None):
        return self.env["complaint.alert"].search(
            [("rule_id", "=", (rule or self.rule).id)]
        )

    def _look(self):
        """What the scheduled action does a minute later."""
        self.env.flush_all()
        with without_commits(self.env):
            self.Complaint._cron_watch_new()
