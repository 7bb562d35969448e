# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What happens once to a clock, for each rule, whatever crashes or runs twice.
ONCE = ("breached", "warned", "escalated", "skipped")


class ComplaintClockEvent(models.Model):
    """The ledger of the clocks: what happened to a deadline, and when.

    Append-only, for everybody. Acts that no clock measures, like a case that
    nobody works on, stand here without a clock.
    """

    _name = "complaint.clock.event"
    _description = "Complaint Deadline Log"
    _inherit = ["complaint.part.mixin"]
    _order = "id"
    _log_access = False
    _rec_name = "kind"

    # The case's, which never changes; plain, as a sweep writes many lines.
    company_id = fields.Many2one(
        comodel_name="res.company",
        related=None,
        precompute=False,
        required=True,
        readonly=True,
    )
    clock_id = fields.Many2one(
        comodel_name="complaint.clock",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    rule_id = fields.Many2one(
        comodel_name="complaint.escalation.rule",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    kind = fields.Selection(
        selection=[
            ("warned", "Warned"),
            ("breached", "Missed"),
            ("escalated", "Escalated"),
            ("skipped", "Rule did not apply any more"),
            ("paused", "On hold"),
            ("resumed", "Resumed"),
            ("extended", "Extended"),
            ("replanned", "Planned anew"),
            ("stopped", "Stopped"),
            ("cancelled", "Cancelled"),
            ("handover", "Handed over"),
            ("stalled", "Nobody worked on it"),
            ("reassigned", "Reassigned often"),
            ("failed", "Set aside after an error"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )
    note = fields.Text(readonly=True)
    date_due_before = fields.Datetime(string="Due Before", readonly=True)
    date_due_after = fields.Datetime(string="Due After", readonly=True)

    _once_uniq = models.UniqueIndex(
        "(clock_id, kind, COALESCE(rule_id, 0))"
        f" WHERE clock_id IS NOT NULL AND kind IN {ONCE}",
        "This happened to the deadline already.",
    )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The log of deadlines is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of deadlines is not rewritten."))

    @api.model
    def _record(self, clocks, kind, when=None, each=None, **vals):
        """Write one line for each clock.

        :param clocks: the clocks it happened to
        :param str kind: a value of ``kind``
        :param datetime when: when it happened, in UTC; now by default
        :param dict each: more values of single lines, by clock id
        :param vals: more values, the same for all, like ``note`` or ``rule_id``
        :return: the lines, as sudo
        """
        if not clocks:
            return self.sudo().browse()
        values = {
            "kind": kind,
            "date": when or fields.Datetime.now(),
            "user_id": self.env.uid,
            **{fname: value or None for fname, value in vals.items()},
        }
        if each:
            return self.sudo().create(
                [
                    {
                        "clock_id": clock.id,
                        "complaint_id": clock.complaint_id.id,
                        "company_id": clock.company_id.id,
                        **values,
                        **each[clock.id],
                    }
                    for clock in clocks
                ]
            )
        clocks.flush_recordset(["complaint_id", "company_id"])
        # One statement: the sweep writes thousands, and nothing hangs on a line.
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO complaint_clock_event"
                " (clock_id, complaint_id, company_id, %s)"
                " SELECT id, complaint_id, company_id, %s"
                " FROM complaint_clock WHERE id IN %s ORDER BY id RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
                tuple(clocks.ids),
            )
        )
        clocks.invalidate_recordset(["event_ids"], flush=False)
        return self.sudo().browse(event_id for (event_id,) in rows)
