# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""“You helped us fix it”: who complained hears what was done about it (R141).

Once it is done and checked, each complainant of its cases is told once, in their
language and on their way, unless they want to hear no more of it.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty, plaintext2html
from odoo.tools.mail import email_normalize_all

from ..answer.case_answer import find_gaps

STAFF = "complaint_management.group_complaint_user"
CRON = "complaint_management.ir_cron_action_told"
# An answer comes before the news of what else was done.
ANSWERED = ("resolved", "closed")
TEXT_FIELDS = frozenset({"told_text", "tells_complainants"})


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    tells_complainants = fields.Boolean(
        string="Tell Those Who Complained",
        default=True,
        help="Once it is done and checked, the complainants of its cases are told that "
        "they helped to fix it: each once, in their language, if they want to hear.",
    )
    told_text = fields.Html(
        string="What They Are Told",
        default=lambda self: self._get_standard_words(),
        translate=True,
        sanitize="email_outgoing",
        copy=False,
        help="Without greeting and signature: they stand around it. All of them read "
        "it as it stands, so name nobody in it. Translate what you change for those "
        "who speak another language.",
    )
    told_ids = fields.One2many(
        comodel_name="complaint.action.told",
        inverse_name="action_id",
        string="Who Was Told",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    has_failed_to_tell = fields.Boolean(
        compute="_compute_has_failed_to_tell",
        groups=STAFF,
        export_string_translation=False,
    )

    @api.depends("told_ids.state")
    @api.depends_context("uid")
    def _compute_has_failed_to_tell(self):
        """Of those cases that the user may read."""
        for action in self:
            action.has_failed_to_tell = "failed" in action.told_ids.mapped("state")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"told_ids"}

    # ------------------------------------------------------------------
    # The words
    # ------------------------------------------------------------------

    @api.model
    def _get_standard_words(self):
        """What they are told unless somebody writes more, in the reader's language."""
        return plaintext2html(
            self.env._(
                "Some time ago you told us that something had gone wrong. We looked "
                "for the cause and changed what was needed, so that it does not happen "
                "again; somebody else has checked that it was done.\n\n"
                "You helped us to fix it. Thank you."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Standard words are there in each language that is spoken."""
        actions = super().create(vals_list)
        actions._translate_standard_words()
        return actions

    def _translate_standard_words(self):
        standard = self._fields["told_text"].convert_to_cache(
            self._get_standard_words(), self
        )
        langs = {code for code, _name in self.env["res.lang"].get_installed()}
        langs.discard(self.env.lang or "en_US")
        unchanged = self.filtered(lambda action: action.told_text == standard)
        for lang in langs:
            there = unchanged.with_context(lang=lang)
            there.write({"told_text": there._get_standard_words()})

    def write(self, vals):
        """What was told stays as it was.

        :raises UserError: they are told already
        """
        if TEXT_FIELDS & set(vals):
            self._check_untold()
        result = super().write(vals)
        if {"complaint_ids", "incident_ids"} & set(vals):
            self.sudo()._plan_to_tell()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        if field_name == "told_text":
            self._check_untold()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def _check_untold(self):
        told = self.filtered(lambda action: action.state == "checked")
        if told:
            raise UserError(
                self.env._(
                    "Who complained is told of “%s” already: what they read stays as "
                    "it is.",
                    told[0].name,
                )
            )

    def _find_missing(self, name, given):
        missing = super()._find_missing(name, given)
        if name == "check" and self.tells_complainants and self._get_cases_to_tell():
            words = self._say_words_missing()
            missing = [*missing, words] if words else missing
        return missing

    def _say_words_missing(self):
        """What is missing in the text to complainants, in whichever language."""
        texts = self._fields["told_text"]._get_stored_translations(self) or {}
        if is_html_empty(self.told_text) or any(map(is_html_empty, texts.values())):
            return self.env._(
                "write what the complainants are told, or say that they are not told."
            )
        gaps = [gap for text in texts.values() for gap in find_gaps(text)]
        if gaps:
            return self.env._(
                "fill in what is still missing in the text to the complainants: %s",
                ", ".join(gaps),
            )
        return None

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "check":
            self.sudo()._plan_to_tell()
        return result

    def _plan_to_tell(self):
        """List who is told, and have it done soon; who was listed stays as they are;
        as sudo."""
        rows = self.env["complaint.action.told"]
        for action in self:
            if action.state == "checked" and action.tells_complainants:
                new = action._get_cases_to_tell() - action.told_ids.complaint_id
                rows |= rows.create(
                    [{"action_id": action.id, "complaint_id": case.id} for case in new]
                )
        if rows:
            self.env.ref(CRON)._trigger()

    def _get_cases_to_tell(self):
        """The cases whose complainants helped to fix it, whoever may read them.

        A hook: other chapters add those that led to it by another way.

        :return: cases, as sudo
        """
        self.ensure_one()
        return self.sudo().complaint_ids

    def _is_to_tell(self, case):
        """Whether the complainant of a case helped to fix it; asked of one by one.

        :param case: one case, as sudo
        """
        self.ensure_one()
        return case in self.sudo().complaint_ids

    def action_tell_again(self):
        """Try those again for whom it failed, after what stood against it is gone."""
        self.check_access("write")
        failed = self.sudo().told_ids.filtered(lambda row: row.state == "failed")
        failed.write({"state": "waiting", "error": False, "tries": 0})
        self.env.ref(CRON).sudo()._trigger()
        return True


class ComplaintActionTold(models.Model):
    """A case whose complainant is told, once, what was done about it (R141)."""

    _name = "complaint.action.told"
    _description = "Complainant Told of an Action"
    _inherit = ["complaint.telling.mixin"]
    _order = "action_id desc, state, id"
    _log_access = False

    action_id = fields.Many2one(
        comodel_name="complaint.action",
        required=True,
        ondelete="cascade",
        index=True,
    )
    reason = fields.Selection(
        selection=[
            ("unwanted", "They do not want to hear of it"),
            ("same", "They heard it by another case"),
            ("unreachable", "Nobody knows how to reach them"),
            ("cancelled", "The case is cancelled"),
            ("left", "The case did not lead to it"),
            ("unsure", "Perhaps nobody complained: it looks like spam"),
        ],
        string="Why Skipped",
    )

    _once = models.UniqueIndex(
        "(action_id, complaint_id)", "This complainant is told of it already."
    )
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.model
    def _get_ready_condition(self):
        """While a case is not answered, or the action is open again, it waits."""
        return SQL(
            "complaint.state IN %s AND EXISTS (SELECT FROM complaint_action action"
            " WHERE action.id = told.action_id AND action.state = 'checked')",
            (*ANSWERED, "cancelled"),
        )

    def _get_skip_reason(self):
        self.ensure_one()
        case = self.complaint_id
        if not self.action_id._is_to_tell(case):
            return "left"
        if case.state == "cancelled":
            return "cancelled"
        if case.is_suspected_spam:
            return "unsure"
        if not case.wants_news:
            return "unwanted"
        if not case._can_be_told():
            return "unreachable"
        return "same" if self._heard_it() else False

    def _heard_it(self):
        """Whether the same person was told by another case of the action."""
        reach = self.complaint_id._get_reach()
        emails = email_normalize_all(reach.email or "")
        partner = reach.partner
        if not emails and not partner:
            return False
        told = self._search(
            [("action_id", "=", self.action_id.id), ("state", "=", "told")]
        ).select("complaint_id")
        person = Domain("email_normalized", "in", emails)
        if partner:
            person |= Domain("partner_id", "=", partner.id)
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        named = Domain("id", "in", told) & person
        vaulted = Domain("complaint_id", "in", told) & person
        return bool(
            cases.search_count(named, limit=1)
            or self.env["complaint.identity"].search_count(vaulted, limit=1)
        )

    def _give_words(self):
        """Protected complainants hear it as all others, on a way that hides them.

        It promises no more than who checked it may promise (R90).
        """
        case = self.complaint_id._as_the_house()
        words = self.action_id.with_context(lang=case.lang).told_text
        as_author = case.with_user(self.action_id.checked_by_id).sudo()
        as_author._check_words([("message", words)], promises_only=True)
        return case._give_notice(words)
