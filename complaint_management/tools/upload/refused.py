# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why a file from outside is not taken."""

# What a file was refused for; the model puts it into words for people.
REASONS = (
    "empty",  # no bytes
    "too_big",  # more bytes than agreed
    "kind",  # not a kind that is taken: programs, archives, web pages, drawings
    "mismatch",  # two kinds in one file, or a page hidden in a picture
    "bomb",  # unpacks to far more than it seems
    "broken",  # cannot be read
    "active",  # macros, scripts or other files inside
    "locked",  # protected with a password: nobody can look inside
    "uncleanable",  # what it tells about its author cannot be taken out
    "unchecked",  # could not be looked into within the time and memory there is
)
# Nobody knows what such a file is: it is kept aside instead of being refused.
UNCHECKED = "unchecked"


class UploadRefused(Exception):
    """A file is not taken; ``code`` is one of ``REASONS``."""

    def __init__(self, code):
        if code not in REASONS:
            raise ValueError(code)
        super().__init__(code)
        self.code = code
