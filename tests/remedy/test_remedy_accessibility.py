# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Offers and apology have no barrier that axe-core finds, wide or small (R93)."""

from odoo.tests import tagged

from ..accessibility_common import AccessibilityCase
from .value_common import ValueCase

OFFERS = "form.o_complaint_offers"
APOLOGY = "form.o_complaint_apology"
HEADING = "What you get"


class OfferPages(AccessibilityCase, ValueCase):
    @classmethod
    def _offer(cls, case):
        """Options, offers, long words, what was refused, and an apology."""
        cls._add(case, cls.refund, 50, is_option=True)
        cls._add(case, cls.coffee, is_option=True)
        cls._add(case, cls.correction, name="电表" * 40 + "W" * 80)
        refused = cls._add(case, cls.refund, 1, claimed_amount=10000, name="Anger")
        refused.refusal_reason = "The law knows no compensation for anger."
        refused.action_refuse()
        case.claimed_amount = 10000
        case.refusal_reason = "We pay what was lost."
        cls._bring_to(case, "answered")
        cls.env["complaint.apology"].create(
            {
                "complaint_id": case.id,
                "user_id": cls.handler.id,
                "medium": "letter",
                "words": "<p>We are sorry for the dark evenings.</p>",
            }
        )


@tagged("post_install", "-at_install")
class TestPortalOffers(OfferPages):
    def setUp(self):
        super().setUp()
        self._offer(self.case)
        self._log_in(self.user)

    def test_to_be_chosen(self):
        self._assert_page(self._get_url(), HEADING)

    def test_errors(self):
        self._assert_page(self._get_url(), HEADING, OFFERS)
        self._assert_page(self._get_url(), HEADING, OFFERS, offer_note="x" * 20001)
        self._assert_page(self._get_url(), HEADING, APOLOGY)

    def test_chosen(self):
        self._assert_page(self._get_url(), "Agreed on", OFFERS, option=str(self._best))
        self._assert_page(
            self._get_url(), "was not accepted", APOLOGY, apology="reject"
        )
        agreed = self.case.remedy_ids.filtered(lambda line: line.state == "accepted")
        agreed.fulfilment_note = "By hand"
        agreed.action_fulfil()
        self._assert_page(self._get_url(), "Done on")

    def test_colleague(self):
        """Who may not choose reads what is offered."""
        self._log_in(self.handler)
        self._assert_page(self._get_url(), "What we offer")

    @property
    def _best(self):
        return self.case.remedy_ids.filtered("is_option")[0].id


@tagged("post_install", "-at_install")
class TestTrackingOffers(OfferPages):
    def test_page(self):
        vals = {
            "name": "Told to sell what nobody needs",
            "description": "<p>Every customer is charged for insurance.</p>",
            "identity_mode": "anonymous",
            "category_id": self.category.id,
        }
        case = self.Complaint._register_from_outside(vals, (), "first")
        case = case.with_env(self.env)
        code = self.Complaint._get_tracking_code("first")
        self._offer(case)
        url = "/complaints/track"
        self._assert_page(url, HEADING, "form.o_complaint_door", code=code)
        self._assert_page(url, HEADING, OFFERS)
        self._assert_page(url, HEADING, APOLOGY)
        self._assert_page(url, "Agreed on", OFFERS, option=self._get_option(case))

    @staticmethod
    def _get_option(case):
        return str(case.remedy_ids.filtered("is_option")[0].id)
