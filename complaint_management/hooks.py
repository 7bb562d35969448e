# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
def post_init_hook(env):
    """Give the companies that exist already their own complaint numbers."""
    env["res.company"].search([])._create_complaint_sequences()


def uninstall_hook(env):
    """Take the numbers along, so that nothing of ours stays behind."""
    env["ir.sequence"].search([("code", "=", "complaint.complaint")]).unlink()
