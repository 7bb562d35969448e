# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records that updates leave alone learn what is new.

Who was asked to help with a case reads it, by the rule of own cases; what staff have
to say is not read by whole teams. Weather and law
are no longer put down to "external" as a whole, where nobody moved them.
"""

from odoo import SUPERUSER_ID, api

RULE = "complaint_complaint_rule_user"
OPEN_TO_TEAMS = "'&', ('identity_mode', '=', 'named'),"
OF_CUSTOMERS = f"'&', {OPEN_TO_TEAMS} ('is_staff_case', '=', False),"
INVESTIGATED = "('investigator_id', '=', user.id)"
HELPED = "('backup_user_id', '=', user.id)"

MOVED = {
    "complaint_cause_external_weather": ("complaint_cause_environment", "environment"),
    "complaint_cause_external_law": ("complaint_cause_law", "law"),
}


def migrate(cr, version):
    _let_helpers_read(cr)
    _keep_staff_from_teams(cr)
    _move_causes(api.Environment(cr, SUPERUSER_ID, {}))


def _let_helpers_read(cr):
    _change_rule(cr, INVESTIGATED, f"'|', {INVESTIGATED}, {HELPED}", "backup_user_id")


def _keep_staff_from_teams(cr):
    """What staff have to say is not for everybody who handles cases."""
    _change_rule(cr, OPEN_TO_TEAMS, OF_CUSTOMERS, "is_staff_case")


def _change_rule(cr, old, new, known):
    cr.execute(
        """
        UPDATE ir_rule
           SET domain_force = replace(domain_force, %(old)s, %(new)s)
         WHERE domain_force NOT LIKE %(known)s
           AND id IN (
               SELECT res_id
                 FROM ir_model_data
                WHERE module = 'complaint_management'
                  AND model = 'ir.rule'
                  AND name = %(rule)s)
        """,
        {"old": old, "new": new, "known": f"%{known}%", "rule": RULE},
    )


def _move_causes(env):
    def find(name):
        return env.ref(f"complaint_management.{name}", raise_if_not_found=False)

    external = find("complaint_cause_external")
    for name, (parent_name, origin) in MOVED.items():
        cause, parent = find(name), find(parent_name)
        if cause and parent and external and cause.parent_id == external:
            cause.write({"parent_id": parent.id, "origin": origin})
