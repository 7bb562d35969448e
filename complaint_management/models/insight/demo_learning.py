# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was done about what went wrong in the past of the demonstration."""

from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.demo.topics import OUTBREAKS

OUTBREAK = OUTBREAKS[0]
INCIDENT = "Furniture sent without padding"
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# How long it took from the first alert until the incident was opened, and fixed.
OPENED, FIXED, ENDED = 2 * DAY, 16 * DAY, 65 * DAY


class Deed(NamedTuple):
    """An action: when it was done, and what was measured, in weeks ago.

    ``before`` is the first and the last week of the time before, ``seen`` when its
    effect was looked at. One that did not work is to be done anew.
    """

    name: str
    detail: str
    proof: str
    category: str
    done: int
    before: tuple
    seen: int
    type: str = "process"
    owner: str = "handler"
    checker: str = "officer"
    target: int = 40
    outcome: str = "effective"
    words: str | None = None


# The first one is about the outbreak.
DEEDS = (
    Deed(
        "No carton leaves without padding: photo before loading",
        "Agreed with the carrier, and in the contract.",
        "Contract of the carrier, page 7. Photos of a week are in the folder of the "
        "unit.",
        OUTBREAK.category,
        done=OUTBREAK.weeks_ago - 4,
        before=(OUTBREAK.weeks_ago, OUTBREAK.weeks_ago - 4),
        seen=OUTBREAK.weeks_ago - 18,
        words="No carton without padding since.",
    ),
    Deed(
        "A second team answers the hotline from eight to ten",
        "Most customers call before ten; two people more answer then.",
        "Duty roster of the month.",
        "service_wait",
        done=30,
        before=(56, 31),
        seen=12,
        type="service",
        owner="officer",
        checker="manager",
        words="The waiting times of the hotline say the same.",
    ),
    Deed(
        "Everybody at the tills is taught how a refund is booked",
        "An hour for each, with the new form.",
        "List of those who took part.",
        "price_refund",
        done=26,
        before=(52, 27),
        seen=8,
        type="training",
        outcome="ineffective",
        words="Refunds still wait for the bank file of Friday: teaching does not "
        "change that. The file has to run every day.",
    ),
)


