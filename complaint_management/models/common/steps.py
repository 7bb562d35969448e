# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a job does many things of which one may fail."""

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


def run_step(records, name, logger, *args):
    """Do something for records together; where that fails, for each alone.

    What fails alone is undone and logged, and keeps nothing else from being done. What
    somebody else writes at the same time is left to the next run of the job: it finds
    what is due by what was not done yet.

    :param records: for whom it is done; an empty model counts as one
    :param str name: the method
    :param logger: the logger of the job
    :param args: what the method is given
    """
    try:
        with records.env.cr.savepoint():
            getattr(records, name)(*args)
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        return
    except Exception:
        if len(records) < 2:
            logger.exception("%s%s: %s failed", records, args or "", name)
            return
        for record in records:
            run_step(record, name, logger, *args)
