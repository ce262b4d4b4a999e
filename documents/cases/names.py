"""Names of people in free Russian text: found by patronymics, by given names, by initials, and by the words before them."""

import re

NAME = "[ФИО]"

_CAPITAL = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PATRONYMIC = (
    r"[А-ЯЁ][а-яё]*(?:ович|евич|[ьаеиы]ич)(?:а|у|ем|ом|е)?"
    r"|[А-ЯЁ][а-яё]+(?:овн|евн|иничн|ичн)(?:а|ы|е|у|ой)"
)
_SURNAME_ENDINGS = (
    "ов ев ёв ин ын ова ева ёва ина ына овой евой ёвой иной ову еву ину овым евым иным "
    "ский цкий ская цкая ского цкого скому цкому ской цкой скую цкую енко ко ук юк ик ых их ян дзе швили ец ер ман"
).split()
_SURNAME = rf"[А-ЯЁ][а-яё]+(?:{'|'.join(_SURNAME_ENDINGS)})(?:-[А-ЯЁ][а-яё]+)?"

# Stems of given names as their cases share them; «ь», «й» and the vowel fall away.
_GIVEN_STEMS = (
    "Александр Алексе Алекс Алин Алис Алл Альбин Анастаси Анатоли Ангелин Андре Анн Антон Антонин Арин "
    "Аркади Арсени Арт[её]м Артур Богдан Борис Вадим Валентин Валери Варвар Василис Васили Вер Вероник "
    "Виктор Виктори Виталий Витали Владимир Владислав Вячеслав Галин Геннади Георги Глеб Григори Дарь "
    "Денис Дмитри Евгени Егор Екатерин Елен Елизавет Захар Зинаид Зо Иван Игор Ильнур Иль Инн Ирин "
    "Карин Кирилл Клавди Константин Ксени Ларис Лев Леонид Лиди Лили Любов Людмил Макар Максим Маргарит "
    "Марин Мари Марк Матве Михаил Над[её]жд Назар Натали Наталь Никит Никола Нин Оксан Олег Ольг Павел "
    "Павл Пётр Петр Полин Раис Ренат Роман Руслан Светлан Семён Семен Серге Соф Софи Софь Станислав "
    "Степан Тамар Тарас Татьян Тимофе Тимур Ульян Фаин Ф[её]дор Эдуард Эльвир Юли Юри Яков Ян Ярослав"
).split()
_GIVEN_ENDINGS = "(?:а|я|ы|и|е|у|ю|й|ь|ем|ём|ом|ой|ей|ью|ья|ьи|ье|ьей|ею)?"
_GIVEN = rf"(?:{'|'.join(sorted(_GIVEN_STEMS, key=len, reverse=True))}){_GIVEN_ENDINGS}"

# Streets are called after people: what follows these words is a place, and so are these pairs wherever they stand.
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:ул|пер|пл|пр|пр-т|просп|им|б-р|мкр|наб)\.?"
    r"|\b(?:улиц|переул|площад|проспект|проезд|бульвар|набережн|имени|памятник)\w*)\s*[«\"]?$",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"^(?:Юри[яю] Гагарин|Зо[ия] Космодемьянск|Павлик\w* Морозов|Александр\w* Матросов|Олег\w* Кошев|Лиз\w+ Чайкин|"
    r"Максим\w* Горьк|Николая Островск|Карл\w* Маркс|Роз\w+ Люксембург|Клар\w+ Цеткин|Серге\w+ Лазо|Александр\w* Невск|"
    r"Иван\w* Купал|Иль[яи]\w* Пророк)"
)

# Who is addressed by office, or in general, is nobody in particular.
_OFFICES = (
    r"(?:Глав|Администраци|Президент|Губернатор|Министр|Редакци|Председател|Директор|Депутат|Руководител|Начальник|"
    r"Заместител|Коллег|Жител|Жильц|Сосед|Господ|Товарищ|Друз|Родител|Коллектив|Совет|Работник|Сотрудник|Служб|Управлени|"
    r"Центр|МЦУ|Россий|Боготол|Красноярск|Дорог|Уважаем|Добр|Здравствуй|Прош|Обращ|Спасиб|Групп|Дежурн|Диспетчер|Слав|Вчера\b|Сегодня\b|Завтра\b|Наш|Мой\b|Моя\b|Врач|Мастер|Участков|Тренер|Учител|Воспитател)"
)
_NAME_WORD = rf"(?!{_OFFICES}){_CAPITAL}"
_NAME_WORDS = rf"{_NAME_WORD}(?:\s+(?:{_NAME_WORD}|[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)){{0,2}}"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."

