"""Sentences with personal data of which every piece says whether it must go."""

from collections.abc import Callable, Sequence
from random import Random

from tests.support.message_pieces import card, email, flat, full_name, passport, person, phone, snils, street

Piece = tuple[str, bool]
"""A piece of text, and whether it is personal data that must go."""


Sentence = Callable[[Random], Sequence[Piece]]


def _go(text: str) -> Piece:
    return text, True


def _stay(text: str) -> Piece:
    return text, False


def _introduced(draw: Random) -> Sequence[Piece]:
    surname, given, father, _ = person(draw)
    name = draw.choice(
        (
            given,
            f"{given} {father}",
            f"{surname} {given}",
            f"{surname} {given} {father}",
            f"{given} {surname}",
        )
    )
    lead = draw.choice(
        ("Меня зовут ", "меня зовут ", "Здравствуйте, меня зовут ", "Зовут меня ", "Моё имя ", "Мое имя — ")
    )
    return _stay(lead), _go(name), _stay(draw.choice((". ", ", пишу не в первый раз. ", ", мне 67 лет. ")))


def _addressed(draw: Random) -> Sequence[Piece]:
    _, given, father, woman = person(draw)
    lead = "Уважаемая " if woman else "Уважаемый "
    return _stay(lead), _go(f"{given} {father}"), _stay(draw.choice(("! ", ", просим помочь. ")))


def _signed(draw: Random) -> Sequence[Piece]:
    lead = draw.choice(("С уважением, ", "Заявитель: ", "С уважением ", "Подпись: ", "ФИО: ", "Обращается "))
    return _stay(lead), _go(full_name(draw)), _stay(". ")


def _called(draw: Random) -> Sequence[Piece]:
    lead = draw.choice(
        ("Тел. ", "Телефон: ", "Звоните ", "мой номер ", "Для связи ", "тел.", "Сотовый ", "WhatsApp ")
    )
    return _stay(lead), _go(phone(draw)), _stay(draw.choice((". ", " после шести. ", ", звонить вечером. ")))


def _signed_with_phone(draw: Random) -> Sequence[Piece]:
    surname, given, father, _ = person(draw)
    name = draw.choice(
        (given, f"{surname} {given}", f"{given} {father}", f"{surname} {given[0]}.{father[0]}.")
    )
    return _go(name), _stay(draw.choice((", ", ", тел. ", " "))), _go(phone(draw)), _stay(". ")


def _written(draw: Random) -> Sequence[Piece]:
    return _stay(draw.choice(("Ответ пришлите на ", "Почта: ", "e-mail "))), _go(email(draw)), _stay(". ")


def _paid(draw: Random) -> Sequence[Piece]:
    return (
        _stay(draw.choice(("Пособие не пришло на карту ", "Номер карты ", "Перечислите на карту № "))),
        _go(card(draw)),
        _stay(". "),
    )


def _insured(draw: Random) -> Sequence[Piece]:
    return _stay(draw.choice(("СНИЛС ", "Мой СНИЛС: ", "снилс № "))), _go(snils(draw)), _stay(". ")


def _identified(draw: Random) -> Sequence[Piece]:
    return (
        _stay(draw.choice(("Паспорт ", "паспорт серия ", "Паспортные данные: "))),
        _go(passport(draw)),
        _stay(". "),
    )


def _lives(draw: Random) -> Sequence[Piece]:
    lead, house = draw.choice(("Живу по адресу ", "Адрес: ", "Мы живём ")), draw.choice(("д. ", "дом ", ""))
    place = f"{lead}{street(draw)}, {house}{draw.randrange(1, 90)}, "
    return _stay(place), _go(flat(draw)), _stay(". ")


def _neighbor(draw: Random) -> Sequence[Piece]:
    surname, given, father, woman = person(draw)
    lead = "соседка " if woman else "сосед "
    return (
        _stay(f"Шумит {lead}"),
        _go(draw.choice((surname, f"{given} {surname}", f"{given} {father}"))),
        _stay(", житья нет. "),
    )


def _official(draw: Random) -> Sequence[Piece]:
    surname, given, father, woman = person(draw)
    post = draw.choice(("Директор школы ", "Врач ", "Мастер участка ", "Воспитатель ", "Заведующая "))
    name = draw.choice(
        (f"{surname} {given[0]}.{father[0]}.", f"{given} {father}", f"{surname} {given} {father}")
    )
    return _stay(post), _go(name), _stay(" не отвечает. " if woman else " отказал. ")


def _dative(draw: Random) -> Sequence[Piece]:
    text = draw.choice(
        (
            "Петровой Марии Ивановне",
            "Кузнецову Олегу",
            "Сергею Ивановичу",
            "Ахметову Ринату Ильдаровичу",
            "Галине Петровне",
            "Тарасовой Г.И.",
            "Орловой Пелагее",
            "Шевченко Таисии Николаевне",
            "Ким Роберту",
            "Жукову А. П.",
        )
    )
    return (
        _stay(draw.choice(("Обращались к ", "Я писала ", "Отдали заявление ", "Передайте "))),
        _go(text),
        _stay(", толку нет. "),
    )


