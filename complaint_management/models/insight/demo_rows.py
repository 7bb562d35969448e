# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is kept of each past case: itself, its steps, deadlines, remedies, rating."""

from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.rating.models.rating_data import _rating_to_text

from ...tools.case.number import get_number_key
from ...tools.clock.deadline import count_business_days, get_due, get_measure
from ...tools.demo.customers import is_chinese
from ...tools.demo.words import ANSWERS, FINDINGS, REFUND, WITHDRAWN, say
from ..answer.case_rating import DISSATISFIED
from ..answer.case_resolution import JUSTIFIED
from ..case.life_cycle import TRANSITIONS

FAULTS = {"upheld": "ordinary", "partly_upheld": "ordinary", "not_upheld": "none"}
DEMANDS = {"upheld": "reasonable", "partly_upheld": "partly"}
# Which steps reach a milestone.
REACHED_BY = {
    "acknowledge": ("acknowledge",),
    "assess": ("assess", "settle"),
    "answer": ("answer_inquiry",),
    "resolve": ("settle", "resolve"),
}
MILESTONES = {
    "complaint": ("acknowledge", "assess", "resolve"),
    "inquiry": ("answer",),
    "suggestion": ("acknowledge",),
}


class ComplaintDemoHistory(models.AbstractModel):
    _inherit = "complaint.demo.history"

    @api.model
    def _write_past(self, world, past):
        """Write what is known of these cases.

        :param world: the ``World`` that they are about
        :param list past: ``PastCase``, in the order of receipt
        :return: the cases
        """
        company = world.company
        numbers = self._draw_numbers(company, past)
        logs = [self._walk(world, case) for case in past]
        initial = self._get_initial("complaint.complaint")
        ids = self._insert(
            "complaint.complaint",
            [
                {
                    **initial,
                    **self._prepare_case(world, case),
                    **self._prepare_result(world, case),
                    **self._prepare_rating(world, case),
                    **vals,
                    "number": number,
                    "number_key": get_number_key(number),
                }
                for case, number, (vals, _log) in zip(past, numbers, logs, strict=True)
            ],
        )
        cases = dict(zip(ids, past, strict=True))
        self._insert(
            "complaint.transition",
            [
                {"complaint_id": case_id, "company_id": company.id, **row}
                for case_id, (_vals, log) in zip(ids, logs, strict=True)
                for row in log
            ],
        )
        self._write_clocks(world, cases)
        self._write_remedies(world, cases)
        self._write_ratings(world, cases)
        self._write_departments(world, cases)
        return self.env["complaint.complaint"].browse(ids)

    @api.model
    def _get_initial(self, model):
        """What a new record of a model has in the columns that are never empty."""
        names = [
            name
            for name, field in self.env[model]._fields.items()
            if (field.required or field.type == "boolean")
            and field.store
            and field.column_type
        ]
        return self.env[model].default_get(names)

    @api.model
    def _draw_numbers(self, company, past):
        """The company's numbers for cases in the order of receipt."""
        years = defaultdict(int)
        complaints = self.env["complaint.complaint"]
        for case in past:
            years[complaints._get_year_of(case.received, company)] += 1
        return [
            number
            for year, count in sorted(years.items())
            for number in company._next_complaint_numbers(date(year, 1, 1), count)
        ]

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    @api.model
    def _prepare_case(self, world, case):
        """Who complained of what, and who handled it."""
        category = world.categories[case.category]
        customer = world.customers[case.customer]
        # What was settled at once was settled by whoever picked up the phone.
        is_settled = any(step.name == "settle" for step in case.steps)
        first = world.users[case.handler if is_settled else "clerk"]
        return {
            "active": True,
            "name": case.name,
            "description": f"<p>{case.name}</p>",
            "kind": case.kind,
            "severity": case.severity,
            "identity_mode": "named",
            "company_id": world.company.id,
            "currency_id": self.env.ref("base.CNY").id,
            "category_id": category.id,
            "department_id": category._get_inherited("department_id").id,
            "team_id": category._get_inherited("team_id").id,
            "channel_id": world.channels[case.channel].id,
            "partner_id": customer.id,
            "commercial_partner_id": customer.id,
            "partner_name": customer.name,
            "email_from": customer.email,
            "email_normalized": customer.email_normalized,
            "lang": customer.lang,
            "first_contact_user_id": first.id,
            "user_id": world.users[case.handler].id,
            "date_received": case.received,
            "create_date": case.received,
            "create_uid": first.id,
            "write_date": case.steps[-1].when,
            "write_uid": world.users[case.handler].id,
            "date_last_act": case.steps[-1].when,
            "policy_id": self._get_policy(case).id,
        }

    @api.model
    def _prepare_result(self, world, case):
        """What was found, decided and answered."""
        if case.steps[-1].name == "cancel":
            words = self._say(case, WITHDRAWN)
            return {"cancel_reason": "withdrawn", "ending_words": words}
        words = self._say(case, ANSWERS[case.verdict or case.kind])
        vals = {"answer": words, "customer_response": "accepted"}
        if case.kind == "suggestion":
            return {**vals, "suggestion_outcome": "partly", "decision": words}
        if case.kind == "inquiry":
            return vals
        is_refused = case.verdict == "not_upheld"
        return {
            **vals,
            "investigator_id": world.users["investigator"].id,
            "grounds": "insufficient" if is_refused else "sufficient",
            "demand_verdict": DEMANDS.get(case.verdict, "unreasonable"),
            "verdict": case.verdict,
            "fault_level": FAULTS[case.verdict],
            "finding": self._say(case, FINDINGS[case.verdict]),
            "decision": words,
            "approver_id": world.users["approver"].id,
            "cause_id": world.causes[case.cause].id,
            "cause_told": True,
            "elsewhere": "no",
            "responsible_process": not is_refused,
            "claimed_amount": case.claimed,
            "granted_amount": case.granted,
            "value_bought": case.claimed or None,
            "value_given": case.granted,
            "value_gap": case.claimed - case.granted,
            "recourse_explained": is_refused,
        }

    @api.model
    def _say(self, case, sentences):
        return f"<p>{say(sentences, is_chinese(case.customer))}</p>"

    @api.model
    def _prepare_rating(self, world, case):
        """What the customer says of it; who was unhappy was called back."""
        if not case.rating:
            return {}
        result, handling, when = case.rating
        vals = {
            "satisfaction_result": result,
            "satisfaction_handling": handling,
            "rating_last_value": int(result),
            "date_rating_asked": case.steps[-1].when,
            "date_rated": when,
        }
        if result in DISSATISFIED or handling in DISSATISFIED:
            vals["dissatisfaction_outcome"] = "explained"
            vals["dissatisfaction_user_id"] = world.users["manager"].id
        return vals

    @api.model
    def _walk(self, world, case):
        """Go the way of a case through the life cycle.

        :return: the values that the case has in the end, and the rows of its log
        """
        state, since = "new", case.received
        vals = {"decision_state": "draft", "reopen_count": 0}
        log = []
        working_time = self._find_working_time(world.company)
        for step in case.steps:
            row = TRANSITIONS[step.name]
            target = row.target_for(case.kind)
            who = case.handler if step.who == "handler" else step.who
            log.append(
                {
                    "name": step.name,
                    "state_from": state,
                    "state_to": target or state,
                    "date": step.when,
                    "user_id": world.users[who].id,
                    "seconds": int((step.when - since).total_seconds()),
                    "working_seconds": int(working_time.elapsed(since, step.when)),
                    "overridden": False,
                }
            )
            vals.update(row.prepare_vals(target, step.when))
            vals["reopen_count"] += step.name == "reopen"
            if target == "resolved":
                vals.setdefault("date_first_resolved", step.when)
            state, since = target or state, step.when
        if answered := vals.get("date_answered"):
            vals["working_days_to_answer"] = count_business_days(
                case.received, answered, working_time
            )
        return {**vals, "state": state}, log

    # ------------------------------------------------------------------
    # Its deadlines
    # ------------------------------------------------------------------

    @api.model
    def _get_policy(self, case):
        return self.env.ref(f"complaint_management.complaint_sla_policy_{case.kind}")

    @api.model
    def _write_clocks(self, world, cases):
        """The deadlines that count from the receipt, and after a reopening anew."""
        rows = []
        for case_id, case in cases.items():
            spec = self.env["complaint.sla.policy"]._get_spec(
                self._get_policy(case), world.company
            )
            for target in spec.targets:
                if target.milestone in MILESTONES[case.kind]:
                    rows += [
                        {"complaint_id": case_id, **row}
                        for row in self._prepare_clocks(world, case, spec, target)
                    ]
        self._insert("complaint.clock", rows)

    @api.model
    def _prepare_clocks(self, world, case, spec, target):
        """The rounds of one deadline of a case."""
        clocks = self.env["complaint.clock"]
        category = world.categories[case.category]
        frozen = {
            **clocks._prepare_frozen_vals(spec, target),
            "company_id": world.company.id,
            "kind": case.kind,
            "severity": case.severity,
            "category_id": category.id,
            "user_id": world.users[case.handler].id,
            "team_id": category._get_inherited("team_id").id,
            "department_id": category._get_inherited("department_id").id,
        }
        start, number = case.received, 0
        for step in case.steps:
            if step.name == "reopen" and target.milestone == "resolve":
                start = step.when
            elif step.name in REACHED_BY[target.milestone] and start:
                number += 1
                yield {
                    **frozen,
                    **self._prepare_times(world, frozen, start, step.when),
                    "round": number,
                }
                start = None

    @api.model
    def _prepare_times(self, world, frozen, start, stop):
        """When a deadline was due, and how it ended."""
        unit, working_time = frozen["unit"], self._find_working_time(world.company)
        measure = get_measure(unit, working_time)
        due = get_due(unit, frozen["amount"], start, working_time)
        is_late = stop > due
        return {
            "state": "stopped",
            "date_start": start,
            "date_due": due,
            "date_due_first": due,
            "date_stop": stop,
            "date_breached": due if is_late else None,
            "outcome": "missed" if is_late else "met",
            "is_late": is_late,
            "allowed_seconds": measure.elapsed(start, due),
            "used_seconds": measure.elapsed(start, stop),
            "late_seconds": measure.elapsed(due, stop) if is_late else 0,
            "extended_amount": 0,
            "paused_seconds": 0,
        }

    # ------------------------------------------------------------------
    # What customers got, and what they say
    # ------------------------------------------------------------------

    @api.model
    def _write_remedies(self, world, cases):
        refund = self.env.ref("complaint_management.remedy_type_refund")
        rows = []
        for case_id, case in cases.items():
            if not case.granted:
                continue
            offered = next(s.when for s in case.steps if s.name in ("answer", "settle"))
            handler = world.users[case.handler].id
            rows.append(
                {
                    "complaint_id": case_id,
                    "company_id": world.company.id,
                    "sequence": 10,
                    "type_id": refund.id,
                    "name": say(REFUND, is_chinese(case.customer), amount=case.granted),
                    "amount": case.granted,
                    "claimed_amount": case.claimed,
                    "currency_id": self.env.ref("base.CNY").id,
                    "state": "fulfilled",
                    "approval_state": "approved",
                    "approver_id": world.users["approver"].id,
                    "offered_by_id": handler,
                    "date_offered": offered,
                    "date_settled": offered,
                    "settled_by": "staff",
                    "date_fulfilled": case.steps[-1].when,
                    "fulfilled_by_id": handler,
                    "create_date": offered,
                }
            )
        self._insert("complaint.remedy", rows)

    @api.model
    def _write_ratings(self, world, cases):
        model_id = self.env["ir.model"]._get_id("complaint.complaint")
        rows = []
        for record in self.env["complaint.complaint"].browse(cases):
            case = cases[record.id]
            if not case.rating:
                continue
            result, handling, when = case.rating
            rows.append(
                {
                    "res_model_id": model_id,
                    "res_model": "complaint.complaint",
                    "res_id": record.id,
                    "partner_id": world.customers[case.customer].id,
                    "rated_partner_id": world.users[case.handler].partner_id.id,
                    "res_name": record.number,
                    "rating": int(result),
                    "rating_text": _rating_to_text(int(result)),
                    "rated_on": when,
                    "complaint_handling": int(handling),
                    "complaint_closure": 1
                    + sum(step.name == "reopen" for step in case.steps),
                    "consumed": True,
                    "create_date": when,
                    "write_date": when,
                }
            )
        self._insert("rating.rating", rows)

    @api.model
    def _write_departments(self, world, cases):
        """Whose fault it was: the unit that handles such things."""
        field = self.env["complaint.complaint"]._fields["responsible_department_ids"]
        upheld = defaultdict(list)
        for case_id, case in cases.items():
            if case.verdict in JUSTIFIED:
                category = world.categories[case.category]
                upheld[category._get_inherited("department_id").id].append(case_id)
        for department_id, ids in upheld.items():
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) SELECT unnest(%s), %s",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    ids,
                    department_id,
                )
            )
