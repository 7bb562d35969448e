# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where there is nothing to say, nothing is said: no name of a model in a text."""

import re

from odoo.tests import tagged

from ..common import ComplaintCase

# What Python writes of records that are none, as "complaint.pause()".
NOTHING = re.compile(r"^[a-z][a-z_.]*\(\)$")
DIALOGS = (
    "complaint.answer.insert",
    "complaint.extend",
    "complaint.notice",
    "complaint.notice.bulk",
    "complaint.words.confirm",
)


@tagged("post_install", "-at_install")
class TestEmptyWords(ComplaintCase):
    def _assert_no_name_of_a_model(self, record):
        texts = [
            name
            for name, field in record._fields.items()
            if field.type in ("char", "text", "html")
        ]
        for name in texts:
            with self.subTest(field=f"{record._name}.{name}"):
                self.assertNotRegex(record[name] or "", NOTHING)

    def test_a_case_that_is_begun(self):
        """Neither on hold, nor asked about, nor like any other."""
        self._assert_no_name_of_a_model(self.Complaint.new({}))
        self._assert_no_name_of_a_model(self._create_case())

    def test_a_decision_that_nobody_asked_for(self):
        """As brought in from elsewhere: there is no step in the log."""
        case = self.Complaint.new({"state": "proposed", "decision_state": "pending"})
        self.assertFalse(case.decision_asked)
        self.assertFalse(case.decision_asked_reason)

    def test_dialogs_without_a_case(self):
        for name in DIALOGS:
            self._assert_no_name_of_a_model(self.env[name].new({}))
