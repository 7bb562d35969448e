# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Protection that is asked for late: mails that wait, tickets, many cases at once."""

import re
from collections import Counter
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .vault_common import VaultCase

_READ = re.compile(r'^\s*SELECT\b.*?\bFROM "?(\w+)', re.IGNORECASE | re.DOTALL)


@tagged("post_install", "-at_install")
class TestProtectedLater(VaultCase):
    def _create_named(self, **vals):
        return self._create_secret(
            identity_mode="named", user_id=self.handler.id, **vals
        )

    def _protect(self, cases):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        cases.with_user(self.handler).identity_mode = "confidential"

    # ------------------------------------------------------------------
    # Mails that wait
    # ------------------------------------------------------------------

    def _queue(self, case, **vals):
        return self.env["mail.mail"].create(
            {
                "model": case._name,
                "res_id": case.id,
                "subject": "About Xanthippe Quell",
                "body_html": "<p>Dear Xanthippe Quell</p>",
                "email_from": "house@example.com",
                "state": "outgoing",
                **vals,
            }
        )

    def test_mail_to_the_complainant_still_goes_out(self):
        """As it was written, to them, and to nobody else."""
        case = self._create_named()
        by_contact = self._queue(
            case, recipient_ids=[(6, 0, (self.secret | self.handler.partner_id).ids)]
        )
        by_address = self._queue(
            case,
            email_to="Xanthippe Quell <xanthippe.quell@example.com>, b@example.com",
            email_cc="c@example.com",
        )
        self._protect(case)
        self.assertEqual(by_contact.recipient_ids, self.secret)
        self.assertEqual(by_address.email_to, "xanthippe.quell@example.com")
        self.assertFalse(by_address.email_cc)
        for mail in by_contact | by_address:
            self.assertEqual(mail.state, "outgoing")
            self.assertIn("Xanthippe Quell", mail.body_html)
        with self.mock_mail_gateway():
            (by_contact | by_address).send()
        self.assertEqual(len(self._mails), 2)

    def test_nothing_but_mails_to_the_complainant(self):
        """Where all mails are left as they are, none is looked into (R153)."""
        case = self._create_named()
        self.env["mail.mail"].search([("res_id", "=", case.id)]).unlink()
        mail = self._queue(case, recipient_ids=[(6, 0, self.secret.ids)])
        self._protect(case)
        self.assertEqual(mail.recipient_ids, self.secret)
        self.assertEqual(case.identity_mode, "confidential")

    def test_our_answer_counts_when_it_is_sent(self):
        """A milestone that waits for its mail is reached, though the name is gone."""
        case = self._create_named()
        mail = self._queue(
            case,
            recipient_ids=[(6, 0, self.secret.ids)],
            complaint_milestone="acknowledge",
        )
        clock = case.clock_ids.filtered(lambda row: row.milestone == "acknowledge")
        self._protect(case)
        self.assertEqual(clock.state, "running")
        with self.mock_mail_gateway():
            mail.send()
        self.assertNotEqual(clock.state, "running")

    def test_mail_to_a_colleague_loses_the_name(self):
        case = self._create_named()
        mail = self._queue(
            case,
            recipient_ids=[(6, 0, (self.handler | self.employee).partner_id.ids)],
            state="exception",
        )
        self._protect(case)
        self.assertEqual(mail.recipient_ids, self.handler.partner_id)
        self.assertEqual(mail.state, "exception")
        self.assertNotIn("Quell", f"{mail.body_html} {mail.subject}")

    def test_mail_to_others_is_stopped(self):
        """Who may not know of the case learns nothing from what was queued before."""
        case = self._create_named()
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "email": "s@example.com"}
        )
        mails = self._queue(case, email_to="d@example.com") | self._queue(
            case, recipient_ids=[(6, 0, (stranger | self.employee.partner_id).ids)]
        )
        sent = self._queue(case, email_to="e@example.com", state="sent")
        self._protect(case)
        self.assertEqual(set(mails.mapped("state")), {"cancel"})
        self.assertIn("became protected", mails[0].failure_reason)
        self.assertEqual(sent.state, "sent")
        for mail in mails | sent:
            self.assertNotIn("Quell", f"{mail.body_html} {mail.subject}")

    # ------------------------------------------------------------------
    # Tickets and leads
    # ------------------------------------------------------------------

    def _register_from_ticket(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Bill of Quell", "description": "x", "partner_id": self.secret.id}
        )
        ticket.action_register_complaint()
        case = self._with_mail(ticket.complaint_ids)
        case.user_id = self.handler
        return ticket, case

    def test_whoever_protects_hears_of_the_ticket(self):
        """The ticket's own words belong to the helpdesk: who protects is told."""
        ticket, case = self._register_from_ticket()
        with Form(case.with_user(self.handler)) as form:
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as told:
                form.identity_mode = "confidential"
        self.assertIn("still names the customer", str(told.output))
        self.assertFalse(case.ticket_id)
        self.assertEqual(ticket.name, "Bill of Quell")
        said = str(case.message_ids.mapped("body"))
        self.assertIn("still names the customer", said)
        self.assertNotIn("Bill of", said)

    def test_opportunity_of_ours_loses_the_case(self):
        """What we wrote into it about the case is taken out, and nothing else."""
        case = self._create_named(description="<p>It leaks</p>")
        lead = self.env["crm.lead"].create(case._prepare_winback_lead_vals())
        case.sudo().winback_lead_id = lead
        name, number = case.name, case.number
        self._protect(case)
        self.assertFalse(case.winback_lead_id)
        self.assertNotIn(number, lead.description)
        self.assertNotIn(name, lead.description)
        self.assertIn("It leaks", lead.description)

    def test_merged_cases_are_protected_too(self):
        """They are cancelled, but name the same people."""
        case, merged, first = (self._create_named() for _index in range(3))
        first._merge_into(merged)
        merged._merge_into(case)
        self._protect(case)
        for each in merged | first:
            self.assertEqual(each.identity_mode, "confidential")
            self._assert_blank(each)
        self._assert_nowhere("Quell", "xanthippe.quell")

    # ------------------------------------------------------------------
    # Many
    # ------------------------------------------------------------------

    def _create_many(self, count):
        partners = self.env["res.partner"].create(
            [
                {"name": f"Person Number{index}", "email": f"p{index}@example.com"}
                for index in range(count)
            ]
        )
        cases = self.Complaint.create(
            [
                self._prepare_case_vals(
                    partner_id=partner.id,
                    user_id=self.handler.id,
                    description=f"<p>{partner.name} wrote</p>",
                )
                for partner in partners
            ]
        )
        for case in cases:
            case.message_post(body=f"Dear {case.partner_id.name}")
            self._log_contact(case, summary=f"Called {case.partner_id.name}")
        return cases

    def _count_reads(self, count):
        """How many queries read from each table, while cases become protected."""
        cases = self._create_many(count)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        self.env.invalidate_all()
        reads = Counter()
        execute = Cursor.execute

        def count_read(cursor, query, *args, **kwargs):
            code = query.code if isinstance(query, SQL) else query
            if found := _READ.match(code):
                reads[found[1]] += 1
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", count_read):
            cases.with_user(self.handler).identity_mode = "confidential"
            self.env.flush_all()
        for case in cases:
            self.assertNotIn("Number", f"{case.description} {case.contact_ids.summary}")
        return reads

    def test_many_cost_no_more_reading_than_few(self):
        """Each table is read as often for twenty cases as for five."""
        self._count_reads(1)
        few, many = self._count_reads(5), self._count_reads(20)
        grown = {
            table: (few[table], reads)
            for table, reads in many.items()
            if reads > few[table] + 2
        }
        self.assertFalse(grown)
