# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that nobody could look into."""

from dataclasses import dataclass

# Keys of the context. Files of strangers are stored without another look at them;
UNREAD = "complaint_unread"
# and a mail must not be lost, though no file can be written.
IN_DATABASE = "complaint_in_database"


@dataclass(frozen=True)
class UncheckedFile:
    """A file to be kept aside.

    Not a pair of name and content as others are: where nobody thought of it, it
    cannot be taken for one that was checked.
    """

    name: str
    data: bytes
