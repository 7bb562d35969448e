# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty, plaintext2html

from ...models.answer.case_answer import find_gaps
from ...tools.answer.wording import say_date

# The hours in which somebody hears from us, and when a day without a time ends.
EARLIEST, EVENING, LATEST = 7, 17, 20


def keep_to_the_day(record, moment):
    """Nobody hears from us at night: a day without a time means its evening.

    :param record: whose time zone counts
    :param datetime moment: in UTC, as it was typed; or nothing
    :return: the same, or the evening of that day in UTC
    """
    if not moment:
        return moment
    local = fields.Datetime.context_timestamp(record, moment)
    if EARLIEST <= local.hour < LATEST:
        return moment
    evening = local.replace(hour=EVENING, minute=0, second=0)
    return evening.astimezone(UTC).replace(tzinfo=None)


class ComplaintNotice(models.TransientModel):
    """Tells the complainant how far we are, or why it takes longer (R52, R200).

    The words are proposed from the texts that managers keep, and edited here. The
    day named is a promise; the deadline itself moves only when it is extended.
    """

    _name = "complaint.notice"
    _inherit = ["complaint.words.mixin"]
    _description = "Send Notice to a Complainant"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    notice = fields.Selection(
        selection=[
            ("progress", "How far we are"),
            ("late", "It takes longer than promised"),
        ],
        required=True,
        compute="_compute_notice",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
    )
    reason = fields.Text(
        string="Why It Takes Longer", help="The complainant reads it as it stands."
    )
    until = fields.Datetime(
        string="Next Update By",
        compute="_compute_until",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Kept as a promise on the case, and measured.",
    )
    way = fields.Char(string="How It Goes Out", compute="_compute_way")

    @api.depends("complaint_id")
    def _compute_notice(self):
        """What is late already is told as late."""
        now = fields.Datetime.now()
        for wizard in self:
            clocks = wizard._get_clocks(["answer", "resolve"])
            is_late = any(clock.date_due < now for clock in clocks)
            wizard.notice = "late" if is_late else wizard.notice or "progress"

    @api.depends("complaint_id", "notice")
    def _compute_until(self):
        """A deadline that is still ahead, such as an extended one, is the new date."""
        now = fields.Datetime.now()
        for wizard in self:
            clocks = wizard._get_clocks(["answer", "resolve"])
            ahead = clocks.filtered(lambda clock: clock.date_due > now)
            if wizard.notice == "late" and not wizard.until:
                wizard.until = min(ahead.mapped("date_due"), default=False)

    @api.onchange("until")
    def _onchange_until(self):
        zone = self.complaint_id._origin._get_customer_timezone()
        self.until = keep_to_the_day(self.with_context(tz=zone), self.until)

    @api.depends("complaint_id", "notice", "reason", "until")
    def _compute_words(self):
        return super()._compute_words()

    @api.depends("complaint_id")
    def _compute_way(self):
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("read")
            wizard.way = wizard._say_way(case) if case else False

    def _get_clocks(self, milestones):
        """The running clocks of the case, as sudo."""
        case = self.complaint_id._origin._filtered_access("read")
        return case._get_open_clocks(milestones).filtered(
            lambda clock: clock.state == "running"
        )

    def _say_way(self, case):
        if case.identity_mode == "anonymous":
            return self.env._("On the page that the tracking code opens")
        if case.can_mail:
            return self.env._("By email")
        return self.env._("By call or letter: you get a task, with the letter")

    def _propose_words(self):
        """The text for this notice, with the reason and the date that were given."""
        case = self.complaint_id._origin._filtered_access("read")
        if not case or not self.notice:
            return False
        reader = case.with_context(lang=case.lang)
        parts = [Markup(case._suggest_text(self.notice))]
        if self.notice == "late" and self.reason:
            parts.append(plaintext2html(self.reason))
        if self.until:
            zone = case._get_customer_timezone()
            by_when = say_date(reader.with_context(tz=zone).env, self.until)
            sentence = reader.env._("You will hear from us by %s.", by_when)
            parts.append(Markup("<p>%s</p>") % sentence)
        return Markup().join(parts)

    def action_send(self):
        """Tell the complainant, on the way that reaches them.

        :raises ValidationError: what the complainant has to know is missing
        """
        self.ensure_one()
        self._check_complete()
        self.complaint_id._give_notice(self.words, self.until)
        return {"type": "ir.actions.act_window_close"}

    def _check_complete(self):
        """A notice says something; a late one why, and by when (R52)."""
        if is_html_empty(self.words):
            raise ValidationError(self.env._("Write what the complainant is told."))
        gaps = find_gaps(self.words)
        if gaps:
            raise ValidationError(
                self.env._(
                    "Fill in what is still missing in the text: %s", ", ".join(gaps)
                )
            )
        if self.notice == "late" and not (self.reason or "").strip():
            raise ValidationError(self.env._("Say why it takes longer."))
        if self.notice == "late" and not self.until:
            raise ValidationError(
                self.env._("Say by when the complainant hears from us.")
            )
        now = fields.Datetime.now()
        if self.until and self.until <= now:
            raise ValidationError(
                self.env._("The new date is over already: choose a later one.")
            )
        broken = self._get_clocks(["promise"]).filtered(
            lambda clock: clock.date_due < now
        )
        if broken and not self.until:
            raise ValidationError(
                self.env._(
                    "We promised to call back, and did not: say by when the "
                    "complainant hears from us."
                )
            )
