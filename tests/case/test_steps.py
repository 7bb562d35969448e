# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A job goes on where one thing of many fails, and keeps what did not."""

import logging

from psycopg2.errors import SerializationFailure

from odoo.tests import TransactionCase, tagged

from odoo.addons.complaint_management.models.common.steps import run_step

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestSteps(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": name} for name in ("Li", "Wu", "Zhou")]
        )
        cls.bad = cls.partners[1]

    def _give_step(self, step):
        """Give partners a method for this test."""
        model = type(self.partners)
        model._complaint_step = step
        self.addCleanup(delattr, model, "_complaint_step")

    def _run(self, error=None, records=None):
        """Run a step that fails for the bad one, if there is an error.

        :return: the partners for whom it was done
        """

        def step(records, words):
            records.write({"comment": words})
            if error and self.bad in records:
                raise error

        self._give_step(step)
        run_step(
            self.partners if records is None else records,
            "_complaint_step",
            _logger,
            "done",
        )
        return self.partners.filtered("comment")

    def test_all_together(self):
        with self.assertNoLogs(_logger, "ERROR"):
            self.assertEqual(self._run(), self.partners)

    def test_one_fails(self):
        """The others are done, and the log tells which one was not."""
        with self.assertLogs(_logger, "ERROR") as logs:
            done = self._run(ValueError("broken"))
        self.assertEqual(done, self.partners - self.bad)
        self.assertEqual(len(logs.output), 1)
        self.assertIn(str(self.bad.id), logs.output[0])

    def test_somebody_else_writes_it(self):
        """It waits for the next run, without a word: nothing is broken."""
        with self.assertNoLogs(_logger, "ERROR"):
            self.assertFalse(self._run(SerializationFailure(), self.bad))

    def test_a_model(self):
        """What is asked of a model, and not of records, is logged as well."""

        def step(_model, words):
            raise ValueError(words)

        self._give_step(step)
        with self.assertLogs(_logger, "ERROR"):
            run_step(self.partners.browse(), "_complaint_step", _logger, "broken")
