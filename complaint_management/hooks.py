# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
def post_init_hook(env):
    """Give the companies that exist already their own numbers and address."""
    companies = env["res.company"].search([])
    companies._create_complaint_sequences()
    companies._create_penalty_sequences()
    env["complaint.mailbox"]._make_for_companies(companies)


def uninstall_hook(env):
    """Take the numbers along, so that nothing of ours stays behind."""
    codes = ["complaint.complaint", "complaint.penalty"]
    env["ir.sequence"].search([("code", "in", codes)]).unlink()
