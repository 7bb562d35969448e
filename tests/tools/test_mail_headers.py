# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names are told from addresses before anything is decoded."""

import doctest
from base64 import b64encode

from hypothesis import given, settings, strategies as st

from odoo.tools.mail import email_split_tuples

from odoo.addons.complaint_management.tools.mail import headers
from odoo.addons.complaint_management.tools.mail.headers import (
    Person,
    clean_name,
    decode,
    get_people,
    make_value,
)


def _encode(text, charset="utf-8"):
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


def _as_bytes(text, charset="utf-8"):
    return text.encode(charset).decode("ascii", "surrogateescape")


def test_doctests():
    assert not doctest.testmod(headers).failed


def test_names_with_commas():
    expected = [Person("Müller, Jörg", "j@b.example")]
    for value in (
        f"{_encode('Müller, Jörg')} <j@b.example>",
        f'"{_encode("Müller, Jörg")}" <j@b.example>',
        "=?iso-8859-1?Q?M=FCller,_J=F6rg?= <j@b.example>",
        '"M\\üller, Jörg" <j@b.example>',
        "Müller, Jörg <J@B.example>",
        _as_bytes("Müller, Jörg <j@b.example>", "cp1252"),
        f"j@b.example ({_encode('Müller, Jörg')})",
    ):
        assert get_people(value) == expected, value


def test_names_that_look_like_addresses():
    """No encoded name ever becomes an address, nor hides the one that is there."""
    for name in (
        "x@evil.example",
        "<x@evil.example>",
        "Li <x@evil.example>",
        'a" <x@evil.example>, "',
        "x@evil.example, y@evil.example",
        "x@evil.example\n",
    ):
        for charset in ("utf-8", "gb2312"):
            word = _encode(name, charset)
            for value in (f"{word} <j@b.example>", f'"{word}" <j@b.example>'):
                people = get_people(value)
                assert [who.address for who in people] == ["j@b.example"], value
            assert get_people(word) == []
            assert get_people(f"{word}, <j@b.example>")[-1].address == "j@b.example"


def test_unquoted_address_as_name():
    assert get_people("a@b.example <c@d.example>") == [
        Person("a@b.example", "c@d.example")
    ]


def test_lists_and_groups():
    value = 'Friends: a@b.example, "x, y" <d@e.example>;; g@h.example undisclosed:;'
    assert [who.address for who in get_people(value)] == [
        "a@b.example",
        "d@e.example",
        "g@h.example",
    ]
    assert get_people("undisclosed-recipients:;") == []


def test_words_cut_within_a_letter():
    data = "张喆的电费".encode("gbk")
    pieces = [b64encode(part).decode() for part in (data[:3], data[3:7], data[7:])]
    value = " ".join(f"=?gb2312?B?{piece}?=" for piece in pieces)
    assert decode(f"Re: {value} CMP/1").text == "Re: 张喆的电费 CMP/1"


def test_bytes_in_headings():
    assert (
        decode(_as_bytes("退款申请单据错误", "gbk"), ["gbk"]).text == "退款申请单据错误"
    )
    assert decode(_as_bytes("Größe")).text == "Größe"


def test_clean_names():
    assert clean_name("x@evil.example") == ""
    assert clean_name("Li (x@evil.example)") == "Li (x at evil.example)"


def test_heading_beyond_measure():
    """As long as a heading is read, it is read at once."""
    for value in ("(" * 20_000, '"' + "\\" * 19_999, "<" * 20_000, "a," * 10_000):
        assert get_people(value) == []
    assert len(get_people("a@b.example," * 1_500)) == 1_500


names = st.text(max_size=40)


@given(st.lists(st.tuples(names, st.sampled_from("abcd")), max_size=5))
@settings(deadline=None)
def test_each_person_is_found(people):
    """Whatever names say, the addresses are those that stand outside of them."""
    addresses = [f"{local}@b.example" for _name, local in people]
    value = ", ".join(
        f"=?utf-8?B?{b64encode(name.encode('utf-8', 'replace')).decode()}?= <{address}>"
        for (name, _local), address in zip(people, addresses, strict=True)
    )
    found = get_people(value)
    assert [who.address for who in found] == addresses
    # Odoo finds the same people in what it is given.
    given_to_odoo = email_split_tuples(make_value(found))
    assert [address for _name, address in given_to_odoo] == addresses


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_heading(value):
    for who in get_people(value):
        local, at, domain = who.address.partition("@")
        assert local and at and domain
        assert not set(' <>,;"\n') & set(who.address)
    decode(value)
