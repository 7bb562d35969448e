# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests about remedies share: their types, and a line on a case."""

from ..common import ComplaintCase

# Several of it are still what every user of complaints may promise.
SMALL = 10


class RemedyCase(ComplaintCase):
    """A case with something to make good, and the types to do it with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Remedy = cls.env["complaint.remedy"]
        cls.types = {
            name: cls.env.ref(f"complaint_management.remedy_type_{name}")
            for name in (
                "apology",
                "correction",
                "refund",
                "voucher",
                "gift",
                "compensation",
            )
        }

    @classmethod
    def _add_remedy(cls, case, kind="refund", user=None, **vals):
        """A prepared line, as the handler adds it.

        :param case: the case that it belongs to
        :param str kind: which of ``types``
        :param user: who adds it instead of the handler
        """
        type_ = cls.types[kind]
        cls._find_out(case)
        if type_.needs_value:
            vals.setdefault("amount", SMALL)
        remedies = cls.Remedy.with_user(user or cls.handler)
        return remedies.create(
            {"complaint_id": case.id, "type_id": type_.id, **vals}
        ).with_env(cls.env)

    @classmethod
    def _find_out(cls, case):
        """The facts come first (R83)."""
        case_sudo = case.sudo()
        if case.state not in ("resolved", "closed") and not case_sudo.finding:
            case_sudo.finding = "<p>The meters were swapped.</p>"

    @classmethod
    def _as_handler(cls, records):
        return records.with_user(cls.handler)

    @classmethod
    def _bring_to_close(cls, case, **vals):
        """A resolved case of which only the closing is left."""
        cls._bring_to(case, "resolved", **vals)
        cls._log_contact(case, purpose="follow_up", mood="4")
        return case
