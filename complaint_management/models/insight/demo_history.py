# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two years of closed cases for the demonstration, so that figures say something.

They are made by ``tools/demo`` and written as rows: a history that was kept elsewhere,
in a compact form. Nobody walked these cases here, so nothing is planned, told or
posted about them.
"""

import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.demo import CUSTOMERS, make_customer, make_history
from ..case.messages import loads_demo

SEED = "complaints"
WEEKS = 104
# In working order: so many rows go to the database at once.
BATCH = 5000
CUSTOMER_TAG = "complaint_management.partner_category_demo_history"
MODULE = "complaint_management"


class World(NamedTuple):
    """Ids of what the past is about, by the ends of their external ids."""

    company: models.Model
    users: dict
    channels: dict
    categories: dict
    causes: dict
    customers: list


class ComplaintDemoHistory(models.AbstractModel):
    """Writes the demonstration's past; once, and only with demonstration data."""

    _name = "complaint.demo.history"
    _description = "Past of the Demonstration"

    @api.model
    def _load(self):
        """Write the closed cases of two years.

        :return: the cases; none where there is a past already, or no demonstration
        """
        cases = self.env["complaint.complaint"]
        if not loads_demo(self.env) or self._is_loaded():
            return cases
        end = fields.Datetime.now()
        world = self._find_world()
        past = make_history(SEED, end, WEEKS, self._find_working_time(world.company))
        cases = self._write_past(world, past)
        self.env["complaint.fact"]._mark(cases.ids)
        return cases

    @api.model
    def _is_loaded(self):
        """Whether the customers of the past are there."""
        tag = self.env.ref(CUSTOMER_TAG)
        return bool(
            self.env["res.partner"].search_count(
                [("category_id", "=", tag.id)], limit=1
            )
        )

    @api.model
    def _find_working_time(self, company):
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        return self.env["complaint.clock"]._find_working_time(calendar, company)

    @api.model
    def _find_world(self):
        categories = self._find_all("complaint.category", "complaint_category_")
        users = self._find_all("res.users", "user_demo_")
        channels = self.env["complaint.complaint"].channel_id._name
        return World(
            company=self.env.ref("base.main_company"),
            users={**users, "approver": users["manager"]},
            channels={
                **self._find_all(channels, "helpdesk_channel_"),
                **self._find_all(channels, "helpdesk_ticket_channel_", "helpdesk_mgmt"),
            },
            categories=categories,
            causes=self._find_all("complaint.cause", "complaint_cause_"),
            customers=self._create_customers(),
        )

    @api.model
    def _find_all(self, model, prefix, module=MODULE):
        """The records of a model that a module brought.

        :return: dict of the end of the external id to a record
        """
        names = self.env["ir.model.data"].search_fetch(
            [("module", "=", module), ("model", "=", model)], ["name", "res_id"]
        )
        return {
            name.name.removeprefix(prefix): self.env[model].browse(name.res_id)
            for name in names
            if name.name.startswith(prefix)
        }

    @api.model
    def _create_customers(self):
        tag = self.env.ref(CUSTOMER_TAG)
        chinese = self.env.ref(f"{MODULE}.partner_demo_li_jianhua").lang
        people = [make_customer(number) for number in range(CUSTOMERS)]
        return self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": email,
                    "lang": "en_US" if name.isascii() else chinese,
                    "category_id": [(4, tag.id)],
                }
                for name, email in people
            ]
        )

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    @api.model
    def _insert(self, model, rows):
        """Write rows of a model past the ORM; the keys are columns.

        :param list rows: dicts of plain values; what a row leaves out stays empty
        :return: ids, in the order of the rows
        """
        self.env.flush_all()
        records = self.env[model]
        table = SQL.identifier(records._table)
        columns = sorted({name for row in rows for name in row})
        names = SQL(", ").join(map(SQL.identifier, columns))
        ids = []
        for start in range(0, len(rows), BATCH):
            part = json.dumps(rows[start : start + BATCH], default=str)
            ids += self.env.execute_query(
                SQL(
                    "INSERT INTO %(table)s (%(names)s) SELECT %(names)s"
                    " FROM jsonb_populate_recordset(NULL::%(table)s, %(rows)s::jsonb)"
                    " RETURNING id",
                    table=table,
                    names=names,
                    rows=part,
                )
            )
        self.env.invalidate_all()
        return [row_id for (row_id,) in ids]
