# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests share: a company at work, and the way of a case through it."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_management.models.case.life_cycle import STATES
from odoo.addons.complaint_management.models.case.messages import NO_MAIL

USER = "complaint_management.group_complaint_user"
OFFICER = "complaint_management.group_complaint_officer"
MANAGER = "complaint_management.group_complaint_manager"
# Where a proposed complaint stands on its way to the customer.
DECISION_STEPS = ("proposed", "pending", "approved", "answered")
KINDS = ("complaint", "suggestion", "inquiry")
# States, and how far the decision of a proposed complaint is.
PLACES = [
    *(state for state, _label in STATES if state != "proposed"),
    *DECISION_STEPS,
]
# The legal way of each kind through its life cycle.
WAYS = {
    "complaint": (
        "new",
        "acknowledged",
        "assessed",
        "investigating",
        *DECISION_STEPS,
        "resolved",
        "closed",
    ),
    "suggestion": ("new", "acknowledged", "assessed", "resolved", "closed"),
    "inquiry": ("new", "acknowledged", "resolved", "closed"),
}


@contextmanager
def without_commits(env, seconds=()):
    """Run a scheduled action as Odoo does, but without its commits.

    :param env: the environment of the test
    :param seconds: how many are left each time it asks; by default enough
    """
    left = iter(seconds)
    with patch.object(
        type(env["ir.cron"]),
        "_commit_progress",
        lambda self, *args, **kwargs: next(left, 100),
    ):
        yield


class ComplaintCase(BaseCommon):
    """A power company: who works there, what it sorts cases by, and one way in.

    ``clerk`` meets the customers, ``handler`` and ``investigator`` work on
    their cases, ``colleague`` is in the handler's team and ``outsider`` in
    another one. Mails are off, as in ``BaseCommon``; see ``_with_mail``.
    """

    @classmethod
    def default_env_context(cls):
        return {**super().default_env_context(), "complaint_no_mail": NO_MAIL}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env["complaint.complaint"]
        cls._set_up_users()
        cls._set_up_organisation()
        cls._set_up_subjects()

    @classmethod
    def _set_up_users(cls):
        cls.employee = cls._create_user("case_employee", "base.group_user")
        cls.clerk = cls._create_user("case_clerk", USER)
        cls.handler = cls._create_user("case_handler", USER)
        cls.investigator = cls._create_user("case_investigator", USER)
        cls.colleague = cls._create_user("case_colleague", USER)
        cls.outsider = cls._create_user("case_outsider", USER)
        cls.officer = cls._create_user("case_officer", OFFICER)
        cls.manager = cls._create_user("case_manager", MANAGER)

    @classmethod
    def _create_user(cls, login, groups, **vals):
        return new_test_user(cls.env, login, groups=groups, name=login, **vals)

    @classmethod
    def _set_up_organisation(cls):
        cls.department = cls.env["hr.department"].create({"name": "Metering"})
        users = cls.employee | cls.handler | cls.investigator | cls.officer
        employees = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": cls.department.id,
                    "company_id": cls.company.id,
                }
                for user in users
            ]
        )
        cls.staff = dict(zip(users, employees, strict=True))
        cls.team, cls.other_team = cls.env["helpdesk.ticket.team"].create(
            [
                {
                    "name": "Billing",
                    "user_id": cls.handler.id,
                    "user_ids": [(6, 0, (cls.handler | cls.colleague).ids)],
                },
                {"name": "Works", "user_ids": [(6, 0, cls.outsider.ids)]},
            ]
        )

    @classmethod
    def _set_up_subjects(cls):
        cls.category = cls.env["complaint.category"].create(
            {
                "name": "Wrong bill",
                "company_id": cls.company.id,
                "severity": "2",
                "department_id": cls.department.id,
                "team_id": cls.team.id,
                "user_id": cls.handler.id,
            }
        )
        cls.cause = cls.env["complaint.cause"].create({"name": "Meters swapped"})
        cls.channel = cls.env["helpdesk.ticket.channel"].create({"name": "Counter"})

    @classmethod
    def _with_mail(cls, records):
        """``records`` as in production: mails go out, changes are tracked."""
        context = cls.default_env_context()
        return records.with_context(**dict.fromkeys(context, False))

    @contextmanager
    def _assert_refused(self, words, exception=UserError):
        """What happens here is refused, undone, and the message says ``words``.

        Unlike ``assertRaisesRegex``, which leaves half-written records behind.
        """
        with self.assertRaises(exception) as refused:
            yield
        self.assertIn(words, str(refused.exception))

    # ------------------------------------------------------------------
    # Cases
    # ------------------------------------------------------------------

    @classmethod
    def _prepare_case_vals(cls, **vals):
        return {
            "name": "Charged for the shop next door",
            "partner_name": "Li Wei",
            "email_from": "li.wei@example.com",
            "description": "<p>The meters were swapped.</p>",
            "category_id": cls.category.id,
            "channel_id": cls.channel.id,
            **vals,
        }

    @classmethod
    def _create_case(cls, user=None, **vals):
        """A case as the clerk registers it.

        :param user: who registers it instead of the clerk
        """
        cases = cls.Complaint.with_user(user or cls.clerk)
        return cases.create(cls._prepare_case_vals(**vals)).with_env(cls.env)

    @classmethod
    def _bring_to(cls, case, state, **vals):
        """Walk a case to a state by its buttons, each pressed by its person.

        :param case: where its kind begins, or anywhere before ``state``
        :param str state: a state of its kind; of a complaint also how far the
            decision is: "pending", "approved" or "answered"
        :param vals: written on the case before the last step
        """
        way = WAYS[case.kind]
        if state == "cancelled":
            case.with_user(cls.handler).action_cancel(
                reason="Taken back", cancel_reason="withdrawn"
            )
            return case
        start = cls._get_place(case)
        for step in way[way.index(start) + 1 : way.index(state) + 1]:
            if step == state and vals:
                case.sudo().write(vals)
            getattr(cls, f"_step_{step}")(case)
        return case

    @classmethod
    def _get_place(cls, case):
        if case.state != "proposed":
            return case.state
        if case.date_answered:
            return "answered"
        return "proposed" if case.decision_state == "draft" else case.decision_state

    @classmethod
    def _step_acknowledged(cls, case):
        case.with_user(cls.clerk).action_acknowledge()

    @classmethod
    def _step_assessed(cls, case):
        as_handler = case.with_user(cls.handler)
        if case.kind == "suggestion":
            as_handler.promised_reply_date = "2030-01-31"
        else:
            as_handler.write({"grounds": "sufficient", "demand_verdict": "reasonable"})
        as_handler.action_assess()

    @classmethod
    def _step_investigating(cls, case):
        as_handler = case.with_user(cls.handler)
        as_handler.investigator_id = case.investigator_id or cls.investigator
        as_handler.action_investigate()

    @classmethod
    def _step_proposed(cls, case):
        as_investigator = case.with_user(case.investigator_id)
        as_investigator.write(cls._prepare_solution_vals())
        as_investigator.action_propose()

    @classmethod
    def _prepare_solution_vals(cls):
        return {
            "finding": "<p>The numbers of the two meters were swapped.</p>",
            "cause_id": cls.cause.id,
            "verdict": "upheld",
            "fault_level": "ordinary",
            "responsible_department_ids": [(6, 0, cls.department.ids)],
            "responsible_process": True,
            "lesson": "<p>Label the meters.</p>",
            "cause_told": True,
            "elsewhere": "no",
            "decision": "<p>Refund the money and correct the meters.</p>",
            "answer": "<p>You get the money back, and we are sorry.</p>",
        }

    @classmethod
    def _step_pending(cls, case):
        case.with_user(cls.handler).action_request_approval()

    @classmethod
    def _step_approved(cls, case):
        case.with_user(cls.manager).action_approve()

    @classmethod
    def _step_answered(cls, case):
        case.with_user(cls.handler).action_answer()

    @classmethod
    def _step_resolved(cls, case):
        if case.kind == "complaint":
            as_handler = case.with_user(cls.handler)
            as_handler.customer_response = "accepted"
            as_handler.action_resolve()
        elif case.kind == "inquiry":
            as_handler = case.with_user(cls.handler)
            as_handler.answer = "<p>Read the upper row of figures.</p>"
            as_handler.action_answer_inquiry()
        else:
            as_manager = case.with_user(cls.manager)
            as_manager.write(
                {
                    "decision": "<p>It costs little and helps many.</p>",
                    "suggestion_outcome": "adopted",
                    "answer": "<p>We shall open on Saturdays.</p>",
                }
            )
            as_manager.action_decide_suggestion()

    @classmethod
    def _step_closed(cls, case):
        if case.kind == "complaint":
            cls._log_contact(case, purpose="follow_up", mood="4")
        case.with_user(cls.handler).action_close()

    @classmethod
    def _log_contact(cls, case, user=None, **vals):
        return (
            cls.env["complaint.contact"]
            .with_user(user or cls.handler)
            .create({"complaint_id": case.id, "summary": "Called", **vals})
        )


