# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One row of the table by which acts move a document."""

from typing import NamedTuple


class Act(NamedTuple):
    """What people can do with a document, as ``complaint.acts.mixin`` reads it.

    :ivar label: what the button is called
    :ivar done: what the log of the document says
    :ivar tuple sources: the states that it starts from
    :ivar target: the state that it leads to, or None when the state stays
    :ivar role: who may do it; the document says with ``_is_<role>()`` who that is. None
        where the right to change the document is enough
    :ivar tuple needs: what must be there or come along; each is checked by
        ``_check_needs_<need>(given)``, which returns what is missing, in words
    :ivar tuple asks: the fields of the dialog that comes before; by default ``needs``
    :ivar code: how the document ended by it, where it says so
    """

    label: object
    done: object
    sources: tuple
    target: str | None = None
    role: str | None = None
    needs: tuple = ()
    asks: tuple = ()
    code: str | None = None
