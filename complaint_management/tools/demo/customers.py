# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complained: names that belong to nobody, and addresses that reach nobody."""

CUSTOMERS = 600
FIRST = (
    "Ada",
    "Bruno",
    "Carla",
    "Daniel",
    "Edith",
    "Farid",
    "Greta",
    "Hugo",
    "Irene",
    "Jamal",
    "Karin",
    "Leo",
    "Mira",
    "Nils",
    "Olga",
    "Paulo",
    "Rita",
    "Samir",
    "Tessa",
    "Victor",
)
LAST = (
    "Abara",
    "Bergman",
    "Castillo",
    "Duarte",
    "Eklund",
    "Fontaine",
    "Gruber",
    "Hansen",
    "Ionescu",
    "Jensen",
    "Kowalski",
    "Larsen",
    "Mbeki",
    "Novotny",
    "Oduya",
    "Pereira",
    "Quist",
    "Rossi",
    "Santos",
    "Turner",
)
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
GIVEN = ("晓明", "丽", "建国", "芳", "伟", "静", "磊", "敏", "秀英", "强")


def is_chinese(number):
    """Whether a customer writes Chinese: one in three does."""
    return number % 3 == 0


def make_customer(number):
    """A customer by number.

    :param int number: from 0, below ``CUSTOMERS``
    :return: name and address
    """
    if is_chinese(number):
        place = number // 3
        name = FAMILY[place % len(FAMILY)] + GIVEN[place // len(FAMILY)]
    else:
        place = number - 1 - number // 3
        name = f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST) % len(LAST)]}"
    return name, f"customer.{number + 1:03}@example.com"
