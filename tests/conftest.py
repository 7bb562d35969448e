"""What holds for every test run: nothing is skipped silently."""

import os
import shutil

import pytest

skipped = []


def pytest_sessionstart(session):
    """Clear away no files while several test at once.

    They share one store, and each would take away what only the others know.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        from odoo.tests.common import TransactionCase

        TransactionCase._gc_filestore = classmethod(lambda cls: None)


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_collection_modifyitems(config, items):
    """Debian 13 has no wkhtmltopdf: leave the tests of PDFs out there, and say so."""
    if shutil.which("wkhtmltopdf"):
        return
    without = [item for item in items if item.get_closest_marker("pdf")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
        config.stash[LEFT_OUT] = len(without)


LEFT_OUT = pytest.StashKey[int]()


def pytest_sessionfinish(session):
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for nodeid in skipped:
        terminalreporter.line(f"A skipped test is a failure: {nodeid}", red=True)
    if LEFT_OUT in config.stash:
        terminalreporter.line(
            f"Left out for want of wkhtmltopdf: {config.stash[LEFT_OUT]} tests of PDFs"
        )
