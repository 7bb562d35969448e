# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complains in confidence is in the vault, and nowhere else (R152)."""

from base64 import b64encode

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .vault_common import VaultCase


@tagged("post_install", "-at_install")
class TestVault(VaultCase):
    # ------------------------------------------------------------------
    # Put away
    # ------------------------------------------------------------------

    def test_registered_in_confidence(self):
        """What the clerk typed goes into the vault, with what the contact adds."""
        case = self._create_secret(phone="139")
        self._assert_blank(case)
        vault = self._get_vault(case)
        self.assertEqual(vault.partner_id, self.secret)
        self.assertEqual(vault.partner_name, "Xanthippe Quell")
        self.assertEqual(vault.phone, "139")
        self.assertTrue(case.can_mail)
        self._assert_nowhere("Quell", "Hidden Lane")

    def test_by_form_import_and_default(self):
        """Whatever door it comes in by (R152)."""
        context = {"default_partner_id": self.secret.id}
        with Form(self.Complaint.with_user(self.clerk).with_context(**context)) as form:
            form.name = "By form"
            form.identity_mode = "confidential"
            self.assertEqual(form.partner_name, "Xanthippe Quell")
        self._assert_blank(form.record)
        self.assertEqual(self._get_vault(form.record).partner_id, self.secret)
        result = self.Complaint.with_user(self.officer).load(
            ["name", "identity_mode", "partner_name", "email_from"],
            [["Imported", "confidential", "Xanthippe Quell", "x@example.com"]],
        )
        imported = self.Complaint.browse(result["ids"])
        self._assert_blank(imported)
        self.assertEqual(self._get_vault(imported).email_from, "x@example.com")
        self._assert_nowhere("Quell", "x@example.com")

    def test_one_insert_for_many(self):
        """Registering many confidential cases costs no query for each vault."""
        vals = self._prepare_case_vals(identity_mode="confidential")
        cases = self.Complaint.create([vals] * 30)
        self.assertEqual(len(cases.sudo().identity_ids), 30)

    def test_protected_later(self):
        """Asked for afterwards: chatter, followers and creators forget (R152)."""
        portal = self._create_user("case_portal", "base.group_portal")
        portal.partner_id = self.secret
        case = self._create_case(partner_id=self.secret.id, partner_name=False)
        case.message_subscribe(self.secret.ids)
        case.message_post(
            body="It was me.",
            author_id=self.secret.id,
            message_type="email",
            email_from=self.secret.email_formatted,
            incoming_email_cc="xanthippe.quell@example.com",
            message_id="<1@mail.quell.example.com>",
        )
        unread = self.env["complaint.unread.mail"].create(
            {
                "name": "From Quell",
                "email_from": "xanthippe.quell@example.com",
                "preview": "Yours, Quell",
                "reason": "attachment",
                "company_id": case.company_id.id,
                "complaint_id": case.id,
                "original": b64encode(b"From: Quell"),
            }
        )
        case.message_post(
            body="Thank you.",
            message_type="comment",
            partner_ids=self.secret.ids,
            subtype_xmlid="mail.mt_comment",
        )
        attachment = self.env["ir.attachment"].create(
            {"name": "a.txt", "res_model": case._name, "res_id": case.id, "raw": b"a"}
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_uid = %s WHERE id = %s",
            [portal.id, attachment.id],
        )
        self.env.invalidate_all()
        case.with_user(self.handler).identity_mode = "confidential"
        self._assert_blank(case)
        self._assert_nowhere("Quell", "xanthippe.quell")
        self.assertNotIn(self.secret, case.message_partner_ids)
        self.assertNotIn(self.secret, case.message_ids.author_id)
        self.assertNotIn(self.secret, case.message_ids.partner_ids)
        self.assertNotIn(self.secret, case.message_ids.notification_ids.res_partner_id)
        self.assertNotIn(portal, attachment.create_uid)
        self.assertFalse(unread.original)
        self.assertTrue(unread.is_protected)
        self.assertIn("Confidential", case.message_ids[0].preview)

    def test_written_words_forgotten_later(self):
        """Greetings, signatures, letters and tickets tell no name (R152)."""
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "T", "description": "x", "partner_id": self.secret.id}
        )
        ticket.action_register_complaint()
        case = self._with_mail(ticket.complaint_ids)
        case.description = "<p>Not again! Xanthippe Quell</p>"
        case.user_id = self.handler
        case.action_acknowledge()
        case.message_post(
            body="Dear Xanthippe Quell, write to xanthippe.quell@example.com?",
            subject="For Xanthippe Quell",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        letter = self.env["ir.attachment"].create(
            {
                "name": f"{case.number.replace('/', '-')} - Answer.pdf",
                "res_model": case._name,
                "res_id": case.id,
                "raw": b"%PDF-1.4",
                "mimetype": "application/pdf",
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        case.with_user(self.handler).identity_mode = "confidential"
        self.assertFalse(case.ticket_id)
        self.assertFalse(letter.exists())
        self.assertNotIn(case.number, str(ticket.message_ids.mapped("body")))
        shown = [case.read(), case.message_ids.read(), case.contact_ids.read()]
        for secret in ("Xanthippe Quell", "xanthippe.quell", "+86 777 000 111"):
            self.assertNotIn(secret, str(shown))
        self.assertIn("Not again!", case.description)

    def test_many_are_looked_up_at_once(self):
        """A list of confidential cases costs no query for each of them."""
        cases = self.Complaint.union(*(self._create_secret() for _index in range(12)))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.assertTrue(all(cases.mapped("can_mail")))
            self.assertTrue(all(cases.mapped("reached_by")))

    def test_merge_tries_out_nobody(self):
        """Whether two people are one is not found out by merging them (R152)."""
        case = self._create_secret(user_id=self.handler.id)
        same = self._create_secret(user_id=self.handler.id)
        other = self._create_secret(
            partner_id=False, email_from="y@example.com", user_id=self.handler.id
        )
        said = {
            (case | guess).with_user(self.handler)._get_merge_obstacles()[0]
            for guess in (same, other)
        }
        self.assertEqual(len(said), 1)

    def test_link_is_not_previewed(self):
        """Whoever reads a mail before it is sent gets no key to the page (R48)."""
        for case in (
            self._create_secret(user_id=self.handler.id),
            self._with_mail(
                self._create_case(partner_id=self.secret.id, user_id=self.handler.id)
            ),
        ):
            token = case.sudo()._portal_ensure_token()
            for template in self.env["mail.template"].search(
                [("model", "=", case._name)]
            ):
                preview = (
                    self.env["mail.template.preview"]
                    .with_user(self.handler)
                    .create(
                        {
                            "mail_template_id": template.id,
                            "resource_ref": f"{case._name},{case.id}",
                        }
                    )
                )
                self.assertNotIn(token, str(preview.body_html), template.name)
            survey = "complaint_management.mail_template_survey"
            case.with_user(self.handler)._mail_customer(False, survey)
            mail = self.env["mail.mail"].search([], order="id desc", limit=1)
            self.assertIn(token, mail.body_html)
            self.assertNotIn(token, mail.mail_message_id.body)

    def test_anonymous_later(self):
        """From named or confidential to anonymous: nobody knows any more (R149)."""
        for mode in ("named", "confidential"):
            case = self._create_secret(identity_mode=mode, user_id=self.custodian.id)
            if mode == "confidential":
                with self._assert_refused("for good", AccessError):
                    case.with_user(self.officer).identity_mode = "anonymous"
            case.with_user(self.custodian)._forget_complainants("They asked for it.")
            self._assert_blank(case)
            self.assertFalse(self._get_vault(case))
        self.assertFalse(self.env["complaint.identity"].search([]))
        self._assert_nowhere("Quell", "xanthippe.quell")

    def test_added_later(self):
        """A contact that is given later goes the same way; nothing is lost."""
        case = self._create_secret()
        case.with_user(self.handler).write({"phone": "555", "name": "New subject"})
        self._assert_blank(case)
        self.assertEqual(case.name, "New subject")
        self.assertEqual(self._get_vault(case).phone, "555")
        case.with_user(self.handler).write({"phone": False})
        self.assertEqual(self._get_vault(case).phone, "555")
        case.write({"other_partner_ids": [Command.link(self.secret.id)]})
        self._assert_blank(case)
        self.assertIn(self.secret, self._get_vault(case).other_partner_ids)

    def test_nobody_without_the_right_to_the_case(self):
        """Refused before anything is put away, whoever catches the refusal."""
        case = self._create_secret(user_id=self.handler.id)
        try:
            case.with_user(self.outsider).write({"email_from": "mine@example.com"})
        except AccessError:
            kept = self._get_vault(case).email_from
        self.assertEqual(kept, "xanthippe.quell@example.com")

    def test_contact_put_right(self):
        """A mistyped address is replaced without anybody looking at it."""
        case = self._create_secret(user_id=self.handler.id)
        wizard = (
            self.env["complaint.identity.change"]
            .with_user(self.handler)
            .create({"complaint_id": case.id, "email_from": " right@example.com "})
        )
        wizard.action_change()
        self.assertEqual(self._get_vault(case).email_from, "right@example.com")
        self.assertEqual(self._get_vault(case).partner_name, "Xanthippe Quell")
        self.assertIn("new contact", case.message_ids[0].preview)
        self._assert_nowhere("right@example.com", "Quell")
        with self._assert_refused("has changed"):
            wizard.action_change()
        with self._assert_refused("not confidential"):
            wizard.create(
                {"complaint_id": self._create_case().id, "phone": "1"}
            ).action_change()

    def test_many_modes_at_once(self):
        """One write over cases of each mode keeps every promise."""
        cases = self._create_secret() | self._create_case()
        cases.with_user(self.officer).write({"phone": "777"})
        self.assertFalse(cases[0].phone)
        self.assertEqual(self._get_vault(cases[0]).phone, "777")
        self.assertEqual(cases[1].phone, "777")

    # ------------------------------------------------------------------
    # Nobody looks
    # ------------------------------------------------------------------

    def test_no_door_into_the_vault(self):
        """Neither managers nor administrators nor custodians read it (R152)."""
        case = self._create_secret()
        admin = self._create_user("case_admin", "base.group_system")
        for user in (self.handler, self.manager, self.custodian, admin):
            vault = self.env["complaint.identity"].with_user(user)
            with self.assertRaises(AccessError):
                vault.search_read([], ["partner_name"])
            with self.assertRaises(AccessError):
                vault.browse(self._get_vault(case).id).read(["email_from"])
            mine = self.Complaint.with_user(user)
            for operation in (
                lambda mine=mine: mine.browse(case.id).read(["identity_ids"]),
                lambda mine=mine: mine.search(
                    [("identity_ids.partner_name", "ilike", "Q")]
                ),
                lambda mine=mine: mine.browse(case.id).export_data(
                    ["identity_ids/partner_name"]
                ),
            ):
                with self.assertRaises(UserError):
                    operation()

    def test_not_named_again_by_staff(self):
        """Switching back would tell: a custodian does it, and it is logged."""
        case = self._create_secret()
        for user in (self.handler, self.manager):
            with self._assert_refused("custodian", AccessError):
                case.with_user(user).identity_mode = "named"
        self.custodian.group_ids += self.env.ref(
            "complaint_management.group_complaint_officer"
        )
        case.with_user(self.custodian).identity_mode = "named"
        self.assertEqual(case.partner_id, self.secret)
        self.assertEqual(case.email_from, "xanthippe.quell@example.com")
        self.assertFalse(self._get_vault(case))
        self.assertEqual(case.identity_access_ids.user_id, self.custodian)

    def test_no_ticket_leads_to_it(self):
        """Who sees a ticket learns of no protected case, nor of its customer."""
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Ticket", "description": "<p>A</p>", "partner_id": self.secret.id}
        )
        case = self._create_secret(ticket_id=ticket.id)
        self.assertFalse(case.ticket_id)
        case.sudo().ticket_id = ticket
        self.assertFalse(case.ticket_id)
        tickets = ticket.sudo()
        self.assertFalse(tickets.search_count([("complaint_ids", "!=", False)]))

    def test_possible_duplicates_try_out_nobody(self):
        """A typed name does not tell who is behind a confidential case (R152)."""
        self._create_secret()
        new = self.Complaint.with_user(self.officer).new(
            {
                "name": "Something else altogether",
                "identity_mode": "confidential",
                "partner_name": "Xanthippe Quell",
                "email_from": "xanthippe.quell@example.com",
            }
        )
        self.assertFalse(new.possible_duplicate_count)

    # ------------------------------------------------------------------
    # Merged and continued
    # ------------------------------------------------------------------

    def test_merged_only_with_the_same_person(self):
        """Merging tells nobody about another complainant (R149)."""
        case = self._create_secret()
        with self._assert_refused("different people"):
            self._create_secret(
                partner_id=False, email_from="y@example.com"
            )._merge_into(case)
        again = self._create_secret()
        again._merge_into(case)
        self.assertEqual(again.merged_into_id, case)

    def test_continued_in_confidence(self):
        """A case that came back too late can still be answered (R53)."""
        case = self._create_secret()
        continued = case._continue("It happened again.")
        self.assertEqual(continued.identity_mode, "confidential")
        self._assert_blank(continued)
        self.assertEqual(self._get_vault(continued).partner_id, self.secret)
