# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The field's own words, once, and one name for one thing (M21)."""

import polib
from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

MODULE = "complaint_management"
# Words that hid what is meant from whoever knows such systems, and what they are now.
PRIVATE = {
    "go on anyway": "override",
    "gate passed": "overridden",
    "ledger": "log",
    "deadlines set aside": "deadlines with errors",
    "anew": "recalculate",
    "deadline polic": "SLA policy",
    "waived conflict": "conflict waiver",
    "in spite of": "waive",
    "make-up workdays": "extra working days",
    "authority to promise": "approval limit",
    "worth of the fix": "value of putting it right",
    "why not all of it": "reason for granting less",
    "hand-over": "handover",
    "demand is": "is the demand reasonable?",
    "good handling": "recognition",
    "they hear from us": "next update by",
}
# What of a view is read by people.
SHOWN = ("string", "placeholder", "help", "title", "confirm", "sum")


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    def _assert_known(self, text, where):
        for word, known in PRIVATE.items():
            self.assertNotIn(
                word, (text or "").lower(), f"{where}: the known word is “{known}”"
            )

    def _browse_ours(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def test_labels_of_fields(self):
        for name, model in self.env.items():
            if not name.startswith("complaint."):
                continue
            for fname, field in model._fields.items():
                with self.subTest(field=f"{name}.{fname}"):
                    self._assert_known(field.string, fname)

    def test_words_of_the_helpdesk(self):
        """What we translate for it is there in English: a change of it is noticed."""
        entries = polib.pofile(file_path(f"{MODULE}/i18n_extra/zh_CN.po"))
        texts = [entry.msgid for entry in entries]
        self.assertEqual(len(texts), len(set(texts)))
        for entry in entries:
            self.assertTrue(entry.msgstr, entry.msgid)
            for place, _line in entry.occurrences:
                _kind, column, xmlid = place.split(":")
                model, field = column.split(",")
                with self.subTest(text=entry.msgid, record=xmlid):
                    record = self.env.ref(xmlid)
                    self.assertEqual(record._name, model)
                    self.assertIn(entry.msgid, record.with_context(lang="en_US")[field])

    def test_what_ends_a_dialog_is_no_step(self):
        """A word for two things has one translation: a dialog was closed by “Close
        the case”, and what is still to be set up was opened by “In progress”."""
        case = self.env["complaint.complaint"]
        steps = {
            etree.fromstring(case.get_view(view_type="form")["arch"])
            .xpath(f"//header//button[@name='action_{name}']")[0]
            .get("string")
            for name in ("close", "cancel", "answer", "resolve")
        }
        names = {
            node.get("string")
            for node in etree.fromstring(
                case.get_view(view_type="search")["arch"]
            ).iter("filter")
        }
        for view in self._browse_ours("ir.ui.view"):
            for node in etree.fromstring(view.arch).iter("button"):
                text = node.get("string")
                with self.subTest(view=view.name, button=text):
                    self.assertNotIn(text, names)
                    if node.get("special") == "cancel":
                        self.assertNotIn(text, steps)

    def test_menus_and_windows(self):
        for model in ("ir.ui.menu", "ir.actions.act_window", "ir.actions.server"):
            for record in self._browse_ours(model):
                with self.subTest(record=record.name):
                    self._assert_known(record.name, model)

    def test_views(self):
        views = self._browse_ours("ir.ui.view")
        self.assertTrue(views)
        for view in views:
            for node in etree.fromstring(view.arch).iter(etree.Element):
                texts = [node.get(name) for name in SHOWN]
                for text in filter(None, (*texts, node.text, node.tail)):
                    with self.subTest(view=view.name, node=node.tag):
                        self._assert_known(text, view.name)