def _genitive(draw: Random) -> Sequence[Piece]:
    text = draw.choice(
        (
            "Петровой Марии Ивановны",
            "Кузнецова Олега",
            "Сергея Ивановича",
            "Гусевой Златы",
            "Н. П. Соболевой",
            "Ильдара Рашидовича",
            "Лебедевой Анны",
            "Волкова Тимура Айдаровича",
        )
    )
    return (
        _stay(draw.choice(("Заявление от ", "Пособие для ", "Нет подписи ", "Это дом "))),
        _go(text),
        _stay(". "),
    )


def _lower(draw: Random) -> Sequence[Piece]:
    text = draw.choice(("ольга", "мария петровна", "сергей иванович", "галина фёдоровна", "аглая"))
    return _stay("здравствуйте меня зовут "), _go(text), _stay(", помогите пожалуйста. ")


def _kin(draw: Random) -> Sequence[Piece]:
    lead, text = draw.choice(
        (
            ("Мою дочь ", "Алису"),
            ("Нашего сына ", "Тимофея"),
            ("Моя мама ", "Зинаида Павловна"),
            ("Моей бабушке ", "Марфе Кузьминичне"),
            ("Муж ", "Рустам"),
            ("Внучку ", "Милану"),
            ("Брата ", "Игната"),
            ("У соседки ", "Клавдии"),
        )
    )
    return (
        _stay(lead),
        _go(text),
        _stay(draw.choice((" не приняли. ", " обидели в школе. ", " увезла скорая. "))),
    )


def _crooked(draw: Random) -> Sequence[Piece]:
    lead, text = draw.choice(
        (
            ("Звоните ", "8 9 1 3 1 2 3 4 5 6 7"),
            ("Звоните: ", "8(913)-123-45-67"),
            ("мой тел ", "8913 123 45 67"),
            ("тел:", "+7(913)1234567"),
            ("номер ", "8-913-12-34-567"),
            ("дом. тел. ", "2-15-47"),
            ("телефон дом. ", "21547"),
            ("Вайбер ", "+7‑913‑123‑45‑67"),
            ("ватсап ", "8 (913) 123 45-67"),
            ("Звонить ", "8\u00a0913\u00a0123\u00a045\u00a067"),
            ("на номер ", "89131234567"),
            ("т. ", "8 913 1234567"),
            ("сот.", "9131234567"),
            ("Наберите ", "8 913 123-4567"),
        )
    )
    return _stay(lead), _go(text), _stay(draw.choice((". ", ", жду. ", " (вечером). ")))


def _profile(draw: Random) -> Sequence[Piece]:
    text = draw.choice(
        (
            "https://vk.com/id583920",
            "vk.com/masha.petrova",
            "t.me/olga_24",
            "@olga_bogotol",
            "https://ok.ru/profile/57123456",
        )
    )
    return _stay(draw.choice(("Пишите в личку ", "Моя страница ", "Я тут: "))), _go(text), _stay(" ")


def _numbers(draw: Random) -> Sequence[Piece]:
    lead, text = draw.choice(
        (
            ("Полис ОМС ", "2456789012345678"),
            ("номер полиса ", "2456 7890 1234 5678"),
            ("ЕНП ", "2456789012345678"),
            ("Лицевой счёт ", "1234567890"),
            ("л/с ", "40-123456"),
            ("ИНН ", "240512345678"),
            ("паспорт: ", "04 12, 123456"),
            ("паспорт серия ", "0412 номер 123456"),
            ("счёт в банке ", "40817810500001234567"),
            ("карта сбербанка ", "2202 2001 1234 5678"),
            ("паспорт ", "0412-123456"),
            ("водительское удостоверение ", "24 12 345678"),
            ("свидетельство о рождении ", "II-БА № 654321"),
        )
    )
    return _stay(lead), _go(text), _stay(". ")


def _flat_close(draw: Random) -> Sequence[Piece]:
    text = draw.choice(
        ("кв12", "кв. 7а", "кварт. 31", "квартира №18", "кв.№5", "кв  44", "квартиры 5 и 8", "квартире 16")
    )
    return _stay(f"ул. Мира, д. {draw.randrange(1, 60)}, "), _go(text), _stay(". ")


GOING: Sequence[Sentence] = (
    _introduced,
    _addressed,
    _signed,
    _called,
    _signed_with_phone,
    _written,
    _paid,
    _insured,
    _identified,
    _lives,
    _neighbor,
    _official,
    _dative,
    _genitive,
    _lower,
    _kin,
    _crooked,
    _profile,
    _numbers,
    _flat_close,
)
