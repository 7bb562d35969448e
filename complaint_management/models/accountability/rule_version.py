# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules that entries cite keep their terms; a new version says something else."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# What an entry cites: once cited, only a new version of the rule changes it.
TERMS = frozenset(
    {
        "code",
        "name",
        "clause",
        "company_id",
        "basis",
        "liability",
        "fault_level",
        "kind",
        "points",
        "months",
        "amount",
        "currency_id",
        "confirm_by",
        "date_from",
    }
)
TEXTS = ("name", "clause")


class ComplaintPenaltyRule(models.Model):
    _inherit = "complaint.penalty.rule"

    def write(self, vals):
        # First: what is said below would tell that there are entries.
        self.check_access("write")
        self._check_terms_stay(vals)
        return super().write(vals)

    def _get_used(self):
        """Those of the rules that entries cite."""
        groups = (
            self.env["complaint.penalty"]
            .sudo()
            ._read_group([("rule_id", "in", self.ids)], ["rule_id"])
        )
        return self.browse(rule.id for (rule,) in groups)

    def _check_terms_stay(self, vals):
        """Keep what entries cite; a new version says something else.

        :raises UserError: the terms of a rule in use would change, or it would end
            before it was cited last
        """
        if not (TERMS | {"date_to"}) & set(vals):
            return
        for rule in self._get_used():
            changed = [
                rule._fields[fname]._description_string(self.env)
                for fname in sorted(TERMS & set(vals))
                if rule._fields[fname].convert_to_write(rule[fname], rule)
                != rule._fields[fname].convert_to_write(
                    rule._fields[fname].convert_to_record(
                        rule._fields[fname].convert_to_cache(vals[fname], rule), rule
                    ),
                    rule,
                )
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "Entries cite “%(rule)s”, so its terms stay: %(fields)s. Use "
                        "“New version” to have another rule from tomorrow on.",
                        rule=rule.display_name,
                        fields=", ".join(changed),
                    )
                )
            rule._check_not_ended_before_use(vals.get("date_to"))

    def _check_not_ended_before_use(self, date_to):
        """An entry cites a rule that was valid when it was proposed."""
        end = fields.Date.to_date(date_to)
        if not end:
            return
        last = (
            self.env["complaint.penalty"]
            .sudo()
            .search(
                [("rule_id", "=", self.id)],
                order="date_proposed desc, id desc",
                limit=1,
            )
        )
        if fields.Datetime.context_timestamp(last, last.date_proposed).date() > end:
            raise UserError(
                self.env._(
                    "“%(rule)s” was cited on %(date)s: it cannot end before that.",
                    rule=self.display_name,
                    date=fields.Date.to_string(last.date_proposed),
                )
            )

    def update_field_translations(self, field_name, translations, source_lang=""):
        """Texts that entries cite are translated, and not rewritten that way."""
        self.check_access("write")
        if field_name in TEXTS:
            for rule in self._get_used():
                known = rule._get_known_translations(field_name)
                if any(
                    known.get(lang) not in (None, text)
                    for lang, text in translations.items()
                ):
                    rule._check_terms_stay({field_name: None})
        return super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )

    def _get_known_translations(self, field_name):
        """The texts of a field that somebody wrote, by language."""
        self.ensure_one()
        field = self._fields[field_name]
        return dict(field._get_stored_translations(self) or {})

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        if self._get_used():
            raise UserError(
                self.env._("Entries cite this rule: archive it, or let it end.")
            )

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------

    def _is_valid_on(self, day):
        """Whether the rule applies on a day.

        :param date day: a local date
        """
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

    @api.constrains("code", "company_id", "active", "date_from", "date_to")
    def _check_one_version(self):
        """On each day one version of a rule applies at most.

        :raises ValidationError: another version applies at the same time
        """
        for rule in self.filtered("active"):
            domain = Domain("active", "=", True) & Domain("id", "!=", rule.id)
            domain &= Domain("code", "=", rule.code)
            domain &= Domain("company_id", "=", rule.company_id.id)
            if rule.date_to:
                domain &= Domain("date_from", "=", False) | Domain(
                    "date_from", "<=", rule.date_to
                )
            if rule.date_from:
                domain &= Domain("date_to", "=", False) | Domain(
                    "date_to", ">=", rule.date_from
                )
            if self.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "Another version of “%s” applies at the same time: let one end "
                        "before the other begins.",
                        rule.display_name,
                    )
                )

    @api.model
    def _get_valid_domain(self, day):
        """Rules that apply on a day, as a ``Domain``; archived ones do not.

        :param date day: a local date
        """
        return (
            Domain("active", "=", True)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def action_new_version(self):
        """End the rule today, and open a copy of it that applies from tomorrow on.

        :raises UserError: it ended already
        :return: the window of the new version
        """
        self.ensure_one()
        self.check_access("write")
        today = fields.Date.context_today(self)
        if self.date_to and self.date_to <= today:
            raise UserError(
                self.env._("“%s” has ended: it has another version.", self.display_name)
            )
        if self.date_from and self.date_from > today:
            raise UserError(
                self.env._(
                    "“%s” has not begun yet: change it as it is.", self.display_name
                )
            )
        end, self.date_to = self.date_to, today
        version = self.copy(
            {
                "date_from": fields.Date.add(today, days=1),
                "date_to": end,
                "name": self.name,
            }
        )
        return version._get_records_action(name=self.env._("New Version"))
