# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customers of an incident are told: one text, all open cases (R105)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty, plaintext2html

from ..answer.case_answer import find_gaps
from ..case.life_cycle import OPEN_STATES

KINDS = [
    ("workaround", "What helps until it is fixed"),
    ("fix", "What was fixed"),
    ("other", "Something else"),
]
STATES = [
    ("draft", "Draft"),
    ("sending", "Going Out"),
    ("done", "Told"),
]
CRON = "complaint_management.ir_cron_incident_news"


class ComplaintIncidentNews(models.Model):
    """One text for the customers of all open cases of an incident.

    A job tells each of them once, in their language, on the way that reaches them. It
    is not for cases that have ended, nor for those that are only related. What was
    skipped is listed with the reason (``complaint.incident.told``).
    """

    _name = "complaint.incident.news"
    _description = "Word to the Customers of an Incident"
    _inherit = "complaint.incident.part.mixin"
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    incident_id = fields.Many2one(
        comodel_name="complaint.incident",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        selection=KINDS, string="About", required=True, default="workaround"
    )
    body = fields.Html(
        string="What They Are Told",
        required=True,
        translate=True,
        sanitize="email_outgoing",
        help="Without greeting and signature: they stand around it. All of them read "
        "it as it stands, so name nobody in it. Translate it for those who speak "
        "another language.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Sent By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_sent = fields.Datetime(string="Sent On", readonly=True, copy=False)
    told_ids = fields.One2many(
        comodel_name="complaint.incident.told",
        inverse_name="news_id",
        string="Who Was Told",
        readonly=True,
        copy=False,
    )
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    told_count = fields.Integer(
        string="Number Told",
        compute="_compute_counts",
        help="Those of protected cases are counted, too.",
    )
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    new_count = fields.Integer(
        string="Not Told Yet",
        compute="_compute_new_count",
        help="Open cases that came later, or were opened again.",
    )
    untranslated = fields.Char(
        string="Not Translated To",
        compute="_compute_untranslated",
        help="The languages of customers who would read it in another one.",
    )

    @api.model
    def _get_sealed_fields(self):
        return {"state", "author_id", "date_sent", "told_ids"}

    # ------------------------------------------------------------------
    # What is seen
    # ------------------------------------------------------------------

    @api.depends("kind", "incident_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for news in self:
            parts = (news.incident_id.display_name, kinds.get(news.kind))
            news.display_name = ": ".join(filter(None, parts))

    @api.depends("told_ids.state")
    @api.depends_context("uid")
    def _compute_counts(self):
        """All of them, also those that the user may not know by name.

        Whom a protected case is about does not learn that there is one (R153).
        """
        counts = defaultdict(dict)
        told_sudo = self.env["complaint.incident.told"].sudo()
        barred = self.env.user.sudo().barred_complaint_ids.ids
        for news, state, count in told_sudo._read_group(
            [("news_id", "in", self.ids), ("complaint_id", "not in", barred)],
            ["news_id", "state"],
            ["__count"],
        ):
            counts[news.id][state] = count
        for news in self:
            by_state = counts[news._origin.id]
            news.waiting_count = by_state.get("waiting", 0)
            news.told_count = by_state.get("told", 0)
            news.skipped_count = by_state.get("skipped", 0)
            news.failed_count = by_state.get("failed", 0)

    @api.depends("state", "told_ids.state", "incident_id.complaint_ids.state")
    @api.depends_context("uid")
    def _compute_new_count(self):
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        for news in self:
            news.new_count = cases.search_count(news._origin._get_new_domain())

    def _get_new_domain(self):
        """Open cases of the incident whose customers do not hear it yet.

        Not those that the user may not know of (R153).
        """
        barred = self.env.user.sudo().barred_complaint_ids.ids
        told_sudo = self.env["complaint.incident.told"].sudo()
        known = told_sudo._search(
            [("news_id", "in", self.ids), ("state", "!=", "skipped")]
        )
        return (
            Domain("incident_id", "in", self.incident_id.ids)
            & Domain("state", "in", OPEN_STATES)
            & Domain("id", "not in", known.select("complaint_id"))
            & Domain("id", "not in", barred)
        )

    @api.onchange("kind")
    def _onchange_kind(self):
        """It begins with what the incident says of it, to be put in fit words."""
        said = self.incident_id[self.kind] if self.kind in ("workaround", "fix") else ""
        if said and is_html_empty(self.body):
            self.body = plaintext2html(said)

    @api.depends("body", "incident_id.complaint_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_untranslated(self):
        names = dict(self.env["res.lang"].get_installed())
        for news in self:
            langs = news._origin._get_untranslated() if news._origin else ()
            known = sorted(names.get(lang, lang) for lang in langs)
            news.untranslated = ", ".join(known)

    def _get_untranslated(self):
        """Languages of customers in which the text does not say anything of its own.

        :return: set of codes
        """
        self.ensure_one()
        cases = self.env["complaint.complaint"].sudo()
        groups = cases.with_context(active_test=False)._read_group(
            [
                ("incident_id", "=", self.incident_id.id),
                ("state", "in", OPEN_STATES),
                ("id", "not in", self.env.user.sudo().barred_complaint_ids.ids),
            ],
            ["lang"],
        )
        spoken = {lang for (lang,) in groups if lang}
        texts = self._fields["body"]._get_stored_translations(self) or {}
        written_in = self.sudo().create_uid.lang or self.env.lang or "en_US"
        own = texts.get(written_in, texts.get("en_US"))
        return {
            lang
            for lang in spoken - {written_in}
            if texts.get(lang, texts.get("en_US")) == own
        }

    # ------------------------------------------------------------------
    # Who reads and changes it
    # ------------------------------------------------------------------

    def write(self, vals):
        """What went out stays as it was, and nothing moves to another's incident.

        :raises UserError: it is not a draft any more
        """
        if not self._is_written_by_us(vals):
            self._check_draft()
        result = super().write(vals)
        if "incident_id" in vals:
            self.check_access("write")
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        if not self.env.su:
            self._check_draft()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        if any(news.state != "draft" for news in self):
            raise UserError(
                self.env._(
                    "Customers were told this already: it stays as it is. Write "
                    "another word to them."
                )
            )

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def action_send(self):
        """Tell it to the customers of all open cases of the incident, soon.

        :raises UserError: it is empty or has gaps, was sent already, or there is nobody
            to tell
        """
        self.check_access("write")
        self._lock_for_act()
        for news in self:
            news._check_can_send()
            news.sudo()._write_sealed(
                {
                    "author_id": self.env.uid,
                    "date_sent": fields.Datetime.now(),
                }
            )
            news._plan()
            news.incident_id._log_news(news)
        return True

    def action_tell_new(self):
        """Tell it to those who came later; who was told is not told again.

        :raises UserError: there is nobody new
        """
        self.check_access("write")
        self._lock_for_act()
        for news in self:
            if news.state == "draft" or not news.new_count:
                raise UserError(
                    self.env._("There is nobody new to tell: all open cases were told.")
                )
            news._plan()
        return True

    def action_try_again(self):
        """Tell those again for whom it failed, after what stood against it is gone."""
        self.check_access("write")
        self._lock_for_act()
        failed = self.sudo().told_ids.filtered(lambda row: row.state == "failed")
        failed.write({"state": "waiting", "error": False, "tries": 0})
        failed.news_id._write_sealed({"state": "sending"})
        self.env.ref(CRON)._trigger()
        return True

    def action_view_told(self):
        """Open the list of who was told and who was not, as far as one may read it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_incident_told_action"
        )
        action.update(
            name=self.display_name,
            domain=[("news_id", "=", self.id)],
        )
        return action

    def _check_can_send(self):
        """Refuse what would leave customers puzzled.

        :raises UserError: saying what is missing
        """
        self.ensure_one()
        self._check_draft()
        texts = self._fields["body"]._get_stored_translations(self) or {}
        if is_html_empty(self.body) or any(map(is_html_empty, texts.values())):
            raise UserError(self.env._("Write what the customers are told."))
        gaps = [gap for text in texts.values() for gap in find_gaps(text)]
        if gaps:
            raise UserError(
                self.env._(
                    "Fill in what is still missing in the text: %s", ", ".join(gaps)
                )
            )
        if not self.new_count:
            raise UserError(
                self.env._("There is nobody to tell: the incident has no open case.")
            )

    def _plan(self):
        """List the cases, in one statement however many there are, and start the job.

        A case that is listed already stays as it is, unless it was skipped and is open
        again. Two who press the button at once list each case once.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO complaint_incident_told AS told
                       (news_id, complaint_id, company_id, tries, state, reason)
                SELECT %(news)s, id, company_id, 0,
                       CASE WHEN state IN %(open)s THEN 'waiting' ELSE 'skipped' END,
                       CASE WHEN state IN %(open)s THEN NULL ELSE state END
                  FROM complaint_complaint
                 WHERE incident_id = %(incident)s
                    ON CONFLICT (news_id, complaint_id) DO UPDATE
                   SET state = excluded.state, reason = NULL
                 WHERE told.state = 'skipped' AND excluded.state = 'waiting'
                RETURNING id
                """,
                news=self.id,
                incident=self.incident_id.id,
                open=OPEN_STATES,
            )
        )
        self.env["complaint.incident.told"].invalidate_model()
        self.sudo()._write_sealed({"state": "sending"})
        self.invalidate_recordset(["told_ids"])
        self.env.ref(CRON)._trigger()

    def _finish(self):
        """What waits for nobody any more is done; called as sudo."""
        waiting = self.env["complaint.incident.told"]._read_group(
            [("news_id", "in", self.ids), ("state", "=", "waiting")], ["news_id"]
        )
        going_on = self.browse().union(*(news for (news,) in waiting))
        (self - going_on)._write_sealed({"state": "done"})