_INTRODUCED = re.compile(
    r"(?P<lead>\b(?i:меня\s+зовут|зовут\s+меня|мо[её]\s+имя|имя\s+мо[её]|меня\s+звать)\s*[—–:-]?\s*)"
    r"(?:" + _NAME_WORDS + r"|[а-яё]{3,}(?:\s+[а-яё]+(?:ович|евич|ич|овна|евна|ична))?)"
)
_SIGNED = re.compile(
    r"(?P<lead>\b(?i:с\s+уважением|заявител[ья]|фио|ф\.\s?и\.\s?о\.?|подпис[ьаио]\w*|фамилия|отправител[ья])\s*[,:—–-]?\s*)"
    + _NAME_WORDS
)
_ADDRESSED = re.compile(
    r"(?P<lead>\b(?i:уважаем(?:ый|ая|ые|ой|ому|ого)|дорог(?:ой|ая)|гр\.|гражданин\w*|гражданк\w+)\s+)"
    + _NAME_WORDS
)
_MYSELF_GIVEN = re.compile(rf"(?P<lead>\b[Яя]\s+){_GIVEN}(?=\s*[,.])")
_MYSELF = re.compile(rf"(?P<lead>\b[Яя]\s*,\s*){_NAME_WORDS}(?=\s*[,.])")
_KIN = re.compile(
    r"(?P<lead>\b(?i:сосед(?:а|у|ом|ка|ки|ке|ку|кой)?|муж(?:а|у|ем)?|жен(?:а|ы|е|у|ой)|сын(?:а|у|ом)?|доч(?:ь|ка|ки|ке|ку|ери|кой|ерью)|"
    r"мам(?:а|ы|е|у|ой)|пап(?:а|ы|е|у|ой)|бабушк\w+|дедушк\w+|внук\w*|внучк\w+|брат\w*|сестр\w+|реб[её]нок)\s+)"
    + _NAME_WORDS
)

_WORKER = re.compile(
    r"(?P<lead>\b(?i:врач\w*|фельдшер\w*|медсестр\w+|учител\w+|воспитател\w+|директор\w*|заведующ\w+|мастер\w*|диспетчер\w*|"
    r"водител\w+|участков\w+|специалист\w*|слесар\w+|дворник\w*|кондуктор\w*)\s+)"
    r"(?!"
    + _OFFICES
    + r")[А-ЯЁ][а-яё]+(?:[оеё]в|[иы]н|[оеё]в[аую]|[иы]н[аую]|[оеё]вой|[иы]ной|енко|ч?ук|юк)(?![а-яё])"
)
_BESIDE_PHONE = re.compile(rf"(?P<lead>\[телефон\]\s*[,(—–-]?\s*){_GIVEN}(?![а-яё])")
_BEFORE_PHONE = re.compile(rf"(?<![А-ЯЁа-яё-]){_GIVEN}(?P<tail>\s*[,:(—–-]?\s*(?:т\.|тел\.?)?\s*\[телефон\])")

# Without words around them, from the surest to the least sure.
_FULL = re.compile(
    rf"\b(?:{_NAME_WORD}\s+)?{_NAME_WORD}\s+(?:{_PATRONYMIC})(?![а-яё])(?:\s+{_SURNAME}(?![а-яё]))?"
)
_WITH_INITIALS = re.compile(rf"\b{_CAPITAL}\s+{_INITIALS}|(?<![А-ЯЁа-яё.]){_INITIALS}\s?{_CAPITAL}")
_GIVEN_AND_SURNAME = re.compile(rf"\b(?:{_GIVEN}\s+(?:{_SURNAME})|(?:{_SURNAME})\s+{_GIVEN})(?![а-яё])")

_BY_CONTEXT = (_INTRODUCED, _SIGNED, _ADDRESSED, _MYSELF, _MYSELF_GIVEN, _KIN, _WORKER, _BESIDE_PHONE)
_BY_SHAPE = (_FULL, _WITH_INITIALS, _GIVEN_AND_SURNAME)


def redact_names(text: str) -> str:
    """The text with names of people replaced by «[ФИО]»; streets and institutions called after people keep theirs."""
    for pattern in _BY_SHAPE:
        text = pattern.sub(_unless_place, text)
    for pattern in _BY_CONTEXT:
        text = pattern.sub(lambda match: f"{match['lead']}{NAME}", text)
    return _BEFORE_PHONE.sub(lambda match: f"{NAME}{match['tail']}", text)


def _unless_place(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 30) : match.start()]
    if _PLACE_BEFORE.search(before) or _PLACES.match(match[0]):
        return match[0]
    return NAME
