# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is taken as an email address, at each door (R53)."""

import doctest

import pytest

from odoo.tests import Form, tagged

from odoo.addons.complaint_management.tools.mail import email_address
from odoo.addons.complaint_management.tools.mail.email_address import (
    clean_address,
    is_email_address,
    split_addresses,
)

from ..common import ComplaintCase
from ..portal.public_common import PublicCase


@pytest.mark.parametrize(
    "text",
    [
        "li.wei@example.com",
        "o'neil+bill@mail.ex-ample.co.uk",
        "李伟@例子.中国",
        "a@xn--fsqu00a.xn--fiqs8s",
        "many..dots.@carrier.example",
    ],
)
def test_addresses(text):
    assert is_email_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.com",
        "ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "anna＠example.com",
        "anna@example。com",
        "anna@example．com．",
        " anna@example.com\u3000",
        "anna@example.com.",
        "anna@example.com;",
        "<anna@example.com>",
        "(anna@example.com)",
        "mailto:anna@example.com",
        "anna\u200b@example.com\ufeff",
        "\u202aanna@example.com\u202c",
        "anna@example.com\xa0",
    ],
)
def test_meant_addresses(text):
    assert clean_address(text) == "anna@example.com"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Li <li@example.com>", "Li <li@example.com>"),
        ("a@b.com；c＠d.com.，", "a@b.com, c@d.com"),
        ("not an address", "not an address"),
        ("Nr. 5。", "Nr. 5。"),
        (False, False),
        ("a b＠example.com", "a b@example.com"),
    ],
)
def test_what_else_stays(text, meant):
    assert clean_address(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a@localhost",
        "a@b.c",
        "a@1.2.3.4",
        "a@[1.2.3.4]",
        "a@-b.com",
        "a@b..com",
        "a@b.com.",
        "a b@example.com",
        "Li <li@example.com>",
        "li@example.com, a@b.com",
        "@example.com",
        "example.com",
        "a@b@example.com",
        "a" * 65 + "@example.com",
        "a@" + "b." * 130 + "com",
        "",
        None,
        False,
    ],
)
def test_no_addresses(text):
    assert not is_email_address(text)


@pytest.mark.parametrize(
    ("text", "good", "wrong"),
    [
        ('"Wei, Li" <li@example.com>', ["li@example.com"], []),
        ("a@example.com; b@example.com", ["a@example.com", "b@example.com"], []),
        ("Li <li@example.com>, a@b", ["li@example.com"], ["a@b"]),
        ("li@example.com Li", [], ["li@example.com Li"]),
        ("nonsense", [], ["nonsense"]),
        ("<>", [], ["<>"]),
        (" ", [], []),
        (None, [], []),
    ],
)
def test_lines(text, good, wrong):
    assert split_addresses(text) == (good, wrong)


def test_examples():
    assert not doctest.testmod(email_address).failed


@tagged("post_install", "-at_install")
class TestDoors(ComplaintCase):
    def _assert_unreachable(self, case):
        """Nothing is lost, and nobody waits for a mail that cannot arrive."""
        self.assertEqual(case.sudo()._get_identity_source().email_from, "a@b")
        self.assertFalse(case.can_mail)

    def test_registering(self):
        for fname in ("email_from", "representative_email", "external_email"):
            with self._assert_refused("name@example.com"):
                self._create_case(**{fname: "a@b"})

    def test_writing(self):
        case = self._create_case()
        with self._assert_refused("“a@b” is no email address"):
            case.with_user(self.clerk).email_from = "li@example.com, a@b"
        with self._assert_refused("Email"):
            form = Form(case.with_user(self.clerk))
            form.email_from = "a@b"
            form.save()

    def test_vault(self):
        case = self._create_case(identity_mode="confidential", user_id=self.handler.id)
        change = self.env["complaint.identity.change"].with_user(self.handler)
        with self._assert_refused("name@example.com"):
            change.create(
                {"complaint_id": case.id, "email_from": "a@b"}
            ).action_change()
        with self._assert_refused("name@example.com"):
            self._create_case(identity_mode="confidential", email_from="a@b")

    def test_full_width_is_taken(self):
        """What a Chinese or Japanese keyboard makes is meant as an address (R53)."""
        case = self._create_case(email_from="ａｎｎａ＠example。com ")
        self.assertEqual(case.email_from, "anna@example.com")
        self.assertTrue(case.can_mail)
        case.with_user(self.officer).write(
            {"email_cc": "a＠b.com；c@d.com.", "email_from": "bo＠example.com"}
        )
        self.assertEqual(case.email_from, "bo@example.com")
        self.assertEqual(case.email_cc, "a@b.com, c@d.com")
        secret = self._create_case(
            identity_mode="confidential", email_from="anna＠example.com"
        )
        self.assertEqual(secret._get_reach().email, "anna@example.com")

    def test_full_width_of_a_contact(self):
        partner = self.env["res.partner"].create(
            {"name": "Anna", "email": "anna＠example.com"}
        )
        case = self._create_case(email_from=False)
        case.partner_id = partner
        self.assertEqual(case._get_reach().email, "anna@example.com")

    def test_import_keeps_what_stands_in_the_file(self):
        result = (
            self.Complaint.with_user(self.officer)
            .with_context(import_file=True)
            .load(["name", "partner_name", "email_from"], [["Bill", "Li", "a@b"]])
        )
        self.assertTrue(result["ids"], result["messages"])
        self._assert_unreachable(self.Complaint.browse(result["ids"]))

    def test_what_is_kept_goes_on_and_is_merged(self):
        """What stands on a case is no reason to refuse what is done with it."""
        kept = self.Complaint.create(self._prepare_case_vals(email_from="a@b"))
        child = kept.with_user(self.officer)._continue("It goes on")
        self._assert_unreachable(child)
        other = self._create_case(email_from=False, partner_name=kept.partner_name)
        child.with_user(self.officer)._merge_into(other.with_user(self.officer))
        self.assertEqual(child.merged_into_id, other)

    def test_outside_keeps_what_was_sent(self):
        for mode in ("named", "confidential"):
            case = self.Complaint._register_from_outside(
                {
                    "name": "Bill",
                    "identity_mode": mode,
                    "partner_name": "Li",
                    "email_from": "a@b",
                }
            )
            self._assert_unreachable(case)
            mails = self.env["mail.mail"].sudo().search([("email_to", "=", "a@b")])
            self.assertFalse(mails)

    def test_ticket_keeps_what_it_has(self):
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Bill",
                "description": "<p>Wrong</p>",
                "partner_name": "Li",
                "partner_email": "a@b",
            }
        )
        ticket.with_user(self.officer).sudo().action_register_complaint()
        self._assert_unreachable(ticket.complaint_ids)


@tagged("post_install", "-at_install")
class TestPublicDoor(PublicCase):
    def test_form_says_so(self):
        response = self._send(
            description="Wrong bill", identity="named", name="Li", email="a@b"
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("name@example.com", response.text)

    def test_full_width_is_taken(self):
        response = self._send(
            description="Wrong bill",
            identity="named",
            name="Li",
            email=" ｌｉ＠example．com。",
        )
        self.assertNotEqual(response.status_code, 422)
        case = self._get_last_case()
        self.assertEqual(case.email_from, "li@example.com")

    def _get_last_case(self):
        cases = self.env["complaint.complaint"]
        return cases.search([], order="id desc", limit=1)
