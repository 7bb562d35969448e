# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of fulfilling share: agreed remedies, and documents to be about."""

from tests.apps.common import AppsCase

WAYS = ("credit_note", "coupon", "gift_card", "repair", "return", "opportunity", "task")


class FulfilmentCase(AppsCase):
    """A customer with documents, and remedies that were agreed with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Remedy = cls.env["complaint.remedy"]
        cls.customer = cls.env["res.partner"].create(
            {"name": "Chen Min", "email": "chen@example.com"}
        )
        cls.stranger = cls.env["res.partner"].create({"name": "Somebody Else"})
        cls.types = {
            way: cls.env["complaint.remedy.type"].create(
                {"name": way, "fulfilment": way, "needs_value": True}
            )
            for way in ("hand", *WAYS)
        }

    @classmethod
    def _create_agreed(cls, way, origin=None, amount=40, case_vals=None, **vals):
        """A remedy that the customer agreed to, as the handler sees it.

        :param str way: how it is fulfilled
        :param origin: the document that the case is about
        """
        case = cls._bring_to(
            cls._create_case(
                **{
                    "partner_id": cls.customer.id,
                    "origin_ref": origin and f"{origin._name},{origin.id}",
                    **(case_vals or {}),
                }
            ),
            "assessed",
        )
        remedy = cls.Remedy.create(
            {
                "complaint_id": case.id,
                "type_id": cls.types[way].id,
                "name": "What was agreed",
                "amount": amount,
                **vals,
            }
        )
        remedy._write_sealed({"state": "accepted"})
        return remedy.with_user(cls.handler)

    @classmethod
    def _get_result(cls, remedy):
        """What was created, as the system sees it."""
        remedy_sudo = remedy.with_env(cls.env)
        if not remedy_sudo.result_id:
            return None
        return cls.env[remedy_sudo.result_model].browse(remedy_sudo.result_id)
