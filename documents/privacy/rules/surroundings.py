"""What stands beside a number and tells that it is no phone, no passport and no account: papers, meters, sums, offices."""

import re

from documents.privacy.rules.marks import BLOTS, FILLER, NAME
from documents.privacy.rules.rule import before

_PAPERS = (
    "счетчик|прибор|акт|договор|контракт|соглашени|уин|кбк|октмо|огрн|бик|кпп|окпо|приказ|наряд|постановлени|"
    "распоряжени|заказ|"
    "заявк|обращени|квитанци|чек|протокол|начислени|лиценз|вх|исх|зав|дог|трек|кусп|размер|пломб|опор|"
    "показани|индекс|штраф|"
    "накладн|инвентарн|кадастр|индекс|архив|реестр|талон"
)
_PAPER = re.compile(rf"(?<![а-я])(?:{_PAPERS})[а-я]{{0,6}}(?![а-я])[^0-9,;()]{{0,18}}$")
_PRESCRIPTION = re.compile(r"(?:рецепт|бланк|билет|облигаци|накладн)[^0-9]{0,16}$")
_NUMBERED = re.compile(r"№ ?$")
_CALLS = re.compile(
    r"(?:тел|сот|моб|звон|контакт|связ|ватсап|вотсап|вайбер|whats|viber|набира|набер|трубк|смс|sms)"
)
_OFFICES = re.compile(
    r"(?:приемн|диспетч|секретар|администрац|мфц|бти|(?<![а-я])ук(?![а-я])|тсж|соцзащит|офис|еддс|дежурн|аварийн|"
    r"лини[яюие]|рабоч|регистратур|больниц|поликлиник|школ|садик|контор|управлен|отдел|полици|архив|банк|служб|редакц|"
    r"контрол|канал|сет[ьи](?![а-я])|энерг|вокзал|касс|совет|инспекц|прокуратур|суд(?:а|у)?(?![а-я])|мвд|гибдд|почт|ооо|"
    r"аварий|гостинич|информатор|музе|библиотек|магазин|аптек|бан[яеи](?![а-я])|фап(?![а-я])|гостиниц|клуб|"
    r"дк(?![а-я])|цех)"
)
_OWN = re.compile(
    r"(?:мой|моя|мне|меня|личн|домашн|(?<![а-я])дом\.|сот|заявител|перезв|обратн|мам|муж|жен[аеыу](?![а-я])|"
    r"брат|сестр|сын|доч|бабуш|сосед|определил|высветил)"
)
_TAKEN_NAME = re.compile(f"{BLOTS[NAME]}{FILLER}*")
_AT_WORK = re.compile(r"(?:рабоч|служебн|офисн)[а-я]{2,3}(?: (?:тел[а-я]*\.?|номер))?[ :—-]{1,3}$")
MONEY = re.compile(
    r" ?(?:руб(?:\.|л[а-я]{1,3})?(?![а-я])|₽|р(?:\.(?! ?п)|(?![а-я.]))|тыс(?:\.|яч|ячи)(?![а-я])|млн|млрд|"
    r"миллион(?:а|ов)?(?![а-я])|коп(?:\.|е(?:ек|йки|йка))(?![а-я]))"
)
_MEASURE = re.compile(
    r" ?(?:[мm][23³²]|куб|квт|квт·ч|гкал|кг|шт|тонн|литр|л(?![а-я/])|км|м(?![а-я])|см|мм|%|град|ед\.|экз)"
)


def is_of_a_paper(text: str, start: int, end: int) -> bool:
    """Return whether the words before a number call it that of a paper, a meter or a size, and none calls it a phone."""
    lead = before(text, start, 40)
    return bool(_PAPER.search(lead)) and not _CALLS.search(lead[-20:])


def is_numbered(text: str, start: int, end: int) -> bool:
    """Return whether «№» or a paper stands before a number, and no word that calls it a phone."""
    lead = before(text, start, 40)
    if _CALLS.search(lead[-24:]):
        return False
    return bool(_NUMBERED.search(lead) or _PAPER.search(lead))


def is_of_a_prescription(text: str, start: int, end: int) -> bool:
    """Return whether the series and number before are those of a prescription or a form."""
    return _PRESCRIPTION.search(before(text, start, 30)) is not None


def is_a_sum(text: str, start: int, end: int) -> bool:
    """Return whether a word of money follows, with its own end: «копию» and «тысячу» are none."""
    return MONEY.match(text, end) is not None


def is_measured(text: str, start: int, end: int) -> bool:
    """Return whether a unit follows, or money."""
    return _MEASURE.match(text, end) is not None or is_a_sum(text, start, end)


def _past_names(text: str, place: int, length: int) -> str:
    """What stands before a place, also beyond names that were taken out: an office is not less one for its head's name."""
    piece = _TAKEN_NAME.sub(lambda found: "·" * len(found[0]), text[max(0, place - length) : place])
    return before(piece, len(piece), length)


def is_of_an_office(text: str, start: int, end: int) -> bool:
    """Return whether the words before a number call it that of an office, and none that of a person."""
    lead = _past_names(text, start, 48)
    if _AT_WORK.search(lead):
        return True
    return bool(_OFFICES.search(lead)) and not _OWN.search(lead[-30:])
