# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking names out of all that was written on a case, and people off all of its rows.

One walk over the registry (``Places``) for all cases that become protected, or whose
complainant is forgotten: each table is read once. Ledgers keep their rows; only the
words go, below ``write``, which refuses, and a mark stands in their place.
"""

from collections import defaultdict
from itertools import product

from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.tools import SQL

from ...tools.protection.redaction import Redactor
from .places import CASE, Places

# Rows that only say that somebody takes part: gone with them.
PARTICIPATIONS = ("mail.followers", "mail.notification", "calendar.attendee")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _forget_words(self, traces):
        """Leave nothing by which complainants are known in what hangs on their cases.

        What is in the files themselves is not looked at, and neither is what other
        apps keep of the customer.

        :param dict traces: case to the ``Traces`` that were read before
        """
        self.env.flush_all()
        places = Places(self.env(su=True))
        found = places.find(self)
        self._keep_pending_mails(found, traces)
        emails = set().union(*(told.emails for told in traces.values()))
        self._forget_found_addresses(emails)
        changed = defaultdict(set)
        redactors = {
            case.id: Redactor(told.words | told.emails) for case, told in traces.items()
        }
        people = self._get_people(traces)
        for name, owners in found.items():
            if not owners:
                continue
            for case_id in self._hide_words(places, name, owners, redactors):
                changed[case_id].add(name)
            if self._is_part(name):
                self._take_people_off(places, name, owners, people)
        self.env.invalidate_all()
        self._note_hidden_words(changed)

    def _forget_found_addresses(self, emails):
        """Strike out what the product itself noted of people; for the rooms.

        :param emails: their addresses, plain ones
        """

    def _hide_words(self, places, name, owners, redactors):
        """Hide what tells who it is in the words of one table.

        :return: set of the ids of cases where something was hidden
        """
        fields = places.get_words(name)
        if not fields:
            return set()
        changed = set()
        hidden = defaultdict(dict)
        for row in places.read_rows(name, owners, fields):
            for case_id, field in product(sorted(owners[row["id"]]), fields):
                value = hidden[field].get(row["id"], row[field.name])
                if not value:
                    continue
                is_html = field.type == "html" or field.name.endswith("_html")
                clean = redactors[case_id].hide_in_value(value, is_html)
                if clean != value:
                    if size := getattr(field, "size", None):
                        clean = clean[:size]
                    hidden[field][row["id"]] = clean
                    changed.add(case_id)
        for field, values in hidden.items():
            places.replace(name, field, values)
        return changed

    def _is_part(self, name):
        """Whether rows of a model are ours or Odoo's notes, not documents of an app."""
        model = self.env[name]
        return name.startswith("complaint.") or not any(
            field.type == "many2one" and field.store and field.comodel_name == CASE
            for field in model._fields.values()
        )

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def _get_people(self, traces):
        """Contacts of complainants, their logins, and those of people outside.

        :return: three dicts of case id to a set of ids
        """
        partners = {case.id: set(told.partners.ids) for case, told in traces.items()}
        users_sudo = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", list(set().union(*partners.values())))])
        )
        logins, outsiders = (
            {
                case_id: {user.id for user in users if user.partner_id.id in ids}
                for case_id, ids in partners.items()
            }
            for users in (users_sudo, users_sudo.filtered("share"))
        )
        return partners, logins, outsiders

    def _take_people_off(self, places, name, owners, people):
        """Let no row of one table point to complainants or their logins.

        :param people: ids of contacts, logins and logins from outside, by case id
        """
        if not any(people[0].values()):
            return
        partners, logins, outsiders = (
            _get_by_row(owners, of_cases) for of_cases in people
        )
        to_partners = places.get_people(name, "res.partner")
        to_users = places.get_people(name, "res.users")
        gone = defaultdict(dict)
        leaving = set()
        for row in places.read_rows(name, owners, to_partners + to_users):
            for field in to_partners:
                if row[field.name] not in partners[row["id"]]:
                    continue
                if name in PARTICIPATIONS:
                    leaving.add(row["id"])
                elif not field.required:
                    gone[field][row["id"]] = None
            for field in to_users:
                known = outsiders if self._is_choice(field) else logins
                if row[field.name] in known[row["id"]]:
                    gone[field][row["id"]] = SUPERUSER_ID
        for field, values in gone.items():
            places.replace(name, field, values)
        self._cut_relations(places, name, owners, partners)
        self.env[name].sudo().browse(leaving).unlink()

    def _is_choice(self, field):
        """Whether a user stands there as somebody chose them, not as they did it."""
        return field.name not in ("create_uid", "write_uid", "first_contact_user_id")

    def _cut_relations(self, places, name, owners, partners):
        """Take complainants out of lists of contacts on the rows of one table.

        :param dict partners: ids of contacts by row id
        """
        everybody = set().union(*partners.values())
        for field in self.env[name]._fields.values():
            is_list = field.type == "many2many" and field.comodel_name == "res.partner"
            if not (is_list and field.store and field.relation):
                continue
            relation = SQL.identifier(field.relation)
            mine, theirs = SQL.identifier(field.column1), SQL.identifier(field.column2)
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s, %s FROM %s WHERE %s IN %s AND %s IN %s",
                    mine,
                    theirs,
                    relation,
                    mine,
                    tuple(owners),
                    theirs,
                    tuple(everybody),
                )
            )
            gone = tuple(row for row in rows if row[1] in partners[row[0]])
            if gone:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE (%s, %s) IN %s",
                        relation,
                        mine,
                        theirs,
                        gone,
                    )
                )

    # ------------------------------------------------------------------
    # The mark
    # ------------------------------------------------------------------

    def _note_hidden_words(self, changed):
        """Say on each case that earlier texts are not any more as they were written.

        :param dict changed: case id to the names of the models with such texts
        """
        labels = {
            name: self.env["ir.model"]._get(name).name
            for name in set().union(*changed.values())
        }
        title = self.env._("Names were taken out of earlier texts")
        self.browse(changed)._message_log_batch(
            bodies={
                case_id: Markup("<b>%s</b><br/>%s")
                % (title, ", ".join(sorted({labels[name] for name in names})))
                for case_id, names in changed.items()
            }
        )


def _get_by_row(owners, of_cases):
    """What is known of the cases of each row, all together.

    :param dict owners: ids of cases by row id
    :param dict of_cases: a set of ids by case id
    :return: dict of row id to a set of ids
    """
    return {
        row_id: set().union(*(of_cases[case_id] for case_id in case_ids))
        for row_id, case_ids in owners.items()
    }
