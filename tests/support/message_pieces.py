"""What people write about themselves and others, drawn: names, numbers, addresses, in the spellings that occur."""

from random import Random

WOMEN = (
    "Мария Анна Елена Ольга Татьяна Наталья Ирина Светлана Людмила Галина Глафира Пелагея Аглая Гульнара Динара Айгуль "
    "Зульфия Маргарита Снежана Злата Милана Василиса Ульяна Эльвира Роза Раиса Лилия Нелли Жанна Инга Алевтина Антонина "
    "Капитолина Таисия Дарья Полина Евдокия Аксинья Марфа Устинья"
).split()
MEN = (
    "Иван Пётр Сергей Александр Дмитрий Андрей Николай Владимир Прохор Устин Фёдор Айдар Рустам Магомед Тимур Ильдар "
    "Герман Марат Арсен Ашот Гурген Эльдар Степан Матвей Савелий Игнат Захар Демьян Тихон Кузьма Лука Никита Илья Игорь "
    "Валерий Геннадий Анатолий Виталий Олег Лев"
).split()
SURNAMES = (
    "Иванов Петров Сидоров Кузнецов Смирнов Попов Козлов Морозов Волков Лебедев Тарасов Щукин Ильин Голицын Соболев "
    "Орлов Ткачёв Жуков Гусев Пчёлкин"
).split()
FIXED_SURNAMES = (
    "Шевченко Ткаченко Коваленко Черных Седых Белых Ким Цой Шмидт Мельник Коваль Бондарчук Гончарук Саркисян Петросян "
    "Мамедов-Оглы Дурново Живаго"
).split()
SKI = "Вишневский Полонский Загорский Островский Каминский".split()
FATHERS = (
    "Иван Петр Серге Александр Никола Степан Федор Матве Аркадь Валерь Андре Виктор Рашид Тимофе".split()
)


def _surname(draw: Random, *, woman: bool) -> str:
    kind = draw.random()
    if kind < 0.25:
        return draw.choice(FIXED_SURNAMES)
    if kind < 0.4:
        name = draw.choice(SKI)
        return name[:-2] + "ая" if woman else name
    name = draw.choice(SURNAMES)
    return name + "а" if woman else name


def _patronymic(draw: Random, *, woman: bool) -> str:
    stem = draw.choice(FATHERS)
    soft = stem[-1] in "еьоа"
    if woman:
        return stem + ("евна" if soft else "овна")
    return stem + ("евич" if soft else "ович")


def person(draw: Random) -> tuple[str, str, str, bool]:
    """Surname, given name, patronymic, and whether it is a woman."""
    woman = draw.random() < 0.55
    given = draw.choice(WOMEN if woman else MEN)
    return _surname(draw, woman=woman), given, _patronymic(draw, woman=woman), woman


def full_name(draw: Random) -> str:
    """A name as people sign: in one of the usual orders, with initials or without."""
    surname, given, father, _ = person(draw)
    return draw.choice(
        (
            f"{surname} {given} {father}",
            f"{given} {father} {surname}",
            f"{given} {father}",
            f"{surname} {given}",
            f"{given} {surname}",
            f"{surname} {given[0]}.{father[0]}.",
            f"{surname} {given[0]}. {father[0]}.",
            f"{given[0]}.{father[0]}. {surname}",
            f"{given[0]}. {father[0]}. {surname}",
        )
    )


