# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the complainant is offered, and what they say to it and to our apology.

The page shows sentences that are made for the customer, and nothing else of a line:
not its type, who may promise it, who approved it, nor what it is worth to us (R93).
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty, plaintext2html

# States that a complainant reads of, in the order of the page.
TOLD_STATES = ("offered", "accepted", "fulfilled", "declined")
SETTLED_AS = {True: ("accepted", "fulfilled"), False: ("declined",)}
# Apologies whose words the complainant has: what was said is noted for us.
WRITTEN = ("mail", "letter")


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    is_for_another = fields.Boolean(
        string="For Another Complainant",
        readonly=True,
        copy=False,
        help="It was promised in a merged case to somebody else: the complainant of "
        "this case does not read of it, and does not answer for them.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"is_for_another"}

    def _decline(self, by="customer", note=None):
        """An apology that is not accepted is no small matter (R108)."""
        result = super()._decline(by=by, note=note)
        for line in self.sudo().filtered(lambda line: line.kind == "apology"):
            line.complaint_id._escalate_apology(note)
        return result


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _get_portal_remedies(self):
        """What was offered, agreed and done, for the page.

        :return: dict of ``options``, ``offers`` (both to be answered, with ``id`` and
            ``text``), ``lines`` (with ``text`` and ``status``) and ``refusals``,
            sentences; None when there is nothing to show
        """
        self.ensure_one()
        if self.state == "cancelled":
            return None
        remedies_sudo = self.sudo().remedy_ids.filtered(
            lambda line: line.state in TOLD_STATES and not line.is_for_another
        )
        open_sudo = self._get_open_offers()
        options_sudo = open_sudo.filtered("is_option")
        lines_sudo = self._filter_worth_telling(remedies_sudo - open_sudo)
        shown = {
            "options": self._prepare_portal_offers(options_sudo),
            "offers": self._prepare_portal_offers(open_sudo - options_sudo),
            "lines": [
                {"text": line._say(), "status": self._say_portal_remedy(line)}
                for line in lines_sudo.sorted(
                    lambda line: TOLD_STATES.index(line.state)
                )
            ],
            "refusals": self._get_refusal_lines() if self.date_answered else [],
        }
        return shown if any(shown.values()) else None

    def _prepare_portal_offers(self, remedies_sudo):
        return [{"id": line.id, "text": line._say()} for line in remedies_sudo]

    def _filter_worth_telling(self, remedies_sudo):
        """Without the options that are off because another one was chosen."""
        chosen_sudo = remedies_sudo.filtered(
            lambda line: line.is_option and line.state in SETTLED_AS[True]
        )
        if not chosen_sudo:
            return remedies_sudo
        return remedies_sudo.filtered(
            lambda line: not (line.is_option and line.state == "declined")
        )

    def _say_portal_remedy(self, line):
        """What became of a line, in a sentence."""
        day = line.date_fulfilled or line.date_settled
        when = day and self._say_portal_short_day(day)
        if line.state == "fulfilled":
            return self.env._("Done on %s.", when)
        if line.state == "accepted":
            return self.env._("Agreed on %s. We are taking care of it.", when)
        if line.state == "declined":
            return self.env._("You did not want this.")
        return self.env._("This was offered to you.")

    def _get_open_offers(self):
        """Offers that wait for the complainant's word; as sudo."""
        self.ensure_one()
        if self.state in ("closed", "cancelled"):
            return self.sudo().remedy_ids.browse()
        return self.sudo().remedy_ids.filtered(
            lambda line: line.state == "offered" and not line.is_for_another
        )

    def _get_portal_apology(self):
        """Our last apology, and what the complainant said to it.

        Not where strangers complained too: it may be for one of them.

        :return: dict with ``day``, ``words`` and ``response``; None without one
        """
        self.ensure_one()
        apology_sudo = self._get_last_apology()
        if not apology_sudo:
            return None
        is_written = apology_sudo.medium in WRITTEN
        has_words = is_written and not is_html_empty(apology_sudo.words)
        return {
            "day": self._say_portal_day(apology_sudo.date),
            "words": has_words and apology_sudo.words,
            "response": apology_sudo.response,
            "can_respond": apology_sudo.response == "pending"
            and self.state != "closed",
        }

    def _get_last_apology(self):
        apologies_sudo = self.sudo().apology_ids
        if self.state == "cancelled" or self._is_joint_with_strangers():
            return apologies_sudo.browse()
        return apologies_sudo.sorted(lambda row: (row.date, row.id))[-1:]

    def _take_over_records(self, merged):
        """What was promised to others stays theirs, on the case that goes on."""
        strangers = merged.filtered(lambda case: not self._is_same_person(case))
        theirs_sudo = strangers.sudo().remedy_ids
        result = super()._take_over_records(merged)
        theirs_sudo.filtered(lambda line: line.complaint_id == self)._write_sealed(
            {"is_for_another": True}
        )
        return result

    # ------------------------------------------------------------------
    # What they say
    # ------------------------------------------------------------------

    def _answer_offers_by_complainant(self, answers, note=""):
        """Take what the complainant says to our offers, once though it came twice.

        :param dict answers: ids of lines to whether they are wanted
        :param str note: what they add, as typed
        :raises UserError: a line is none of theirs, or was answered otherwise
        """
        self.ensure_one()
        case = self._as_the_house()
        case._wait_for_other_requests()
        lines = case._check_offers(answers)
        if not lines:
            return
        wanted = lines.filtered(lambda line: answers[line.id])
        unwanted = lines - wanted
        # What is declined goes first: choosing an option declines the others.
        unwanted._decline(by="customer", note=note)
        wanted._choose(by="customer")
        case._post_answers(wanted, unwanted, note)
        if unwanted and not case.remedy_ids.filtered(
            lambda line: (
                line.state in ("offered", *SETTLED_AS[True]) and not line.is_for_another
            )
        ):
            case._ask_for_other_offer(note)

    def _check_offers(self, answers):
        """The offers among the lines; those that were answered the same are done.

        :param dict answers: ids of lines to whether they are wanted
        :raises UserError: a line is none of this case, or was answered otherwise
        """
        offers = self._get_open_offers().filtered(lambda line: line.id in answers)
        settled = self.remedy_ids.filtered(
            lambda line: (
                line.id in answers
                and line.state in SETTLED_AS[answers[line.id]]
                and not line.is_for_another
            )
        )
        if len(offers) + len(settled) < len(answers):
            raise UserError(
                self.env._(
                    "What you chose is not offered any more. Below you see what we "
                    "offer now."
                )
            )
        if len([line for line in offers if line.is_option and answers[line.id]]) > 1:
            raise UserError(self.env._("Please choose one of the options."))
        return offers

    def _post_answers(self, wanted, unwanted, note):
        """Say in the talk what was chosen, as the complainant's own words."""
        parts = []
        if wanted:
            parts.append((self.env._("I accept:"), wanted))
        if unwanted:
            parts.append((self.env._("I do not want:"), unwanted))
        body = Markup().join(
            Markup("<p><b>%s</b></p><ul>%s</ul>")
            % (
                headline,
                Markup().join(Markup("<li>%s</li>") % line._say() for line in lines),
            )
            for headline, lines in parts
        )
        self._post_from_complainant(body + plaintext2html(note) if note else body)

    def _ask_for_other_offer(self, note):
        user = self._get_contact_person()
        case = self.with_context(lang=user.lang or self.env.lang)
        case.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=case.env._("The complainant wants none of what was offered"),
            note=plaintext2html(note) if note else False,
        )

    def _respond_by_complainant(self, is_accepted, reason=""):
        """Who accepts the answer has chosen among what it offers."""
        if is_accepted and self._get_open_offers().filtered("is_option"):
            raise UserError(
                self.env._(
                    "Please choose first what you want to have: we offer you several "
                    "things to choose from."
                )
            )
        return super()._respond_by_complainant(is_accepted, reason)

    def _respond_to_apology_by_complainant(self, is_accepted, note=""):
        """Record whether the complainant accepts our apology (R108).

        The same word, sent twice, counts once.

        :param bool is_accepted: whether they accept it
        :param str note: what they add, as typed
        :raises UserError: there is none, or they said something else already
        """
        self.ensure_one()
        case = self._as_the_house()
        case._wait_for_other_requests()
        apology = case._get_last_apology()
        response = "accepted" if is_accepted else "not_accepted"
        if apology and apology.response == response:
            return
        if apology.response != "pending" or case.state == "closed":
            raise UserError(self.env._("There is no apology that waits for your word."))
        apology.write({"response": response, "note": note or apology.note})
        headline = (
            self.env._("I accept your apology.")
            if is_accepted
            else self.env._("I do not accept your apology.")
        )
        body = Markup("<p><b>%s</b></p>") % headline
        case._post_from_complainant(body + plaintext2html(note) if note else body)
