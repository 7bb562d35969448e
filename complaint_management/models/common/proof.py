# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How our own code proves that a call comes from it, and for what.

Anybody may send a context: a remote call, a link, an import, a stored default, a server
action. It brings text, numbers and lists, and never an object that was made here. So
what only the product may do is asked for by a ``Proof``. Where values are written that
only the product writes, the proof is a ``Seal``: whoever comes upon it while they are
written can do nothing else with it.
"""

from copy import deepcopy


class Proof:
    """A word in the context that only our own code can say.

    One is declared for each meaning, beside the method that asks for it::

        SPOKEN = Proof("complaint_spoken")

        SPOKEN.give(cases).write(vals)  # says it to what is called
        SPOKEN.take(cases).write(vals)  # says it no more
        SPOKEN.get(self.env)            # asks: what was given, or None

    :param str key: its key in the context
    """

    def __init__(self, key):
        self.key = key

    def give(self, records, what=True):
        """These records, for a call that comes from us.

        :param what: what is told along, if there is something to tell
        """
        given = self if what is True else _Given(self, what)
        return records.with_context(**{self.key: given})

    def take(self, records):
        """These records, for calls that it does not speak for."""
        return records.with_context(**{self.key: None})

    def get(self, env):
        """What was given with it; None if nobody of us said it."""
        given = env.context.get(self.key)
        if given is self:
            return True
        is_ours = isinstance(given, _Given) and given.proof is self
        return given.what if is_ours else None


class _Given:
    """What a proof tells along; it counts for this proof only."""

    def __init__(self, proof, what):
        self.proof = proof
        self.what = what


class Seal(Proof):
    """A proof that is good for writing these values on these records.

    The method that writes asks whether it is covered, and takes the seal before it goes
    on. What is covered are the values of the sealed fields: others may come with them.
    """

    def to_write(self, records, vals, fnames=None):
        """These records, to write these values.

        :param dict vals: as they will be written
        :param fnames: names of the sealed fields; None when all are
        """
        return self.give(records, _Writing(records, records._ids, [vals], fnames))

    def to_create(self, model, vals_list, fnames=None):
        """The model, to create records with these values."""
        return self.give(model, _Writing(model, None, vals_list, fnames))

    def covers_write(self, records, vals):
        """Whether these values are ours, to be written on these records or some."""
        writing = self._get_writing(records)
        return bool(writing) and writing.is_on(records) and writing.is_of([vals])

    def covers_create(self, model, vals_list):
        """Whether new records with these values are ours."""
        writing = self._get_writing(model)
        return bool(writing) and writing.is_new(model) and writing.is_of(vals_list)

    def _get_writing(self, records):
        writing = self.get(records.env)
        return writing if isinstance(writing, _Writing) else None


class _Writing:
    """What a seal was made for: values, and the records that get them."""

    def __init__(self, model, ids, vals_list, fnames):
        self._model = model._name
        self._ids = None if ids is None else frozenset(ids)
        self._fnames = fnames
        self._sealed = self._get_sealed(vals_list)

    def is_on(self, records):
        is_known = self._ids is not None and self._ids.issuperset(records._ids)
        return is_known and self._model == records._name

    def is_new(self, model):
        return self._ids is None and self._model == model._name

    def is_of(self, vals_list):
        return self._sealed == self._get_sealed(vals_list)

    def _get_sealed(self, vals_list):
        return [
            {
                fname: _keep(value)
                for fname, value in vals.items()
                if self._fnames is None or fname in self._fnames
            }
            for vals in vals_list
        ]


def _keep(value):
    """A value as it is now: who reads a list or a dict could change it."""
    return deepcopy(value) if isinstance(value, list | dict) else value
