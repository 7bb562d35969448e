# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What came in and what was done stays, whoever asks and by whatever door."""

import contextlib
from base64 import b64encode

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .evidence_common import EvidenceCase

CASE = "complaint.complaint"
FORGED = {"body": "<p>I withdraw everything.</p>"}


@tagged("post_install", "-at_install")
class TestEvidence(EvidenceCase):
    def _get_doors(self, user):
        """Name and call of every way to what is kept, for a user."""
        env = self.env(user=user, su=False)
        case = self.case.with_user(user)
        messages = self.word | self.note | self.step
        file, task = self.file.with_user(user), self.task.with_user(user)
        yield from self._get_record_doors(env, case)
        for message in messages.with_user(user):
            yield "message body", lambda m=message: m.write(FORGED)
            yield (
                "message author",
                lambda m=message: m.write(
                    {"author_id": self.customer.id, "email_from": self.customer.email}
                ),
            )
            yield "message date", lambda m=message: m.write({"date": "2020-01-01"})
            yield "message parent", lambda m=message: m.write({"parent_id": False})
            yield "message moved", lambda m=message: m.write({"res_id": self.other.id})
            yield (
                "message files",
                lambda m=message: m.write({"attachment_ids": [Command.clear()]}),
            )
            yield "message deleted", lambda m=message: m.unlink()
            yield "message copied", lambda m=message: m.copy()
            yield (
                "updated by the chatter",
                lambda m=message: case._message_update_content(m.sudo(), body=""),
            )
            yield (
                "files of the chatter",
                lambda m=message: case._message_update_content(
                    m.sudo(), body=None, attachment_ids=[]
                ),
            )
        yield (
            "thread moved",
            lambda: case.message_change_thread(self.other.with_user(user)),
        )
        for vals in (
            {"raw": b"0815"},
            {"datas": "MDgxNQ=="},
            {"name": "nothing.txt"},
            {"res_id": self.other.id},
            {"res_model": "res.partner", "res_id": self.env.user.partner_id.id},
            {"res_model": False, "res_id": False},
            {"access_token": "0815"},
            {"url": "https://example.com", "type": "url"},
        ):
            yield f"file {vals}", lambda v=vals: file.write(v)
        yield "file deleted", lambda: file.unlink()
        yield "file deleted by the chatter", lambda: file.sudo()._delete_and_notify()
        for vals in (
            {"feedback": "Did nothing"},
            {"active": True},
            {"res_id": self.other.id},
            {"user_id": user.id},
            {"summary": "Another"},
        ):
            yield f"task {vals}", lambda v=vals: task.write(v)
        yield "task deleted", lambda: task.unlink()
        yield "task done again", lambda: task.action_feedback(feedback="Again")
        for record in (self.contact, self.apology):
            mine = record.with_user(user)
            yield f"{record._name} deleted", lambda r=mine: r.unlink()
            yield (
                f"{record._name} moved",
                lambda r=mine: r.write({"complaint_id": self.other.id}),
            )

    def _get_record_doors(self, env, case):
        """Through the case itself, and whatever creates messages on it."""
        word, note = self.word, self.note
        for fname, ids in (
            ("message_ids", (word | note).ids),
            ("activity_ids", self.task.ids),
            ("contact_ids", self.contact.ids),
            ("apology_ids", self.apology.ids),
        ):
            for id_ in ids:
                yield (
                    f"{fname} deleted",
                    lambda f=fname, i=id_: case.write({f: [Command.delete(i)]}),
                )
                yield (
                    f"{fname} cut off",
                    lambda f=fname, i=id_: case.write({f: [Command.unlink(i)]}),
                )
        yield (
            "message_ids written",
            lambda: case.write({"message_ids": [Command.update(word.id, FORGED)]}),
        )
        yield (
            "message_ids created",
            lambda: case.write(
                {
                    "message_ids": [
                        Command.create(
                            {**FORGED, "model": CASE, "author_id": self.customer.id}
                        )
                    ]
                }
            ),
        )
        yield "case deleted", lambda: case.unlink()
        yield "customer deleted", lambda: self.customer.with_env(env).unlink()
        for vals in self._get_forgeries():
            yield f"posted {vals}", lambda v=vals: case.message_post(**{**FORGED, **v})
            if {"tracking_value_ids", "message_type"} & set(vals):
                continue
            yield (
                f"created {vals}",
                lambda v=vals: env["mail.message"].create(
                    {"model": CASE, "res_id": case.id, "message_type": "comment", **v}
                ),
            )
            defaults = {f"default_{fname}": value for fname, value in vals.items()}
            if "author_id" in vals:
                yield (
                    f"by default {vals}",
                    lambda d=defaults: (
                        env["mail.message"]
                        .with_context(**d)
                        .create({"model": CASE, "res_id": case.id, **FORGED})
                    ),
                )
        yield from self._get_mail_doors(env, case)

    def _get_forgeries(self):
        stranger = {"email_from": "stranger@example.net"}
        return (
            {"author_id": self.customer.id},
            {"author_id": self.colleague.partner_id.id},
            {"author_id": False, "email_from": self.customer.email},
            {"email_from": self.customer.email},
            {"author_id": False, **stranger},
            stranger,
            {"date": "2020-01-01 00:00:00"},
            {"message_type": "email"},
            {"message_type": "out_of_office"},
            {
                "tracking_value_ids": [
                    Command.create({"field_id": 1, "new_value_char": "Forged"})
                ]
            },
        )

    def _get_mail_doors(self, env, case):
        """Templates, composer, tracking and delivery."""
        template = env.ref("complaint_management.mail_template_acknowledgement")
        for vals in (
            {"author_id": self.customer.id},
            {"mail_message_id": self.word.id, "body": "Forged"},
            {"body_html": "Forged"},
        ):
            yield (
                f"template {vals}",
                lambda v=vals: template.send_mail(case.id, email_values=v),
            )
        for mode in ("comment", "mass_mail"):
            composer = env["mail.compose.message"].with_context(
                default_model=CASE,
                default_res_ids=case.ids,
                default_composition_mode=mode,
            )
            yield (
                f"composer {mode}",
                lambda c=composer: c.create(
                    {**FORGED, "subject": "x", "author_id": self.customer.id}
                )._action_send_mail(),
            )
        yield (
            "notification",
            lambda: env["mail.notification"].create(
                {
                    "mail_message_id": self.note.id,
                    "res_partner_id": self.customer.id,
                    "notification_type": "email",
                    "notification_status": "sent",
                }
            ),
        )

    def test_no_door_is_open(self):
        """Handler, officer, manager, custodian, and who is all of it."""
        before = self._take()
        for user in self.people:
            opened = [
                name
                for name, door in list(self._get_doors(user))
                if self._is_open(door, before)
            ]
            with self.subTest(user=user.login):
                self.assertFalse(opened)

    def _is_open(self, door, before):
        """Whether a door lets somebody in; what it changed is undone."""
        with (
            contextlib.suppress(UserError),
            contextlib.closing(self.cr.savepoint()),
        ):
            door()
            return self._take() != before
        return False

    def test_administrators_too(self):
        """Who administers the database does not rewrite it by mistake."""
        admin = self._create_user(
            "case_admin", "base.group_system,complaint_management.group_complaint_user"
        )
        admin.group_ids |= self.manager.group_ids
        tracking = self.env["mail.tracking.value"].create(
            {"mail_message_id": self.step[:1].id, "old_value_char": "a"}
        )
        notification = self.env["mail.notification"].create(
            {
                "mail_message_id": self.word.id,
                "res_partner_id": self.colleague.partner_id.id,
            }
        )
        for door in (
            lambda: self.word.with_user(admin).unlink(),
            lambda: self.word.with_user(admin).write({"res_id": self.other.id}),
            lambda: tracking.with_user(admin).unlink(),
            lambda: tracking.with_user(admin).write({"old_value_char": "b"}),
            lambda: notification.with_user(admin).unlink(),
            lambda: notification.with_user(admin).write({"failure_type": "unknown"}),
        ):
            with self.assertRaises(AccessError):
                door()
        notification.with_user(self.colleague).is_read = True
        self.assertTrue(notification.is_read)

    def test_nothing_is_moved_in(self):
        """An old file or word of elsewhere does not turn up on a case."""
        partner = self.handler.partner_id
        word = partner.message_post(body="I agree")
        file = self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_model": "res.partner", "res_id": partner.id}
        )
        self._let_time_pass()
        admin = self._create_user("case_admin", "base.group_system")
        admin.group_ids |= self.manager.group_ids
        for record in (word, file):
            model = "model" if record == word else "res_model"
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(admin).write({model: CASE, "res_id": self.case.id})

    def test_whatever_hangs_on_a_model_of_ours_is_kept(self):
        """Models with a thread, and all that is part of a case, keep evidence."""
        registry = self.env.registry
        keepers = self.env["mail.message"]._get_evidence_keepers()
        ours = {
            name
            for name, model in registry.items()
            if name.startswith("complaint.")
            and not model._abstract
            and not model._transient
            and model._auto
            and (
                "message_ids" in model._fields
                or issubclass(model, registry["complaint.part.mixin"])
            )
        }
        self.assertIn("complaint.contact", ours)
        self.assertFalse(ours - keepers)
        for name in (
            "mail.message",
            "mail.notification",
            "mail.tracking.value",
            "ir.attachment",
            "mail.activity",
            "complaint.contact",
            "complaint.apology",
        ):
            self.assertTrue(
                issubclass(registry[name], registry["complaint.evidence.mixin"]), name
            )

    def test_a_contact_is_corrected_in_sight(self):
        """What it said before stands in the history, with who changed it."""
        self.contact.with_user(self.handler).write(
            {"summary": "Promised 40", "mood": "2"}
        )
        self.assertEqual(self.contact.summary, "Promised 40")
        told = self._get_messages(self.case).sorted("id")[-1]
        self.assertIn("Promised 400 → Promised 40", told.body)
        self.assertEqual(told.author_id, self.handler.partner_id)
        self.contact.with_user(self.handler).write({"summary": "Promised 40"})
        self.assertEqual(self._get_messages(self.case).sorted("id")[-1], told)

    def test_recording_and_signed_form_stay(self):
        """What was recorded or signed is not replaced by something else later."""
        case = self.case.with_user(self.handler)
        form = {"signed_form": b64encode(b"%PDF-1.4 signed"), "signed_form_name": "a"}
        case.write(form)
        case.write({"signed_form": False})
        case.write(form)
        self._let_time_pass()
        for user in self.people:
            for value in (False, b64encode(b"%PDF-1.4 other")):
                with self.assertRaises(AccessError):
                    self.case.with_user(user).write({"signed_form": value})

    def test_the_product_still_does_its_work(self):
        """Merging, and whatever works as the system, moves and hides words."""
        self.word.sudo().body = "<p>Hidden</p>"
        self.other.with_user(self.manager)._merge_into(self.case)
        self.assertEqual(self.other.state, "cancelled")
