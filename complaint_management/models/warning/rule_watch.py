# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The nightly watch: what stands out becomes an alert, once for each episode."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.warning import SENSITIVITIES, judge
from .people import in_bundle
from .rule import NIGHTLY
from .rule_counts import WEEK, WEEKS

# So long after the last look a rule is due again.
PAUSE = timedelta(hours=6)
# What was raised so lately counts for the nightly budget.
NIGHT = timedelta(hours=18)
# What is longer is not read.
LONGEST_ERROR = 500
_logger = logging.getLogger(__name__)


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Let each rule look, and end the episodes that are over.

        Rules are committed one by one. What fails says so on its rule and is tried
        the next night. Two workers at once do not look with the same rule.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        rules = self.sudo().search(self._get_due_domain())
        commit_progress(remaining=len(rules))
        for rule in rules:
            rule = rule.try_lock_for_update(allow_referencing=True)
            if not rule.filtered_domain(self._get_due_domain()):
                commit_progress(1)
                continue
            try:
                in_bundle(rule)._watch()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # Somebody else wrote the same: it is due still, and looked at next.
                self.env.cr.rollback()
            except Exception as error:
                self.env.cr.rollback()
                _logger.info("Early warning rule %s failed", rule.id, exc_info=True)
                rule._note_failure(error)
            if not commit_progress(1):
                break
        try:
            self.env["complaint.alert"].sudo()._tell_pending()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # They wait still, and are told the next time.
            self.env.cr.rollback()
        commit_progress()

    @api.model
    def _get_due_domain(self):
        """Rules that have not looked for some hours."""
        before = fields.Datetime.now() - PAUSE
        return Domain("trigger", "in", NIGHTLY) & (
            Domain("date_watched", "=", False) | Domain("date_watched", "<", before)
        )

    def _note_failure(self, error):
        """Keep what went wrong where managers see it."""
        self.write(
            {
                "date_watched": fields.Datetime.now(),
                "error": str(error)[:LONGEST_ERROR] or type(error).__name__,
            }
        )

    # ------------------------------------------------------------------
    # One look
    # ------------------------------------------------------------------

    def _watch(self, end=None):
        """Compare the last seven days of each subject with its past.

        :param datetime end: until when, in UTC; by default now
        :return: the new alerts
        """
        self.ensure_one()
        end = end or fields.Datetime.now()
        alerts = self.env["complaint.alert"].sudo()
        if not self._get_dimension():
            self._note_unwatchable()
            return alerts
        running = alerts._search_running(self, end)
        series, signals = self._look_back(end, running)
        for key, alerts_of_it in running.items():
            counts, signal = series.get(key, [0]), signals.get(key)
            if signal and alerts_of_it._is_joined(end):
                del signals[key]
                alerts_of_it[-1]._follow_episode(end, counts, signal)
            else:
                alerts_of_it[-1]._follow_episode(end, counts, None)
        raised = self._raise_alerts(end, series, signals)
        self.write(
            {
                "date_watched": fields.Datetime.now(),
                "series_count": len(series),
                "left_count": len(signals) - len(raised),
                "error": False,
            }
        )
        return raised

    def _look_back(self, end, running):
        """What was counted, and what of it stands out.

        :param datetime end: until when it is counted
        :param dict running: alerts that somebody may still look into, by key
        :return: dict of key to counts by week, the oldest first; and dict of key to
            ``Judgement``
        """
        series = self._count_series(end, always=running)
        signals = self._find_signals(series, end)
        if signals and (moments := self._get_import_moments(end)):
            # What was typed in all at once has not happened all at once.
            usual = self._count_series(end, always=signals, without=moments)
            kept = {key: usual[key] for key in signals if key in usual}
            signals = self._find_signals(kept, end)
        return series, self._leave_out_ancestors(signals, series, end)

    def _note_unwatchable(self):
        self.write(
            {
                "date_watched": fields.Datetime.now(),
                "error": self.env._(
                    "What it tells apart by is not there any more, as its app was "
                    "taken away. Choose another dimension."
                ),
            }
        )

    def _find_signals(self, series, end):
        """Judge each series, from where its present level began.

        :param dict series: lists of counts by key
        :param datetime end: the end of the last week
        :return: dict of key to ``Judgement``, of those that stand out
        """
        judge_series = self._get_judge(series, end)
        signals = {}
        for key, counts in series.items():
            if not counts[-1]:
                continue
            judgement = judge_series(key, counts)
            if judgement.is_signal:
                signals[key] = judgement
        return signals

    def _get_judge(self, series, end):
        """How each series is judged: as sensitively as the rule says, from its begin.

        :return: a function of key and counts that returns a ``Judgement``
        """
        alpha = SENSITIVITIES[self.sensitivity].alpha
        levels = self.env["complaint.alert"].sudo()._get_levels(self)
        begins = self._get_begins(series, end)

        def judge_series(key, counts):
            since = begins.get(key)
            if key in levels:
                since = max(0, WEEKS - 1 - (end - levels[key]) // WEEK)
            return judge(counts, alpha=alpha, least=self.least, since=since)

        return judge_series

    def _get_begins(self, series, end):
        """From which week on nothing of a subject means that there was nothing.

        Of a subject of a tree that is: since it exists, and since the company has
        counted anything. Of others nothing is known before their first record.

        :return: dict of key to the index of a week
        """
        dimension = self._get_dimension()
        if not dimension.tree:
            return {}
        first = {}
        for (company_id, _id), counts in series.items():
            week = next((n for n, count in enumerate(counts) if count), WEEKS - 1)
            first[company_id] = min(week, first.get(company_id, week))
        nodes = self.env[dimension.comodel].sudo().browse({key[1] for key in series})
        ages = {node.id: (end - node.create_date) // WEEK for node in nodes}
        begins = {}
        for key, counts in series.items():
            week = next((n for n, count in enumerate(counts) if count), WEEKS - 1)
            known = max(first[key[0]], WEEKS - 1 - ages[key[1]])
            begins[key] = max(0, min(week, known))
        return begins

    def _leave_out_ancestors(self, signals, series, end):
        """Keep of each branch what says most exactly where it happens.

        What is above is kept only where it stands out without what is below.

        :param dict signals: ``Judgement`` by key
        :param dict series: counts by key
        """
        dimension = self._get_dimension()
        if not dimension.tree or len(signals) < 2:
            return signals
        nodes = self.env[dimension.comodel].sudo().browse(key[1] for key in signals)
        paths = {node.id: node.parent_path for node in nodes}
        judge_series = self._get_judge(series, end)
        kept = {}
        # The deepest come first; what is above them is judged without them.
        for key in sorted(signals, key=lambda key: -paths[key[1]].count("/")):
            below = [
                other
                for other in kept
                if other[0] == key[0] and paths[other[1]].startswith(paths[key[1]])
            ]
            below = [
                other
                for other in below
                if not any(
                    other != nearer and paths[other[1]].startswith(paths[nearer[1]])
                    for nearer in below
                )
            ]
            rest = _subtract(series[key], [series[other] for other in below])
            if not below or judge_series(key, rest).is_signal:
                kept[key] = signals[key]
        return kept

    def _raise_alerts(self, end, series, signals):
        """Raise alerts for the most improbable, as many as a night may bring.

        :return: the new alerts
        """
        alerts = self.env["complaint.alert"].sudo()
        budget = alerts._count_by_company(self, fields.Datetime.now() - NIGHT)
        chosen = []
        for key, judgement in sorted(
            signals.items(), key=lambda signal: signal[1].p_value
        ):
            company_id = key[0]
            if budget.get(company_id, 0) < self.max_new:
                budget[company_id] = budget.get(company_id, 0) + 1
                chosen.append((key, judgement))
        raised = alerts._create_sealed(
            [
                self._prepare_alert(end, key, series[key], judgement)
                for key, judgement in chosen
            ]
        )
        raised._call()
        return raised

    def _prepare_alert(self, end, key, counts, judgement):
        company_id, subject_id = key
        dimension = self._get_dimension()
        return {
            "rule_id": self.id,
            "company_id": company_id,
            "source": self.source,
            "dimension": self.dimension,
            "subject_model": dimension.comodel,
            "subject_id": subject_id,
            "employee_id": dimension.personal and subject_id,
            "is_personal": self.is_personal,
            "date_first": end,
            **self.env["complaint.alert"]._prepare_figures(end, counts, judgement),
        }


def _subtract(counts, others):
    """Counts without those of others; all end with the same week."""
    rest = list(counts)
    for other in others:
        for place in range(1, min(len(rest), len(other)) + 1):
            rest[-place] = max(0, rest[-place] - other[-place])
    return rest