def phone(draw: Random) -> str:
    """A mobile or a town number in one of the spellings that occur."""
    code, a, b, c = (
        "9" + f"{draw.randrange(100):02d}",
        f"{draw.randrange(1000):03d}",
        f"{draw.randrange(100):02d}",
        f"{draw.randrange(100):02d}",
    )
    lead = draw.choice(("+7", "8", "7", "+7 ", "8-", "8 ", "+7-"))
    shapes = (
        f"{lead}{code}{a}{b}{c}",
        f"{lead}({code}){a}-{b}-{c}",
        f"{lead}({code}) {a}-{b}-{c}",
        f"{lead} ({code}) {a} {b} {c}",
        f"{lead} {code} {a}-{b}-{c}",
        f"{lead}-{code}-{a}-{b}-{c}",
        f"{lead} {code} {a}{b}{c}",
        f"{lead} {code} {a}-{b}{c}",
        f"{lead}.{code}.{a}.{b}.{c}",
        f"{lead}{code} {a[0]} {a[1:]} {b} {c}",
        f"{lead}-{code}-{a}{b}-{c}",
        f"{code}-{a}-{b}-{c}",
        f"{code}{a}{b}{c}",
        f"{code} {a} {b} {c}",
        f"8(39157){a[0]}-{b}-{c}",
        f"8 (39157) {a[0]}-{b}-{c}",
        f"8-39157-{a[0]}-{b}-{c}",
        f"(39157) {a[0]} {b} {c}",
        f"+7/{code}/{a}-{b}-{c}",
        f"8–{code}–{a}–{b}–{c}",
    )
    return draw.choice(shapes)


def email(draw: Random) -> str:
    """An address, now and then spelled around filters."""
    name = draw.choice(("masha1987", "ivan.petrov", "s_k-24", "olga", "t.n.kim", "dom5"))
    at = draw.choice(("@",) * 6 + (" @ ", " собака ", "(at)", "[собака]"))
    return f"{name}{at}{draw.choice(('mail.ru', 'yandex.ru', 'gmail.com', 'bk.ru', 'пример.рф'))}"


def card(draw: Random) -> str:
    """Sixteen digits of a bank card."""
    parts = ["2202", *(f"{draw.randrange(10_000):04d}" for _ in range(3))]
    return draw.choice((" ", "-", "")).join(parts)


def snils(draw: Random) -> str:
    """An insurance number with or without its marks."""
    a, b, c, d = (f"{draw.randrange(10**width):0{width}d}" for width in (3, 3, 3, 2))
    return draw.choice((f"{a}-{b}-{c} {d}", f"{a}-{b}-{c}-{d}", f"{a} {b} {c} {d}", f"{a}{b}{c}{d}"))


def passport(draw: Random) -> str:
    """Series and number."""
    a, b, c = "04", f"{draw.randrange(1, 24):02d}", f"{draw.randrange(10**6):06d}"
    return draw.choice((f"{a} {b} {c}", f"{a}{b} {c}", f"{a}{b} № {c}", f"{a} {b} №{c}", f"{a}{b}{c}"))


def flat(draw: Random) -> str:
    """A flat as it follows a house."""
    number = draw.randrange(1, 99)
    shapes = (
        "кв. {}",
        "кв.{}",
        "кв {}",
        "квартира {}",
        "квартира № {}",
        "кв. № {}",
        "кв-ра {}",
        "{} квартира",
    )
    text = draw.choice(shapes).format(number)
    return text if text[0] != str(number)[0] else f"{number}-я квартира"


STREETS = (
    "Ленина Кирова Советская Гагарина Матросова Чкалова Калинина Школьная Мира Пушкина Лермонтова Островского Фрунзе "
    "Куйбышева Дзержинского Горького Комсомольская Заречная Урицкого"
).split()
LONG_STREETS = (
    "Юрия Гагарина",
    "Сергея Лазо",
    "Зои Космодемьянской",
    "Олега Кошевого",
    "Карла Маркса",
    "Розы Люксембург",
    "Павлика Морозова",
    "Александра Матросова",
    "Ивана Сусанина",
    "Максима Горького",
    "Героя Советского Союза Петрова",
)


def street(draw: Random) -> str:
    """A street, half of them called after people."""
    name = draw.choice(LONG_STREETS) if draw.random() < 0.35 else draw.choice(STREETS)
    word = draw.choice(("улица", "ул.", "улице", "ул", "переулок", "пер.", "на улице"))
    return f"{word} {name}"
