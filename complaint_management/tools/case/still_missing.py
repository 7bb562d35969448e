# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is raised when a step asks for what is not filled in yet."""

from odoo.exceptions import UserError


class StillMissingError(UserError):
    """Something is missing for a step; the screen shows it as a list that leads there.

    :param str message: all of it, for who reads only the text
    :param list needs: for each case that the step is refused for, a dict with its id,
        its name and its ``needs`` as ``_describe_needs`` says them
    """

    def __init__(self, message, needs):
        super().__init__(message)
        self.context = {"exception_class": "complaint_still_missing", "cases": needs}
