# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Phone numbers are one, with and without their country, in any writing."""

import doctest

import pytest

from odoo.addons.complaint_management.tools.case import phone
from odoo.addons.complaint_management.tools.case.phone import phone_key

SAME = [
    ("CN", "+86 138 1234 5678", "0086-138-1234-5678", "138 1234 5678", "13812345678"),
    ("CN", "+86 10 6655 4433", "010-66554433", "(010) 6655 4433"),
    ("DE", "+49 89 123456", "089 123456", "089/12-34-56", "0049 (0) 89 123456"),
    ("DE", "+49 (0)30 9012 345", "030 9012345"),
    ("HU", "+36 1 234 5678", "06 1 234 5678"),
    ("RU", "+7 495 123-45-67", "8 (495) 123-45-67"),
    ("FR", "+33 1 42 68 53 00", "01 42 68 53 00", "０１ ４２ ６８ ５３ ００"),
    ("GB", "+44 20 7946 0958", "020 7946 0958"),
    ("IT", "+39 06 6982 1234", "06 69821234"),
    ("EG", "+20 2 2735 1234", "٠٢ ٢٧٣٥ ١٢٣٤"),
]


@pytest.mark.parametrize(("country", "numbers"), [(row[0], row[1:]) for row in SAME])
def test_one_number(country, numbers):
    keys = {phone_key(number, country) for number in numbers}
    assert len(keys) == 1 and keys != {""}


@pytest.mark.parametrize(
    "number", ["+86 138 1234 5678", "0086-138-1234-5678", "138 1234 5678"]
)
def test_without_a_country(number):
    assert phone_key(number) == "812345678"


@pytest.mark.parametrize("number", ["", None, "12345", "ext. 12", "call me", "+", "00"])
def test_no_number(number):
    assert phone_key(number, "DE") == ""


def test_different_numbers():
    assert phone_key("089 123456", "DE") != phone_key("089 123457", "DE")


def test_examples_in_the_documentation():
    assert doctest.testmod(phone).failed == 0
