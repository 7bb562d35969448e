# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was done about the outbreak of the demonstration's past, and that it worked."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools.demo.topics import OUTBREAKS

OUTBREAK = OUTBREAKS[0]
INCIDENT = "Furniture sent without padding"
ACTION = "No carton leaves without padding: photo before loading"
WEEK = timedelta(weeks=1)
# How long it took after the first alert.
FOUND, FIXED, CHECKED = timedelta(days=2), timedelta(days=16), timedelta(days=65)


class ComplaintDemoHistory(models.AbstractModel):
    _inherit = "complaint.demo.history"

    @api.model
    def _is_of_outbreak(self, alert):
        """Whether an alert is about the outbreak: its category, cause or unit."""
        category = self._find_all("complaint.category", "complaint_category_")[
            OUTBREAK.category
        ]
        cause = self._find_all("complaint.cause", "complaint_cause_")[OUTBREAK.cause]
        unit = category._get_inherited("department_id")
        about = {(record._name, record.id) for record in (category, cause, unit)}
        return (alert.subject_model, alert.subject_id) in about and (
            abs(alert.date_first - self._get_outbreak_begin())
            < len(OUTBREAK.counts) * WEEK
        )

    @api.model
    def _get_outbreak_begin(self):
        now = self.env.cr.now().replace(microsecond=0)
        return now - OUTBREAK.weeks_ago * WEEK

    @api.model
    def _follow_outbreak(self, alerts, when):
        """Let these alerts lead to the incident and the action, made with the first.

        :param datetime when: when they were raised, in UTC
        """
        if not alerts:
            return
        action = self.env["complaint.action"].search([("name", "=", ACTION)], limit=1)
        if not action:
            self._open_incident(when)
            action = self._plan_action(when)
        action.write({"alert_ids": [(4, alert_id) for alert_id in alerts.ids]})

    @api.model
    def _open_incident(self, when):
        users = self._find_all("res.users", "user_demo_")
        categories = self._find_all("complaint.category", "complaint_category_")
        causes = self._find_all("complaint.cause", "complaint_cause_")
        category = categories[OUTBREAK.category]
        incident = self.env["complaint.incident"]._create_sealed(
            [
                {
                    "name": INCIDENT,
                    "description": "<p>The carrier changed its cartons and left the "
                    "padding out. Whatever was made of glass or had corners arrived "
                    "broken.</p>",
                    "state": "closed",
                    "code": "fixed",
                    "category_id": category.id,
                    "cause_id": causes[OUTBREAK.cause].id,
                    "severity": "2",
                    "user_id": users["officer"].id,
                    "department_id": category._get_inherited("department_id").id,
                    "workaround": "Exchange at once, without asking for the carton.",
                    "fix": "Padding is a part of the contract; a photo of each open "
                    "carton is taken before it is loaded.",
                    "date_resolved": when + FIXED,
                    "date_closed": when + CHECKED,
                }
            ]
        )
        incident.activity_ids.unlink()
        self._date_rows("complaint_incident", "create_date", when + FOUND, incident.ids)
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET incident_id = %s WHERE category_id = %s"
                " AND cause_id = %s AND name IN %s",
                incident.id,
                category.id,
                incident.cause_id.id,
                OUTBREAK.subjects,
            )
        )
        self.env.invalidate_all()
        return incident

    @api.model
    def _plan_action(self, when):
        users = self._find_all("res.users", "user_demo_")
        incident = self.env["complaint.incident"].search([("name", "=", INCIDENT)])
        due = (when + FIXED).date()
        action = self.env["complaint.action"].create(
            {
                "name": ACTION,
                "description": "<p>Agreed with the carrier, and in the contract.</p>",
                "kind": "corrective",
                "type": "process",
                "user_id": users["handler"].id,
                "checker_id": users["officer"].id,
                "department_id": incident.department_id.id,
                "cause_ids": [(4, incident.cause_id.id)],
                "complaint_ids": [(4, case.id) for case in incident.complaint_ids[:8]],
                "date_due": due,
            }
        )
        action._write_sealed(
            {
                "state": "checked",
                "proof": "Contract of the carrier, page 7. Photos of a week are in the "
                "folder of the unit.",
                "date_done": due,
                "done_by_id": users["handler"].id,
                "date_checked": (when + CHECKED).date(),
                "checked_by_id": users["officer"].id,
            }
        )
        action.activity_ids.unlink()
        self._date_rows("complaint_action", "create_date", when + FOUND, action.ids)
        return action
