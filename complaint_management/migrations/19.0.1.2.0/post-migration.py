# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was asked to help with a case reads it: the rule of own cases learns so."""

RULE = "complaint_complaint_rule_user"
INVESTIGATED = "('investigator_id', '=', user.id)"
HELPED = "('backup_user_id', '=', user.id)"


def migrate(cr, version):
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
