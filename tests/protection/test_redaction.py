# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By what somebody is known is hidden in whatever way it is written."""

import unittest

from odoo.addons.complaint_management.tools.protection.redaction import HIDDEN, Redactor


class TestRedaction(unittest.TestCase):
    def _assert_hidden(self, words, texts):
        redactor = Redactor(words)
        for text in texts:
            with self.subTest(text=text):
                hidden = redactor.hide(f"Before {text} . After")
                self.assertRegex(hidden, r"^Before \S*\[…\]\S*( \S+)? \. After$")
                self.assertFalse(redactor.finds(hidden))

    def _assert_kept(self, words, texts):
        redactor = Redactor(words)
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(redactor.hide(text), text)
                self.assertEqual(redactor.hide_in_html(text), text)

    def test_names(self):
        self._assert_hidden(
            ["Jörg Müller-Groß"],
            [
                "Jörg Müller-Groß",
                "JÖRG",
                "JO\u0308RG",
                "Joerg",
                "Jorg",
                "Mueller",
                "Muller",
                "Gross",
                "Müllers",
                "J\u00adörg",
                "Müller-Groß, Jörg",
                "joerg_mueller_gross.pdf",
                "mueller2026.pdf",
                "https://social.example.com/joergmuellergross/7",
                "https://example.com/?q=J%C3%B6rg",
                "先生Jörg说",
            ],
        )
        self._assert_kept(
            ["Jörg Müller", "Li Wei", "Dr. von der Heide"],
            ["Jörgensen und die Mühle", "to live in limbo", "von der Straße", "Dr. No"],
        )
        self._assert_hidden(["Li Wei"], ["Li Wei", "WEI LI", "Wei", "Mr. Li"])
        self._assert_hidden(["Mary O'Brien"], ["O’Brien", "obrien", "Brien"])

    def test_chinese_names(self):
        self._assert_hidden(
            ["王小明", "欧阳娜娜"],
            ["王小明", "王 小 明", "小明", "王先生", "王女士", "欧阳女士", "娜娜"],
        )
        self._assert_kept(["王小明"], ["国王来了", "小米", "明天"])

    def test_companies_are_called_by_their_whole_name(self):
        words = ["Shanghai Water Supply Co., Ltd.", "上海水务有限公司"]
        self._assert_hidden(words, ["Shanghai Water Supply", "上海水务"])
        self._assert_kept(words, ["The water in Shanghai", "水务"])

    def test_mail_addresses(self):
        self._assert_hidden(
            ["jm.1980@web.example", "info@quell.example"],
            [
                "jm.1980@web.example",
                "JM.1980@WEB.EXAMPLE",
                "jm.1980 (at) web.example",
                "mailto:jm.1980%40web.example",
                "jm.1980",
                "info@quell.example",
            ],
        )
        self._assert_kept(["office@quell.example"], ["The office is closed"])

    def test_telephone_numbers(self):
        self._assert_hidden(
            ["+86 138-1234-5678"],
            [
                "13812345678",
                "138 1234 5678",
                "+86 138.1234.5678",
                "008613812345678",
                "(0)138/1234-5678",
                "１３８１２３４５６７８",
                "1-3-8-1-2-3-4-5-6-7-8",
            ],
        )
        self._assert_kept(["+86 138-1234-5678"], ["1234567", "138 12", "2026-05-04"])
        self._assert_hidden(["555"], ["555"])
        self._assert_kept(["555"], ["15550"])

    def test_postal_addresses(self):
        self._assert_hidden(
            ["Hauptstraße 5, 10115 Berlin, Germany", "人民路100号3栋"],
            ["Hauptstraße 5", "HAUPTSTRASSE 5", "Hauptstr. 5", "Hauptstraße", "人民路"],
        )
        self._assert_kept(["Hauptstraße 5, 10115 Berlin, Germany"], ["Germany"])

    def test_html(self):
        redactor = Redactor(["Xanthippe Quell", "x@quell.example", "0777 000 111"])
        for body in (
            "<p>Xan<b>thippe</b> Q<i>u</i>ell</p>",
            "<p>&#88;anthippe&nbsp;Quell</p>",
            '<p><a href="mailto:x@quell.example" title="Quell">mail</a></p>',
            "<p>(0)777&nbsp;000&nbsp;<u>111</u></p>",
            "<!-- Quell --><p>Hi</p>",
            "<html><head><title>Quell</title></head><body>x</body></html>",
            "<td>Xanthippe</td><td>Quell</td>",
        ):
            with self.subTest(body=body):
                hidden = redactor.hide_in_html(body)
                self.assertIn(HIDDEN, hidden)
                for trace in ("thippe", "anthippe", "uell", "ell<", "111", "quell"):
                    self.assertNotIn(trace, hidden)
        untouched = '<P class=x>Nothing &amp; <br/>none<img src="data:,Quell"></P>'
        self.assertEqual(redactor.hide_in_html(untouched), untouched)

    def test_nobody(self):
        redactor = Redactor(["", None, " "])
        self.assertEqual(redactor.hide("Anything"), "Anything")
        self.assertEqual(redactor.hide_in_html("<p>x</p>"), "<p>x</p>")
        self.assertEqual(redactor.hide_in_value({"a": [1, "x"]}), {"a": [1, "x"]})