class ComplaintDemoHistory(models.AbstractModel):
    _inherit = "complaint.demo.history"

    # ------------------------------------------------------------------
    # The outbreak
    # ------------------------------------------------------------------

    @api.model
    def _is_of_outbreak(self, alert):
        """Whether an alert is about the outbreak: its category, cause or unit."""
        category, cause = self._find_outbreak()
        unit = category._get_inherited("department_id")
        about = {(record._name, record.id) for record in (category, cause, unit)}
        begin = fields.Datetime.now() - OUTBREAK.weeks_ago * WEEK
        is_then = begin <= alert.date_first <= begin + len(OUTBREAK.counts) * WEEK
        return is_then and (alert.subject_model, alert.subject_id) in about

    @api.model
    def _find_outbreak(self):
        """The category and the cause of the outbreak."""
        categories = self._find_all("complaint.category", "complaint_category_")
        causes = self._find_all("complaint.cause", "complaint_cause_")
        return categories[OUTBREAK.category], causes[OUTBREAK.cause]

    @api.model
    def _follow_outbreak(self, alerts, when):
        """Let these alerts lead to the incident and the action, made with the first.

        :param datetime when: when they were raised, in UTC
        """
        if not alerts:
            return
        officer = self._find_all("res.users", "user_demo_")["officer"]
        alerts.with_user(officer)._perform_act("acknowledge", {})
        incident = self._find_incident() or self._open_incident(when)
        links = [(4, alert_id) for alert_id in alerts.ids]
        incident._write_sealed({"alert_ids": links})
        action = incident.action_ids or self._plan_deed(DEEDS[0])
        action.write(
            {
                "incident_ids": [(4, incident.id)],
                "complaint_ids": [(4, case.id) for case in incident.complaint_ids[:5]],
            }
        )
        action.with_user(officer).sudo().write({"alert_ids": links})

    @api.model
    def _find_incident(self):
        return self.env["complaint.incident"].search([("name", "=", INCIDENT)], limit=1)

    @api.model
    def _open_incident(self, when):
        category, cause = self._find_outbreak()
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
                    "cause_id": cause.id,
                    "severity": "2",
                    "user_id": self._find_all("res.users", "user_demo_")["officer"].id,
                    "department_id": category._get_inherited("department_id").id,
                    "workaround": "Exchange at once, without asking for the carton.",
                    "fix": "Padding is a part of the contract; a photo of each open "
                    "carton is taken before it is loaded.",
                    "date_resolved": when + FIXED,
                    "date_closed": when + ENDED,
                }
            ]
        )
        incident._write_sealed({"number": f"IN-{when.year}-001"})
        incident.activity_ids.unlink()
        self._date_rows(
            "complaint_incident", "create_date", when + OPENED, incident.ids
        )
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET incident_id = %s WHERE category_id = %s"
                " AND cause_id = %s AND name IN %s",
                incident.id,
                category.id,
                cause.id,
                OUTBREAK.subjects,
            )
        )
        self.env.invalidate_all()
        return incident

    # ------------------------------------------------------------------
    # What was done
    # ------------------------------------------------------------------

    @api.model
    def _do_deeds(self):
        """Let each action have been done, checked, looked at and signed."""
        actions = self.env["complaint.action"]
        for deed in DEEDS:
            known = actions.search([("name", "=", deed.name)])
            self._sign_deed(known or self._plan_deed(deed), deed)

    @api.model
    def _plan_deed(self, deed):
        """The action as it was agreed, and done and checked in its time."""
        users = self._find_all("res.users", "user_demo_")
        category = self._find_all("complaint.category", "complaint_category_")[
            deed.category
        ]
        done = self._get_day(deed.done)
        action = self.env["complaint.action"].create(
            {
                "name": deed.name,
                "description": f"<p>{deed.detail}</p>",
                "kind": "corrective",
                "type": deed.type,
                "user_id": users[deed.owner].id,
                "checker_id": users[deed.checker].id,
                "department_id": category._get_inherited("department_id").id,
                "date_due": done,
                "measure": "count",
                "scope_category_id": category.id,
                "base_from": self._get_day(deed.before[0]),
                "base_to": self._get_day(deed.before[1]) - DAY,
                "target_percent": deed.target,
                "date_effect": self._get_day(deed.seen),
            }
        )
        action._write_sealed(
            {
                "state": "checked",
                "proof": deed.proof,
                "date_done": done,
                "done_by_id": users[deed.owner].id,
                "date_checked": done + 3 * DAY,
                "checked_by_id": users[deed.checker].id,
            }
        )
        action.activity_ids.unlink()
        planned = fields.Datetime.to_datetime(self._get_day(deed.done + 3))
        self._date_rows("complaint_action", "create_date", planned, action.ids)
        self.env.invalidate_all()
        return action

    @api.model
    def _sign_deed(self, action, deed):
        """Take the figures, and let the checker sign what follows."""
        checker = self._find_all("res.users", "user_demo_")[deed.checker]
        seen = self._get_day(deed.seen)
        action._look_at_effects()
        is_again = deed.outcome == "ineffective"
        action.with_user(checker)._perform_act(
            "sign",
            {
                "outcome": deed.outcome,
                "words": deed.words,
                "again": is_again and self._get_day(-3),
            },
        )
        action._write_sealed({"date_effect_signed": seen})
        if not is_again:
            action.activity_ids.unlink()
        messages = action.message_ids
        moment = fields.Datetime.to_datetime(seen) + timedelta(hours=9)
        self.env.flush_all()
        self._date_rows("mail_message", "date", moment, messages.ids)
        self.env.invalidate_all()

    @api.model
    def _get_day(self, weeks_ago):
        return fields.Date.today() - weeks_ago * WEEK
