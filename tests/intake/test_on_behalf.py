# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Filing for somebody else: who speaks, who is answered, and on whose word."""

import base64

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from ..common import ComplaintCase

PDF = base64.b64encode(b"%PDF-1.4 Let my daughter speak for me")


@tagged("post_install", "-at_install")
class TestOnBehalf(ComplaintCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lawyer = cls.env["res.partner"].create(
            {
                "name": "Zhao Min",
                "email": "zhao@law.example",
                "phone": "020 5550 0199",
                "street": "1 Court Square",
            }
        )

    @classmethod
    def _file(cls, **vals):
        return cls._create_case(
            **{
                "on_behalf": True,
                "representative_id": cls.lawyer.id,
                "representative_relation": "lawyer",
                "answers_to": "representative",
                **vals,
            }
        )

    def test_details_come_from_the_contact(self):
        case = self._file()
        self.assertEqual(case.representative_name, "Zhao Min")
        self.assertEqual(case.representative_email, "zhao@law.example")

    def test_where_answers_go(self):
        """To whom the complainant wants them to go."""
        for answers_to, email, name in (
            ("complainant", "li.wei@example.com", "Li Wei"),
            ("representative", "zhao@law.example", "Zhao Min"),
            ("both", "li.wei@example.com, zhao@law.example", "Li Wei"),
        ):
            with self.subTest(answers_to):
                reach = self._file(answers_to=answers_to)._get_reach()
                self.assertEqual((reach.email, reach.name), (email, name))
        self.assertEqual(self._file(on_behalf=False)._get_reach().name, "Li Wei")

    def test_who_cannot_be_reached_is_not_asked(self):
        """A representative without any address leaves the complainant's."""
        case = self._file(representative_id=False, answers_to="representative")
        self.assertEqual(case._get_reach().email, "li.wei@example.com")

    def test_mails_go_there(self):
        """The acknowledgement reaches the representative, or both."""
        for answers_to, addresses in (
            ("complainant", {"li.wei@example.com"}),
            ("representative", {"zhao@law.example"}),
            ("both", {"li.wei@example.com", "zhao@law.example"}),
        ):
            for mode in ("named", "confidential"):
                case = self._with_mail(
                    self._file(answers_to=answers_to, identity_mode=mode)
                )
                with (
                    self.subTest(answers_to, mode=mode),
                    self.mock_mail_gateway(mail_unlink_sent=False),
                ):
                    case.with_user(self.handler).action_acknowledge()
                    mail = self._new_mails.filtered("complaint_milestone")
                    mail.send()
                    sent = {
                        address
                        for row in self._mails
                        for line in row["email_to"]
                        for address in addresses
                        if address in line
                    }
                    self.assertEqual(sent, addresses)
                    self.assertEqual(len(mail), 1)
                self.assertEqual(
                    case._get_open_clocks(["acknowledge"]),
                    self.env["complaint.clock"],
                )

    def test_who_writes_for_the_complainant(self):
        """Who gets the answers may come back on them."""
        for answers_to, expected in (
            ("complainant", False),
            ("representative", True),
            ("both", True),
        ):
            case = self._file(answers_to=answers_to)
            with self.subTest(answers_to):
                self.assertEqual(case._is_complainant(partner=self.lawyer), expected)
                self.assertEqual(
                    case._is_complainant(email="Zhao <ZHAO@law.example>"), expected
                )
            self.assertTrue(case._is_complainant(email="li.wei@example.com"))
            self.assertFalse(case._is_complainant(email="other@example.com"))

    def test_the_answer_needs_the_document(self):
        """What was found out is not told to just anybody; a manager may say why."""
        for answers_to in ("representative", "both"):
            case = self._bring_to(self._file(answers_to=answers_to), "approved")
            with self._assert_refused("lets them speak, or let the answers go"):
                case.with_user(self.handler).action_answer()
        case.authority_document = PDF
        case.with_user(self.handler).action_answer()
        self.assertTrue(case.date_answered)
        trusted = self._bring_to(self._file(), "approved")
        trusted.with_user(self.manager)._transition(
            "answer", reason="He showed it at the counter", override=True
        )
        self.assertTrue(trusted.date_answered)

    def test_to_the_complainant_no_document_is_needed(self):
        case = self._bring_to(self._file(answers_to="complainant"), "answered")
        self.assertTrue(case.date_answered)

    def test_inquiries_and_suggestions_too(self):
        inquiry = self._bring_to(self._file(kind="inquiry"), "acknowledged")
        inquiry.answer = "<p>Your account is empty.</p>"
        with self._assert_refused("lets them speak"):
            inquiry.with_user(self.handler).action_answer_inquiry()
        suggestion = self._bring_to(self._file(kind="suggestion"), "assessed")
        self.assertIn(
            "lets them speak", suggestion.with_user(self.manager).next_missing
        )

    def test_the_vault_keeps_the_representative(self):
        """A lawyer's name on a confidential case would tell whose it is (R152)."""
        case = self._file(
            identity_mode="confidential",
            user_id=self.handler.id,
            authority_document=PDF,
            authority_document_name="power.pdf",
        )
        for fname in (
            "representative_id",
            "representative_name",
            "representative_email",
            "representative_phone",
            "authority_document",
            "authority_document_name",
        ):
            self.assertFalse(case[fname], fname)
        self.assertEqual(case._get_reach().email, "zhao@law.example")
        self.assertTrue(case._has_authority_document())
        self._bring_to(case, "answered")
        files = self.env["ir.attachment"].sudo()
        found = files.search(
            [
                ("res_model", "in", ("complaint.complaint", "complaint.identity")),
                ("res_field", "=", "authority_document"),
                ("res_id", "in", case.ids + case.identity_ids.ids),
            ]
        )
        self.assertEqual(found.res_model, "complaint.identity")
        with self.assertRaises(AccessError):
            found.with_user(self.manager).read(["datas"])

    def test_protected_later(self):
        """Who asks for protection takes the representative along."""
        case = self._file(authority_document=PDF)
        case.with_user(self.handler).with_context(bin_size=True).write(
            {"identity_mode": "confidential"}
        )
        self.assertFalse(case.representative_name)
        self.assertFalse(case.authority_document)
        self.assertEqual(case.identity_ids.authority_document, PDF)
        self.assertTrue(case._has_authority_document())

    def test_anonymous_has_nobody(self):
        with self._assert_refused("is anonymous", ValidationError):
            self._file(identity_mode="anonymous", partner_name=False, email_from=False)

    def test_the_document_is_a_scan(self):
        for mode in ("named", "confidential"):
            with self.subTest(mode):
                with self._assert_refused("no scan", ValidationError):
                    self._file(
                        identity_mode=mode,
                        authority_document=base64.b64encode(b"<html>"),
                    )

    def test_a_lawyer_of_many_is_not_one_complainant(self):
        """Two clients of one lawyer are two people, also when cases are merged."""
        first, second = (
            self._file(
                identity_mode="confidential",
                partner_name=name,
                email_from=f"{name}@example.com",
            )
            for name in ("ann", "bob")
        )
        self.assertFalse(first._is_same_person(second))

    def test_the_portal_shows_it_to_who_gets_the_answers(self):
        """A representative follows the case on the portal, and reads no details."""
        portal = new_test_user(self.env, "case_rep", groups="base.group_portal")
        vals = {"representative_id": portal.partner_id.id, "user_id": self.handler.id}
        for mode in ("named", "confidential"):
            for answers_to, expected in (
                ("complainant", False),
                ("representative", True),
                ("both", True),
            ):
                case = self._file(answers_to=answers_to, identity_mode=mode, **vals)
                theirs = case.with_user(portal)
                with self.subTest(mode=mode, answers_to=answers_to):
                    self.assertEqual(bool(theirs._filtered_access("read")), expected)
                with self.assertRaises(AccessError):
                    theirs.read(["representative_name"])
