# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The phases in which a case is registered or changed, and how a room joins them.

``create`` and ``write`` of a case (``models/case/phases.py``) go through the same ones:

1. **refuse**: whatever may not be written is refused, before anything happens;
2. **prepare**: what was given is completed, or put as it is kept;
3. **remember**: what is needed later of how it was;
4. **write**;
5. **follow**: what follows from it.

No room overrides ``create`` or ``write`` of a case. It joins a phase with a method, and
with the fields for which it is called::

    @follows("user_id", remember="_get_chosen_handlers")
    def _count_handovers(self, before):

In each phase the rooms come from the ground up, in the order in which they are loaded,
and the methods of a class in the order in which they stand there; only what is
remembered is asked from the top down. ``docs/phases.md`` is the table of all of them,
written by ``scripts/docs-diagram``.
"""

from typing import NamedTuple

REFUSE = "refuse"
PREPARE = "prepare"
FOLLOW = "follow"


class Step(NamedTuple):
    """One method that joins a phase.

    ``fnames`` are the fields that it is about, none for whatever is written;
    ``remember`` is the method that says beforehand how it was.
    """

    phase: str
    on_create: bool
    on_write: bool
    fnames: frozenset = frozenset()
    method: str = ""
    remember: str | None = None

    def is_about(self, vals):
        return not self.fnames or not self.fnames.isdisjoint(vals)


def _joins(step):
    def decorate(method):
        method._case_steps = (*getattr(method, "_case_steps", ()), step)
        return method

    return decorate


def refuses(*fnames):
    """The method is called with the values, and refuses what may not be written."""
    return _joins(Step(REFUSE, False, True, frozenset(fnames)))


def refuses_new(*fnames):
    """The same for the values of a new case; what is left empty is not given."""
    return _joins(Step(REFUSE, True, False, frozenset(fnames)))


def prepares(*fnames):
    """The method returns the values to write in place of those that it is given."""
    return _joins(Step(PREPARE, False, True, frozenset(fnames)))


def prepares_new(method):
    """The method returns the values of a new case in place of those that are given."""
    return _joins(Step(PREPARE, True, False))(method)


def follows(*fnames, remember=None):
    """The method is called after one of these fields was written.

    :param str remember: a method that is called before, with the values to write; what
        it returns is handed to the method
    """
    return _joins(Step(FOLLOW, False, True, frozenset(fnames), remember=remember))


def follows_new(remember=None):
    """The method is called on new cases, all that are registered at once.

    :param str remember: a method that is called before, with the list of their values,
        which it may change; what it returns is handed to the method
    """
    return _joins(Step(FOLLOW, True, False, remember=remember))
