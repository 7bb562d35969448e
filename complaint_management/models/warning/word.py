# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words that call for somebody at once, or that sound like a complaint."""

from odoo import api, fields, models, tools

from ...tools.warning.words import find_words

CRITICAL_KINDS = [
    ("injury", "Injury and danger"),
    ("fund", "Money at risk"),
    ("media", "Media and publicity"),
]


class ComplaintAlertWord(models.Model):
    """A word, or some in a row, in one language (R146, R155, R173, R221)."""

    _name = "complaint.alert.word"
    _description = "Word That Calls"
    _inherit = ["complaint.cached.mixin"]
    _order = "kind, lang, name, id"

    name = fields.Char(
        string="Words",
        required=True,
        help="As a whole: “fire” is not found in “fired”. An asterisk stands for any "
        "ending: “injur*”.",
    )
    kind = fields.Selection(
        selection=[*CRITICAL_KINDS, ("complaint", "Sounds like a complaint")],
        required=True,
        default="complaint",
        help="The first three call at once when they stand in a new case. The last "
        "makes Hidden Complaints of tickets and messages.",
    )
    lang = fields.Selection(
        selection="_select_languages",
        string="Language",
        help="For the order of the list: words of all languages are looked for.",
    )
    active = fields.Boolean(default=True)

    _name_kind_uniq = models.UniqueIndex(
        "(lower(name), kind)", "These words are in the list already."
    )

    @api.model
    def _select_languages(self):
        """Languages by their short code, whether they are installed or not."""
        names = {}
        languages = self.env["res.lang"].sudo().with_context(active_test=False)
        for language in languages.search(
            [("code", "!=", False)], order="active desc, code"
        ):
            names.setdefault(
                language.code.split("_")[0], language.name.split(" (")[0].split(" /")[0]
            )
        return sorted(names.items(), key=lambda item: item[1])

    @api.model
    @tools.ormcache()
    def _get_words(self):
        """All words that are looked for, by kind.

        :return: dict of kind to a tuple of words
        """
        words = {}
        words_sudo = self.sudo().with_context(active_test=True)
        for word in words_sudo.search_fetch([], ["kind", "name"]):
            words.setdefault(word.kind, []).append(word.name)
        return {kind: tuple(names) for kind, names in words.items()}

    @api.model
    def _find_in(self, text, kinds):
        """Which words of some kinds a text says.

        :param str text: plain text
        :param kinds: keys of ``kind``
        :return: list of words, in the order of the text
        """
        known = self._get_words()
        return find_words(
            text, [word for kind in kinds for word in known.get(kind, ())]
        )
