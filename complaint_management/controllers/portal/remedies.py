# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Choosing among what is offered, and a word on our apology (R93, R108)."""

from odoo.http import request

from .case import PAGE, ComplaintCasePage
from .doors import page
from .public_form import as_id, clean_line, clean_text

OFFER = "offer_"
NOTES = ("offer_note", "apology_note")


def read_offers(params):
    """What was chosen among the offers, as it was posted.

    :param dict params: fields of the form
    :return: (dict of ids to whether the line is wanted; what stands in the fields;
        whether anything in them is no answer to an offer)
    """
    given = {
        name: clean_line(value)
        for name, value in params.items()
        if name == "option" or (name.startswith(OFFER) and name not in NOTES)
    }
    answers, is_wrong = {}, False
    for name, value in given.items():
        if name == "option":
            continue
        line_id = as_id(name.removeprefix(OFFER))
        is_wrong = is_wrong or not line_id or value not in ("accept", "decline")
        answers[line_id] = value == "accept"
    option = given.get("option")
    if option and option != "none":
        is_wrong = is_wrong or not as_id(option)
        answers[as_id(option)] = True
    return answers, given, is_wrong


def prepare_offers(case, params, check_text):
    """What a posted form answers, and what is wrong with it.

    :param case: as sudo
    :param dict params: fields of the form
    :param check_text: why a text cannot stay as it is
    :return: (answers, note, errors, what was typed)
    """
    answers, given, is_wrong = read_offers(params)
    note = clean_text(params.get("offer_note"))
    if given.get("option") == "none":
        options = case._get_open_offers().filtered("is_option")
        answers.update(dict.fromkeys(options.ids, False))
    errors = {}
    if is_wrong:
        errors["offers"] = request.env._("Please choose among what is offered below.")
    elif not answers and given.get("option") != "none":
        errors["offers"] = request.env._("Please choose what you want to have.")
    if wrong := check_text(note):
        errors["offer_note"] = wrong
    return answers, note, errors, {**given, "offer_note": note}


def prepare_apology(params, check_text):
    """What a posted form says to our apology, and what is wrong with it.

    :return: (whether it is accepted, note, errors, what was typed)
    """
    word = params.get("apology")
    note = clean_text(params.get("apology_note"))
    errors = {}
    if word not in ("accept", "reject"):
        errors["apology"] = request.env._("Please choose one of the two.")
    if wrong := check_text(note):
        errors["apology_note"] = wrong
    return word == "accept", note, errors, {"apology": word, "apology_note": note}


class ComplaintRemedyPage(ComplaintCasePage):
    @page(f"{PAGE}/offers", type="http", auth="public", website=True, methods=["POST"])
    def portal_complaint_offers(self, complaint_id, access_token=None, **params):
        """Take what the complainant chose among our offers (R93)."""

        def act(visit):
            case = visit.case
            answers, note, errors, given = prepare_offers(
                case, params, self._check_text
            )
            return self._try(
                visit,
                errors,
                given,
                lambda: case._answer_offers_by_complainant(answers, note),
                lambda _result: self._go_back(case, visit.token, "chosen"),
            )

        return self._act(complaint_id, access_token, act)

    @page(f"{PAGE}/apology", type="http", auth="public", website=True, methods=["POST"])
    def portal_complaint_apology(self, complaint_id, access_token=None, **params):
        """Take what the complainant says to our apology (R108)."""

        def act(visit):
            case = visit.case
            is_accepted, note, errors, given = prepare_apology(params, self._check_text)
            return self._try(
                visit,
                errors,
                given,
                lambda: case._respond_to_apology_by_complainant(is_accepted, note),
                lambda _result: self._go_back(case, visit.token, "apology"),
            )

        return self._act(complaint_id, access_token, act)
