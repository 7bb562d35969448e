# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A customer who bought and complained, and now does neither (R167, R184)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate

from ...tools.case.acts import Act
from ..case.life_cycle import OFFICER

_lt = LazyTranslate(__name__)
TASK = "complaint_management.mail_activity_type_silence"
STATES = [
    ("silent", "Quiet"),
    ("back", "Came Back"),
    ("lost", "Lost"),
    ("dismissed", "As Expected"),
]
WAYS_BACK = [("order", "An order"), ("contact", "A new contact")]
# Whoever is in one of these may still come back.
AWAY = ("silent", "lost")


ACTS = {
    "lose": Act(
        label=_lt("Lost"),
        done=_lt("Lost"),
        sources=("silent",),
        target="lost",
        needs=("reason",),
    ),
    "dismiss": Act(
        label=_lt("As Expected"),
        done=_lt("Called as expected"),
        sources=("silent",),
        target="dismissed",
        needs=("reason",),
    ),
    "reopen": Act(
        label=_lt("Open Again"),
        done=_lt("Opened again"),
        sources=("lost", "dismissed"),
        target="silent",
        needs=("reason",),
    ),
    # What the watch sees by itself.
    "return": Act(
        label=_lt("Came back"),
        done=_lt("Came back"),
        sources=AWAY,
        target="back",
    ),
}


class ComplaintSilence(models.Model):
    """What a customer did, and does no more; whom that was told, and what came of it.

    It says what happened and calls nobody anything. Only of named complainants: of
    whoever is protected the sales team hears nothing (R152). The salesperson of the
    customer reads it, and officers do.
    """

    _name = "complaint.silence"
    _description = "Customer Gone Quiet"
    _inherit = ["mail.thread", "mail.activity.mixin", "complaint.acts.mixin"]
    _keeps_evidence = True
    _order = "date_found desc, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who Was Told",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Last Case",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="silent", index=True
    )
    date_found = fields.Datetime(
        string="Noticed On", required=True, readonly=True, default=fields.Datetime.now
    )
    date_last_order = fields.Date(string="Last Order", required=True, readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    usual_days = fields.Integer(
        string="Days between Orders", readonly=True, aggregator=None
    )
    date_back = fields.Date(string="Came Back On", readonly=True)
    way_back = fields.Selection(selection=WAYS_BACK, string="With", readonly=True)
    came_back = fields.Float(
        string="Share Coming Back",
        compute="_compute_came_back",
        store=True,
        aggregator="avg",
        help="With an order, or a new contact, after it was noticed.",
    )
    reason = fields.Text(readonly=True)
    sentence = fields.Char(
        string="What Happened", compute="_compute_sentence", compute_sudo=True
    )
    can_act = fields.Boolean(compute="_compute_can_act")

    _once = models.UniqueIndex(
        "(company_id, partner_id, date_last_order)",
        "This silence is known already.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "partner_id",
            "company_id",
            "user_id",
            "complaint_id",
            "state",
            "date_found",
            "date_last_order",
            "order_count",
            "usual_days",
            "date_back",
            "way_back",
            "reason",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("This is kept: say what became of it instead."))

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    @api.depends("state")
    def _compute_came_back(self):
        for silence in self:
            silence.came_back = float(silence.state == "back")

    @api.depends("date_last_order", "usual_days", "complaint_id", "date_back")
    @api.depends_context("lang", "tz")
    def _compute_sentence(self):
        for silence in self:
            silence.sentence = silence._say()

    def _say(self):
        """What the customer did, in plain words."""
        self.ensure_one()
        until = self.date_back or fields.Date.context_today(self)
        return f"{self._say_orders(until)} {self._say_last_case(until)}"

    def _say_orders(self, until):
        return self.env._(
            "Usually orders every %(usual)s days, none for %(quiet)s.",
            usual=max(1, self.usual_days),
            quiet=(until - self.date_last_order).days,
        )

    def _say_last_case(self, until):
        case = self.complaint_id
        ended = case.date_closed or case.date_resolved or case.date_received
        values = {
            "number": case.number,
            "category": case.category_id.name or self.env._("no category"),
            "days": max(0, (until - ended.date()).days),
            "rating": case.satisfaction_result,
        }
        if case.satisfaction_result:
            return self.env._(
                "The last case, %(number)s (%(category)s), ended %(days)s days ago "
                "with rating %(rating)s of 5.",
                **values,
            )
        if case.verdict == "not_upheld":
            return self.env._(
                "The last case, %(number)s (%(category)s), ended %(days)s days ago: "
                "the complaint was not upheld.",
                **values,
            )
        return self.env._(
            "The last case, %(number)s (%(category)s), ended %(days)s days ago.",
            **values,
        )

    # ------------------------------------------------------------------
    # What people do with it
    # ------------------------------------------------------------------

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_act(self):
        for silence in self:
            silence.can_act = silence._may_act()

    def _may_act(self):
        """Whether the user may say what became of it."""
        self.ensure_one()
        user = self.env.user
        return self.env.su or user == self.sudo().user_id or user.has_group(OFFICER)

    @api.model
    def _get_acts(self):
        return ACTS

    def _check_may_act(self, name):
        self.check_access("read")
        if not all(silence._may_act() for silence in self):
            raise AccessError(
                self.env._(
                    "Who looks after the customer, or a complaint officer, says what "
                    "became of it."
                )
            )

    def action_lose(self, **given):
        """The customer is lost: say why.

        :raises UserError: nobody says why
        """
        return self._act("lose", **given)

    def action_dismiss(self, **given):
        """It is as expected, as with a season, or a house that was sold."""
        return self._act("dismiss", **given)

    def action_reopen(self, **given):
        """Look after it again."""
        return self._act("reopen", **given)

    def action_ask(self):
        """Open the dialog that asks what an act needs; its name is in the context."""
        self.ensure_one()
        act = self.env.context.get("silence_act")
        if act not in self._get_acts() or act == "return":
            raise UserError(self.env._("Choose what to do by the buttons."))
        self._check_may_act(act)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(self._get_acts()[act].label),
            "res_model": "complaint.silence.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_silence_id": self.id, "default_act": act},
        }

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "return":
            return {**vals, "date_back": given["day"], "way_back": given["way"]}
        return {**vals, "reason": given.get("reason")}

    def _get_act_words(self, name, given):
        words = super()._get_act_words(name, given)
        if name == "return":
            ways = self._fields["way_back"]._description_selection(self.env)
            words.append(dict(ways)[given["way"]])
        return words

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "reopen":
            self.sudo()._plan()
        else:
            self.sudo().activity_unlink([TASK])
        return result

    def _get_task_owner(self, task):
        """Who looks after the customer now."""
        return self.sudo()._find_seller() or None
