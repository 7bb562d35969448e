# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company tells customers who want to complain, and what it takes in."""

import base64
from urllib.parse import urlencode

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import fields, models

from ...tools.answer.wording import say_amount

FORM_PATH = "/complaints/new"
# A poster with more languages is read by nobody.
POSTER_LANGUAGES = 3


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_public_form = fields.Boolean(
        string="Public Complaint Pages",
        default=True,
        help="Everybody can read how to complain, and complain, without a login.",
    )
    complaint_policy = fields.Html(
        translate=True,
        sanitize_style=True,
        help="A welcome in your own words, on top of the page that explains how to "
        "complain. Empty: ours.",
    )
    complaint_upload_count = fields.Integer(
        string="Files at Most",
        default=5,
        help="With one message from outside. 0: no files.",
    )
    complaint_upload_size_mb = fields.Integer(
        string="File Size at Most",
        default=10,
        help="Of each file, in megabytes.",
    )
    complaint_form_limit_address = fields.Integer(
        string="Messages an Hour from One Address",
        default=10,
        help="Through the public form, from one internet address. 0: no limit.",
    )
    complaint_form_limit_total = fields.Integer(
        string="Messages an Hour in Total",
        default=300,
        help="Through the public form, from everybody together. 0: no limit.",
    )

    _complaint_upload_count_sane = models.Constraint(
        "CHECK (complaint_upload_count BETWEEN 0 AND 20)",
        "Between 0 and 20 files can be sent along.",
    )
    _complaint_upload_size_mb_sane = models.Constraint(
        "CHECK (complaint_upload_size_mb BETWEEN 1 AND 100)",
        "A file can have between 1 and 100 megabytes.",
    )
    _complaint_form_limits_positive = models.Constraint(
        "CHECK (complaint_form_limit_address >= 0 AND complaint_form_limit_total >= 0)",
        "A limit cannot be negative; 0 means that there is none.",
    )

    # ------------------------------------------------------------------
    # What is promised (R22, R30)
    # ------------------------------------------------------------------

    def _get_complaint_promises(self, kind):
        """What the usual policy promises for a kind of case.

        The usual one is the first that asks for nothing but the kind.

        :param str kind: of the case
        :return: dict of milestone to ``TargetSpec``
        """
        self.ensure_one()
        for spec in self.env["complaint.sla.policy"]._get_specs(self.id):
            criteria = (
                spec.severity,
                spec.identity_mode,
                spec.categories,
                spec.channels,
                spec.teams,
                spec.partner_tags,
            )
            if spec.kind in (False, kind) and not any(criteria):
                return {target.milestone: target for target in spec.targets}
        return {}

    def _get_complaint_steps(self, kind):
        """What happens with a case, in plain words and order, with its deadlines.

        :param str kind: of the case
        :return: list of sentences
        """
        promises = self._get_complaint_promises(kind)
        steps = {
            "complaint": self._get_steps_of_complaint,
            "suggestion": self._get_steps_of_suggestion,
            "inquiry": self._get_steps_of_inquiry,
        }
        return [
            " ".join(filter(None, sentences)) for sentences in steps[kind](promises)
        ]

    def _get_steps_of_complaint(self, promises):
        return [
            (self._say_acknowledged(promises),),
            (
                self.env._(
                    "Somebody looks into it, and listens to everybody involved."
                ),
                self._say_updates(promises),
            ),
            (self._say_answered(promises), self._say_longest(promises)),
            (
                self.env._("You say whether you accept the answer."),
                self.env._("If not, we tell you who else can help."),
            ),
            (self._say_followed_up(promises),),
        ][: None if "followup" in promises else -1]

    def _get_steps_of_suggestion(self, promises):
        return [
            (self._say_acknowledged(promises),),
            (self.env._("A manager decides about it."),),
            (
                self.env._("You get the decision and its reasons, whatever it is."),
                self._say_promised(promises),
            ),
        ]

    def _get_steps_of_inquiry(self, promises):
        return [
            (self._say_replied(promises), self._say_longest(promises)),
            (self.env._("If it does not help, ask again: we stay at it."),),
        ]

    def _say_acknowledged(self, promises):
        target = promises.get("acknowledge")
        if not target or target.unit == "promised_date":
            return self.env._("We confirm that your message has arrived.")
        return self.env._(
            "We confirm that your message has arrived, within %s.",
            say_amount(self.env, target.amount, target.unit),
        )

    def _say_updates(self, promises):
        target = promises.get("update")
        if not target or target.unit == "promised_date":
            return ""
        return self.env._(
            "You hear from us at least every %s.",
            say_amount(self.env, target.amount, target.unit),
        )

    def _say_answered(self, promises):
        target = promises.get("resolve") or promises.get("answer")
        if not target or target.unit == "promised_date":
            return self.env._("You get an answer with our reasons.")
        return self.env._(
            "You get an answer with our reasons, within %s.",
            say_amount(self.env, target.amount, target.unit),
        )

    def _say_replied(self, promises):
        target = promises.get("answer")
        if not target or target.unit == "promised_date":
            return self.env._("We answer your question.")
        return self.env._(
            "We answer your question within %s.",
            say_amount(self.env, target.amount, target.unit),
        )

    def _say_longest(self, promises):
        target = promises.get("resolve") or promises.get("answer")
        if not target or not target.cap_amount or target.unit == "promised_date":
            return ""
        return self.env._(
            "Should it take longer we tell you why; it never takes longer than %s.",
            say_amount(self.env, target.cap_amount, target.unit),
        )

    def _say_promised(self, promises):
        target = promises.get("answer")
        if not target:
            return ""
        if target.unit == "promised_date":
            return self.env._("We tell you by which day.")
        return self.env._(
            "It takes at most %s.", say_amount(self.env, target.amount, target.unit)
        )

    def _say_followed_up(self, promises):
        target = promises.get("followup")
        if not target or target.unit == "promised_date":
            return self.env._("Later we ask whether all is well.")
        return self.env._(
            "After %s we ask whether all is well.",
            say_amount(self.env, target.amount, target.unit),
        )

    # ------------------------------------------------------------------
    # Whom to turn to
    # ------------------------------------------------------------------

    def _get_complaint_email(self):
        """The address that takes complaints by mail: a mailbox, or the company's."""
        self.ensure_one()
        return self._get_complaint_mailbox_address() or self.email

    def _get_complaint_mailbox_address(self):
        """The address of the company's most general mailbox, if it has one."""
        mailboxes = self.env["complaint.mailbox"].sudo()
        known = mailboxes.search([("company_id", "=", self.id)]).sorted(
            lambda box: (bool(box.category_id), box.kind != "complaint")
        )
        return next(filter(None, known.mapped("alias_email")), False)

    # ------------------------------------------------------------------
    # The poster
    # ------------------------------------------------------------------

    def _get_complaint_form_url(self, category=None):
        """The short address of the form, for posters, mails and web pages.

        :param category: a ``complaint.category`` that is chosen already, or nothing
        """
        self.ensure_one()
        query = {}
        if len(self.sudo().search([], limit=2)) > 1:
            query["company"] = self.id
        if category:
            query["category"] = category.id
        address = self.get_base_url() + FORM_PATH
        return f"{address}?{urlencode(query)}" if query else address

    def _get_poster_languages(self):
        """Languages of the poster: the company's first, then the others installed."""
        self.ensure_one()
        own = self.partner_id.lang or self.env.lang
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return sorted(codes, key=lambda code: code != own)[:POSTER_LANGUAGES]

    def _get_poster_qr(self, url):
        """The QR code of an address, as an SVG in base64: sharp at any size."""
        # Read also with a scratch or a fold in it.
        code = createBarcodeDrawing(
            "QR", value=url, format="svg", width=370, height=370, barLevel="Q"
        )
        return base64.b64encode(code.asString("svg").encode()).decode()
