# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same company twice: once with our addon, once with its peers.

A clerk registers, a handler works on it. Both sides get a team, a customer and
deadlines that count on the same working calendar.
"""

from odoo import Command

from .database import say

CLERK, HANDLER, MANAGER = "bench_clerk", "bench_handler", "bench_manager"
HOLIDAYS = ("2026-05-01", "2026-10-01", "2026-12-25")
# Milestone, unit, amount: four clocks start with each case.
TARGETS = (
    ("acknowledge", "working_hours", 4),
    ("assess", "working_hours", 8),
    ("update", "business_days", 2),
    ("resolve", "business_days", 3),
)
POLICY = "Benchmark: four deadlines"
SUBJECT = "Charged for the shop next door"


def set_up(bench):
    say("Setting up a company for each side")
    with bench.ours.environment() as env:
        _set_up_common(env, _OUR_GROUPS)
        _set_up_ours(env)
        _register_first(env, "complaint.complaint", prepare_case)
    with bench.peers.environment() as env:
        _set_up_common(env, _PEER_GROUPS)
        _set_up_peers(env)
        _register_first(env, "helpdesk.ticket", prepare_ticket)
        _register_first(env, "crm.lead", prepare_lead)
        _register_first(env, "crm.claim", prepare_claim)


def _register_first(env, model, prepare):
    """The first of a year makes its numbers: nobody measures that."""
    env[model].create(prepare(env))


_OUR_GROUPS = {
    CLERK: ["complaint_management.group_complaint_officer"],
    HANDLER: ["complaint_management.group_complaint_officer"],
    MANAGER: ["complaint_management.group_complaint_manager"],
}
_PEER_USER = [
    "helpdesk_mgmt.group_helpdesk_user",
    "sales_team.group_sale_salesman_all_leads",
]
_PEER_GROUPS = {CLERK: _PEER_USER, HANDLER: _PEER_USER, MANAGER: _PEER_USER}


def _set_up_common(env, groups):
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "tz": "UTC",
                "group_ids": [
                    Command.link(env.ref(xmlid).id)
                    for xmlid in ["base.group_user", *names]
                ],
            }
            for login, names in groups.items()
        ]
    )
    env["res.partner"].create(
        {"name": "Li Wei", "email": "li.wei@example.com", "phone": "+32 470 00 00 00"}
    )
    calendar = env.company.resource_calendar_id
    env["resource.calendar.leaves"].create(
        [
            {
                "name": day,
                "calendar_id": calendar.id,
                "company_id": env.company.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
            }
            for day in HOLIDAYS
        ]
    )


def _set_up_ours(env):
    team = _create_team(env)
    department = env["hr.department"].create({"name": "Metering"})
    env["complaint.category"].create(
        {
            "name": "Wrong bill",
            "company_id": env.company.id,
            "team_id": team.id,
            "department_id": department.id,
        }
    )
    env["complaint.sla.policy"].create(
        {
            "name": POLICY,
            "sequence": -100,
            "target_ids": [
                Command.create({"milestone": milestone, "unit": unit, "amount": amount})
                for milestone, unit, amount in TARGETS
            ],
        }
    )


def _set_up_peers(env):
    team = _create_team(env)
    team.use_sla = True
    team.resource_calendar_id = env.company.resource_calendar_id
    started = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    done = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
    env["helpdesk.sla"].create(
        [
            {"name": "Begin", "hours": 4, "stage_id": started.id},
            {"name": "Progress", "hours": 16, "stage_id": done.id},
            {"name": "Solve", "days": 3, "stage_id": done.id},
        ]
    )


def _create_team(env):
    members = get_user(env, HANDLER) | get_user(env, CLERK)
    return env["helpdesk.ticket.team"].create(
        {"name": "Billing", "user_ids": [Command.set(members.ids)]}
    )


# ------------------------------------------------------------------
# What rows look up
# ------------------------------------------------------------------


def get_user(env, login):
    return env["res.users"].sudo().search([("login", "=", login)])


def get_customer(env):
    return env["res.partner"].sudo().search([("name", "=", "Li Wei")], limit=1)


def get_team(env):
    return env["helpdesk.ticket.team"].sudo().search([("name", "=", "Billing")])


def prepare_case(env):
    """Values of a case as a clerk types it; without an email nothing is sent."""
    category = env["complaint.category"].sudo().search([("name", "=", "Wrong bill")])
    return {
        "name": SUBJECT,
        "partner_id": get_customer(env).id,
        "category_id": category.id,
        "description": "<p>Two meters were swapped.</p>",
    }


def prepare_ticket(env):
    return {
        "name": SUBJECT,
        "partner_id": get_customer(env).id,
        "team_id": get_team(env).id,
        "description": "<p>Two meters were swapped.</p>",
    }


def prepare_lead(env):
    return {
        "name": SUBJECT,
        "type": "lead",
        "partner_id": get_customer(env).id,
        "description": "<p>Two meters were swapped.</p>",
        "user_id": False,
    }


def prepare_claim(env):
    return {
        "name": SUBJECT,
        "partner_id": get_customer(env).id,
        "description": "Two meters were swapped.",
        "user_id": False,
    }
