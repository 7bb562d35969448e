# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules that look at new cases at once: words, categories, a second of the same."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .word import CRITICAL_KINDS

# So many words are named.
NAMED = 3


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    def _look_at(self, cases):
        """Raise alerts for those of these new cases that the rule is about.

        :param cases: new cases, as sudo
        :return: the new alerts
        """
        self.ensure_one()
        # Who asks something may tell of an injury all the same.
        is_for_all = self.trigger == "words"
        watched = cases.filtered(lambda case: is_for_all or case.kind == "complaint")
        if self.company_id:
            watched = watched.filtered(lambda case: case.company_id == self.company_id)
        if self.category_ids:
            watched = watched.filtered_domain(
                [("category_id", "child_of", self.category_ids.ids)]
            )
        alerts = self.env["complaint.alert"].sudo()
        vals_list = (
            getattr(self, f"_look_for_{self.trigger}")(watched) if watched else []
        )
        raised = alerts._create_sealed(vals_list) if vals_list else alerts
        raised._call()
        self.write({"date_watched": fields.Datetime.now(), "error": False})
        return raised

    def _look_for_words(self, cases):
        kinds = (
            [self.word_kind]
            if self.word_kind
            else [kind for kind, _l in CRITICAL_KINDS]
        )
        words = self.env["complaint.alert.word"]
        found = {
            case: words._find_in(case._get_words_to_watch(), kinds)
            for case in self._filter_unwarned(cases)
        }
        return [
            {
                **self._prepare_case_alert(case),
                "word": " · ".join(said[:NAMED]),
            }
            for case, said in found.items()
            if said
        ]

    def _look_for_critical(self, cases):
        return [
            self._prepare_case_alert(case)
            for case in self._filter_unwarned(cases)
            if case._is_critical()
        ]

    def _look_for_again(self, cases):
        """A second case of the same thing within hours; the third is no news."""
        vals_list = []
        for (company, model, res_id), new in cases._group_by_batch_key().items():
            latest = max(new.mapped("date_received"))
            since = latest - timedelta(hours=self.hours)
            others = new | self._search_same(company, model, res_id, since)
            others = others.filtered(
                lambda case, key=(model, res_id): key in case._get_batch_keys()
            )
            if len(others) < 2:
                continue
            running = self._find_running(company, model, res_id)
            if running:
                running._write_sealed(
                    {"date_last": fields.Datetime.now(), "count": len(others)}
                )
                continue
            vals_list.append(
                {
                    **self._prepare_at_once(company),
                    "dimension": False,
                    "subject_model": model,
                    "subject_id": res_id,
                    "count": len(others),
                    "told_count": len(others),
                    "date_first": min(others.mapped("date_received")),
                }
            )
        return vals_list

    @api.model
    def _search_same(self, company, model, res_id, since):
        """Cases about the same thing that were received since then, as sudo."""
        cases = self.env["complaint.complaint"].sudo()
        return cases.search(
            self._get_again_domain(company, model, res_id)
            & Domain("date_received", ">=", since)
        )

    @api.model
    def _get_again_domain(self, company, model, res_id):
        """Which cases call as a second one of the same, as a ``Domain``."""
        return (
            self._get_same_domain(model, res_id)
            & self.env["complaint.complaint"]._get_complaint_domain()
            & Domain("company_id", "=", company.id)
        )

    @api.model
    def _get_same_domain(self, model, res_id):
        """Which cases are about one thing; a hook, as ``_get_batch_keys`` is.

        :return: a ``Domain``
        """
        return Domain("origin_ref", "=", f"{model},{res_id}")

    def _find_running(self, company, model, res_id):
        """The alert about the same thing that somebody still looks into."""
        since = fields.Datetime.now() - timedelta(weeks=4)
        return (
            self.env["complaint.alert"]
            .sudo()
            .search(
                [
                    ("rule_id", "=", self.id),
                    ("company_id", "=", company.id),
                    ("subject_model", "=", model),
                    ("subject_id", "=", res_id),
                    ("date_last", ">=", since),
                ],
                limit=1,
            )
        )

    def _filter_unwarned(self, cases):
        """Those of the cases of which nobody hears yet whom the rule names.

        A case in a critical category that says a critical word is one thing to do.
        """
        alerts = self.env["complaint.alert"].sudo()
        known = alerts.search([("complaint_id", "in", cases.ids)])
        # What the rule starts has to start, whoever was told by another one.
        named = set() if self.action_server_id else self._get_named()
        told = known.filtered(
            lambda alert: (
                alert.rule_id == self or named and named <= alert.rule_id._get_named()
            )
        )
        return cases - told.complaint_id

    def _get_named(self):
        """Whom the rule names, as a set that is compared with that of another rule."""
        self.ensure_one()
        named = set((self.user_ids | self.group_id.all_user_ids).ids)
        if self.to_department_head:
            named.add("department head")
        return named or {"officers"}

    def _prepare_at_once(self, company):
        now = fields.Datetime.now()
        return {
            "rule_id": self.id,
            "company_id": company.id,
            "source": "case",
            "date_first": now,
            "date_last": now,
            "count": 1,
            "told_count": 1,
        }

    def _prepare_case_alert(self, case):
        return {**self._prepare_at_once(case.company_id), "complaint_id": case.id}
