"""Invented people: names, phones that cannot be dialled, addresses and handles, drawn from a passed generator."""

from random import Random

SURNAMES = """
Выдумкин Небывалов Сочинялов Придумов Фантазёров Примеров Образцов Учебников Демонстратов Черновиков Сказкин Былинов
Присказкин Загадкин Прибауткин Побасёнкин Снежкин Морошкин Брусникин Голубикин Кедрачов Пихтарёв Ольхов Осокин Камышкин
Заречнов Пригорков Тропинкин Околицын Овражин Ягодкин Грибоедкин Туесков Лукошкин Самоваркин Калачёв Баранкин Пирожкин
Варенников Сугробкин Метелицын Позёмкин Инеев Капелькин Радугин Росинкин
""".split()
"""Masculine forms; all take «-а» for women."""

MEN = """
Алексей Андрей Антон Аркадий Василий Виктор Геннадий Денис Егор Ефим Иван Игнат Кирилл Леонид Максим Михаил Никита
Олег Павел Пётр Роман Семён Степан Тимофей Фёдор Юрий
""".split()
WOMEN = """
Алёна Анна Валентина Варвара Вера Галина Дарья Евгения Елена Зинаида Зоя Инна Ирина Ксения Лариса Лидия Любовь Марина
Надежда Наталья Нина Ольга Раиса Светлана Софья Тамара Юлия
""".split()
PATRONYMICS = """
Алексеев Андреев Антонов Архипов Богданов Викторов Гаврилов Данилов Ефимов Захаров Иванов Игнатов Карпов Кузьмич
Макаров Миронов Николаев Осипов Павлов Петров Романов Савельев Семёнов Степанов Тимофеев Фомич Харитонов
""".split()
"""Stems: «-ич» and «-на» follow, except for the whole forms in «-ич», which women take in «-инична»."""

STREETS = """
Школьная Советская Набережная Заречная Комсомольская Центральная Деповская Вокзальная Кирпичная Луговая Лесная
Молодёжная Садовая Полевая Сибирская Северная Южная Первомайская Рабочая Новая Зелёная Больничная Трактовая Речная
Мостовая Хвойная Песчаная Солнечная Шоссейная Берёзовая
""".split()

FIRMS = (
    "ООО «Пример-Торг»",
    "ООО «Выдуманная пекарня»",
    "СПК «Небылица»",
    "ТСЖ «Образцовый двор»",
    "КФХ «Демонстрационное»",
    "ООО «Учебный сервис»",
)
MAIL_DOMAINS = ("example.com", "example.org", "example.net", "mail.example")
HANDLE_WORDS = (
    *(
        "sosna",
        "snegir",
        "chulym_veter",
        "kedr",
        "sibiryachka",
        "rybak",
        "ogorod",
        "babushka_v_seti",
        "taiga",
    ),
    *("losyash", "malina", "kapel", "zimushka", "dachnik", "sputnik", "veterok", "samovar", "burunduk"),
)
LETTERS = {
    **dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye", strict=True)),
    "ж": "zh",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}


def street(generator: Random) -> str:
    """Return the name of a street alone, feminine nominative: «Школьная»."""
    return generator.choice(STREETS)


def house(generator: Random) -> str:
    """Return a house number, now and then with a letter: «14», «7а»."""
    letter = generator.choice("абв") if generator.random() < 0.12 else ""
    return f"{generator.randint(1, 96)}{letter}"


def phone(generator: Random) -> str:
    """Return a phone of the invented range: «+7 900 000-12-34»."""
    return f"+7 900 000-{generator.randint(0, 99):02d}-{generator.randint(0, 99):02d}"


def full_name(generator: Random) -> str:
    """Return surname, name and patronymic that agree in gender."""
    surname = generator.choice(SURNAMES)
    stem = generator.choice(PATRONYMICS)
    if generator.random() < 0.62:
        return f"{surname}а {generator.choice(WOMEN)} {_daughter_of(stem)}"
    return f"{surname} {generator.choice(MEN)} {stem if stem.endswith('ич') else f'{stem}ич'}"


def _daughter_of(stem: str) -> str:
    return f"{stem[:-2]}инична" if stem.endswith("ич") else f"{stem}на"


def email(generator: Random, name: str) -> str:
    """Return an address at a domain reserved for examples, made of the surname in `name`."""
    latin = "".join(LETTERS.get(letter, "") for letter in name.split(maxsplit=1)[0].lower())
    return f"{latin}{generator.randint(1, 99)}@{generator.choice(MAIL_DOMAINS)}"


def address(generator: Random) -> str:
    """Return street, house and mostly a flat: «ул. Школьная, д. 14, кв. 5»."""
    place = f"ул. {street(generator)}, д. {house(generator)}"
    return f"{place}, кв. {generator.randint(1, 80)}" if generator.random() < 0.7 else place


def applicant(generator: Random) -> dict[str, str | None]:
    """Return who files: full_name, phone, email, address, applicant_type; one of phone and e-mail may be None.

    A legal entity stands with its name and the person who signs for it, several people with the one who signs first.
    """
    name = full_name(generator)
    contact = generator.random()
    facts: dict[str, str | None] = {
        "full_name": name,
        "phone": phone(generator) if contact < 0.8 else None,
        "email": email(generator, name) if contact > 0.45 else None,
        "address": address(generator),
        "applicant_type": "CITIZEN",
    }
    chance = generator.random()
    if chance < 0.04:
        firm = generator.choice(FIRMS)
        kinds = ((0.024, "LEGAL_ENTITY", f"{firm}, {name}"), (0.032, "ENTREPRENEUR", f"ИП {name}"))
        found = next(
            ((kind, called) for share, kind, called in kinds if chance < share), ("COLLECTIVE", name)
        )
        facts |= {"applicant_type": found[0], "full_name": found[1]}
    return facts


def handle(generator: Random) -> str:
    """Return a name in a social network: «snegir_58»."""
    return f"{generator.choice(HANDLE_WORDS)}_{generator.randint(1, 999)}"
