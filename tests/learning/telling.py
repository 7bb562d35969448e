# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Running the jobs that tell complainants, as the scheduled actions do."""

from unittest.mock import patch

from odoo.addons.complaint_management.models.learning import telling_mixin

from ..common import without_commits


class Telling:
    """For tests whose ``_told_model`` has the job."""

    def _run_job(self, seconds=(), batch=50):
        """Let the job tell all who wait.

        :param seconds: how many are left after each batch; by default enough
        :param int batch: how many are told in one go
        """
        with (
            without_commits(self.env, seconds),
            patch.object(telling_mixin, "BATCH", batch),
        ):
            self._with_mail(self.env[self._told_model])._cron_tell()
        self.env.invalidate_all()
