"""What passwords are made of when people make them up: a small table of ours, in every spelling a keyboard gives it."""

from collections.abc import Iterable, Iterator
from functools import cache

CITIES = """москва петербург питер новосибирск екатеринбург казань красноярск ачинск боготол назарово шарыпово канск
минусинск норильск дивногорск железногорск зеленогорск лесосибирск енисейск абакан кемерово томск барнаул иркутск омск
тюмень челябинск пермь самара саратов ростов краснодар сочи уфа воронеж волгоград владивосток хабаровск якутск тула"""
MONTHS = """январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь января февраля марта апреля
мая июня июля августа сентября октября ноября декабря"""
SEASONS = "зима весна лето осень понедельник вторник среда четверг пятница суббота воскресенье"
NAMES = """александр алексей андрей антон артем борис вадим василий виктор владимир дмитрий евгений иван игорь кирилл
максим михаил никита николай олег павел петр роман сергей юрий анастасия анна валентина вера виктория галина дарья
екатерина елена ирина ксения лариса людмила марина мария надежда наталья ольга светлана татьяна юлия саша маша даша
наташа катя лена оля таня юля дима леша сережа"""
HABITS = """пароль парол привет любовь люблю солнце счастье россия родина победа сибирь край город район админ
администратор администрация пользователь доступ вход секрет ключ тест проверка гость начальник работа отдел приемная
мама папа семья дочка сынок кошка собака зенит спартак динамо тебя меня мой моя наш центр муниципальный управление мцу"""
LATIN = """password passwd pass word qwerty letmein welcome login admin administrator root user guest test master secret
default changeme access system server computer internet google yandex windows love iloveyou sunshine princess dragon
monkey football shadow superman batman hello freedom whatever trustno abc xyz my the one is pult mcu krsk you me"""

ROWS = (
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеежзийклмнопрстуфхцчшщъыьэюя",
)
SHORTEST_RUN = 3
"""Letters that stand in a row on the keyboard or in the alphabet, from so many on, are a piece."""

LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюе"
TO_RUSSIAN = str.maketrans(LATIN_KEYS, RUSSIAN_KEYS)
TO_LATIN = str.maketrans(RUSSIAN_KEYS[:-1], LATIN_KEYS[:-1])

SOUNDS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
OTHER_SOUNDS = SOUNDS | {"й": "j", "х": "h", "ц": "c", "щ": "sch", "ю": "ju", "я": "ja", "ы": "i", "ь": "'"}

INSTEAD = str.maketrans(
    {"@": "a", "0": "o", "1": "i", "3": "e", "$": "s", "5": "s", "4": "a", "!": "i", "7": "t"}
)
"""Digits and signs that stand for letters."""


def folded(text: str) -> str:
    """Take case away, and write ё as е."""
    return text.casefold().replace("ё", "е")


def spellings(word: str) -> Iterator[str]:
    """Spell a word as people type it: as it is, in Latin letters, with the wrong layout on."""
    word = folded(word)
    yield word
    yield "".join(SOUNDS.get(letter, letter) for letter in word)
    yield "".join(OTHER_SOUNDS.get(letter, letter) for letter in word)
    yield word.translate(TO_LATIN)
    yield word.translate(TO_RUSSIAN)


def spelled(words: Iterable[str]) -> frozenset[str]:
    """Return every spelling of the words."""
    return frozenset(one for word in words for one in spellings(word) if len(one) > 1)


@cache
def common_words() -> frozenset[str]:
    """Return the whole table in every spelling, with the runs of the keyboard and the alphabet."""
    words = f"{CITIES} {MONTHS} {SEASONS} {NAMES} {HABITS} {LATIN}".split()
    return spelled(words) | frozenset(_runs())


def _runs() -> Iterator[str]:
    for row in ROWS:
        for line in (row, row.translate(TO_RUSSIAN)):
            for one in (line, line[::-1]):
                for start in range(len(one)):
                    for end in range(start + SHORTEST_RUN, len(one) + 1):
                        yield one[start:end]
