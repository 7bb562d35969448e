# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of value and of offers share: types of remedies, and rates."""

from ..common import ComplaintCase


class ValueCase(ComplaintCase):
    """Contacts cost 5 and hours 20; ``foreign`` is a currency without a rate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_types()
        cls.company.write(
            {
                "currency_id": cls.env.ref("base.USD").id,
                "complaint_contact_cost": 5,
                "complaint_hour_cost": 20,
            }
        )
        cls.foreign = cls.env["res.currency"].create({"name": "XXV", "symbol": "V"})

    @classmethod
    def _set_up_types(cls):
        kinds = cls.env["complaint.remedy.type"]
        cls.refund, cls.correction, cls.coffee = kinds.create(
            [
                {
                    "name": "Refund",
                    "kind": "refund",
                    "is_fix": True,
                    "customer_text": "You get {amount} back.",
                },
                {
                    "name": "Correction",
                    "kind": "correction",
                    "needs_value": False,
                    "is_fix": True,
                    "customer_text": "We put it right: {what}.",
                },
                {
                    "name": "Coffee",
                    "kind": "gift",
                    "needs_value": False,
                    "customer_text": "We invite you to a coffee.",
                },
            ]
        )

    @classmethod
    def _add(cls, case, kind, amount=0, **vals):
        """A remedy that is prepared on a case, of which the facts are known (R83)."""
        case_sudo = case.sudo()
        if case.state not in ("resolved", "closed") and not case_sudo.finding:
            case_sudo.finding = "<p>The meters were swapped.</p>"
        return cls.env["complaint.remedy"].create(
            {"complaint_id": case.id, "type_id": kind.id, "amount": amount, **vals}
        )

    @classmethod
    def _set_rate(cls, currency, rate):
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": cls.company.id,
                "name": "2020-01-01",
                "rate": rate,
            }
        )
