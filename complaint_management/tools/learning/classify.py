# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which label texts like this one had, in any script.

A naive Bayes classifier over the pieces of ``tools.case.similarity``: trigrams of
words, and characters with their pairs where a script writes no spaces. So it needs
neither a dictionary nor to be told the language. It learns in a moment, from the cases
that one has.

Pieces of one text depend on each other, so that the plain product is far too sure of
itself: the evidence counts as much as that of ``INDEPENDENT`` pieces at most. What it
calls sure is still a rank rather than a share of how often it is right, and a person
has to look.
"""

from array import array
from collections import Counter
from math import exp, log
from typing import NamedTuple

from ..case.similarity import pieces

# So much of a text is looked at: what it is about stands in the beginning.
MOST_LETTERS = 600
# A label with fewer examples is not proposed, and nothing is with fewer in all.
LEAST_OF_LABEL = 5
LEAST = 20
# As much as that many independent pieces, all pieces of a text count at most.
INDEPENDENT = 25
# From here on a guess is worth a look; and so much of the text has to be known.
LEAST_SURE = 0.7
LEAST_KNOWN = 0.4


class Guess(NamedTuple):
    """A label, and how sure it is, from 0.0 to 1.0."""

    label: object
    sure: float


class Classifier:
    """Trained once with examples, asked often.

    >>> bills = [(f"bill too high {n}", "bill") for n in range(10)]
    >>> rude = [(f"rude at the counter {n}", "manner") for n in range(10)]
    >>> Classifier(bills + rude).guess("my bill is high").label
    'bill'
    >>> Classifier(bills + rude).guess("电表换错了") is None
    True
    """

    def __init__(self, examples):
        """
        :param examples: pairs of a text and its label
        """
        counts, sizes = {}, Counter()
        for text, label in examples:
            sizes[label] += 1
            counts.setdefault(label, Counter()).update(_cut(text))
        self._learn(
            {label: counts[label] for label in sizes if sizes[label] >= LEAST_OF_LABEL},
            sizes,
        )

    def _learn(self, counts, sizes):
        """Keep, of each piece, how much it speaks for each label.

        :param dict counts: label to in how many of its texts each piece is
        :param dict sizes: label to the number of its texts
        """
        total = sum(sizes[label] for label in counts)
        self._is_ready = total >= LEAST and len(counts) > 1
        self._labels = list(counts) if self._is_ready else []
        self._prior = [log(sizes[label] / total) for label in self._labels]
        known = set().union(*counts.values()) if self._is_ready else ()
        self._weights = {
            # Kept for a day by each worker: in as few bytes as it takes.
            piece: array(
                "d",
                (
                    log((counts[label][piece] + 0.5) / (sizes[label] + 1))
                    for label in self._labels
                ),
            )
            for piece in known
        }

    def guess(self, text):
        """The likeliest label of a text.

        :return: a ``Guess``; None where too little is known to say anything
        """
        found = _cut(text)
        known = [self._weights[piece] for piece in found if piece in self._weights]
        if not known or len(known) < LEAST_KNOWN * len(found):
            return None
        share = min(1.0, INDEPENDENT / len(known))
        scores = [
            prior + share * sum(evidence)
            for prior, evidence in zip(
                self._prior, zip(*known, strict=True), strict=True
            )
        ]
        best = max(scores)
        index, sure = scores.index(best), 1 / sum(exp(one - best) for one in scores)
        return Guess(self._labels[index], sure) if sure >= LEAST_SURE else None


def _cut(text):
    """The pieces of the beginning of a text."""
    return pieces((text or "")[:MOST_LETTERS])
