# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records that updates leave alone learn what is new.

Who was asked to help with a case reads it, by the rule of own cases. Weather and law
are no longer put down to "external" as a whole, where nobody moved them.
"""

from odoo import SUPERUSER_ID, api

RULE = "complaint_complaint_rule_user"
INVESTIGATED = "('investigator_id', '=', user.id)"
HELPED = "('backup_user_id', '=', user.id)"

MOVED = {
    "complaint_cause_external_weather": ("complaint_cause_environment", "environment"),
    "complaint_cause_external_law": ("complaint_cause_law", "law"),
}


def migrate(cr, version):
    _let_helpers_read(cr)
    _move_causes(api.Environment(cr, SUPERUSER_ID, {}))


def _let_helpers_read(cr):
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
        {
            "old": INVESTIGATED,
            "new": f"'|', {INVESTIGATED}, {HELPED}",
            "known": "%backup_user_id%",
            "rule": RULE,
        },
    )


def _move_causes(env):
    def find(name):
        return env.ref(f"complaint_management.{name}", raise_if_not_found=False)

    external = find("complaint_cause_external")
    for name, (parent_name, origin) in MOVED.items():
        cause, parent = find(name), find(parent_name)
        if cause and parent and external and cause.parent_id == external:
            cause.write({"parent_id": parent.id, "origin": origin})