class CompleteCases(ComplaintCase):
    """A case of each kind in each place, with everything filled in.

    ``cases[kind, place]`` stands there legally or not: an inquiry that is being
    investigated shows whether a move looks at the kind.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = {
            (kind, place): cls._place_case(kind, place)
            for kind in KINDS
            for place in PLACES
        }

    @classmethod
    def _place_case(cls, kind, place):
        """A complete case that stands where ``place`` says, legally or not."""
        case = cls._create_case(
            kind=kind,
            grounds="sufficient",
            demand_verdict="reasonable",
            promised_reply_date="2030-01-31",
            suggestion_outcome="adopted",
            investigator_id=cls.investigator.id,
            # Replied to, and not settled: such a case can still be cancelled.
            customer_response="rejected",
            recourse_explained=True,
            **cls._prepare_solution_vals(),
        )
        vals = {"state": "proposed" if place in DECISION_STEPS else place}
        if place in ("pending", "approved"):
            vals["decision_state"] = place
        if place in ("answered", "resolved", "closed"):
            vals.update(decision_state="approved", date_answered=case.date_received)
        cls._make_good(case)
        case._write_protected(vals)
        if place in ("resolved", "closed"):
            case._write_protected({"date_resolved": case.date_received})
            cls._log_contact(case, purpose="follow_up")
        return case

    @classmethod
    def _make_good(cls, case):
        """Something was done for the customer already, that nobody had to approve."""
        kind = cls.env.ref("complaint_management.remedy_type_correction")
        cls.env["complaint.remedy"]._create_sealed(
            [{"complaint_id": case.id, "type_id": kind.id, "state": "fulfilled"}]
        )
