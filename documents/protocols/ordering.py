"""Whether the text of a decision orders something of somebody, read as Russian office practice writes it (invariant 9)."""

import re
import unicodedata

PARTS = re.compile(r"[;\n]|(?<=[.!?…])(?<!\b[А-ЯЁ]\.)(?<!\bим\.)(?<!\bул\.)\s+(?=[«\"(]?[А-ЯЁA-Z0-9])")
"""Where one order may end and another begin; not after an initial or a usual abbreviation."""

LEADING = re.compile(r"^(?:[\s«»\"'„“”()\[\]*•·–—-]|\d{1,3}(?:\.\d{1,3})*[.)]?\s|[а-яa-z]\))+")
"""Numbers, bullets and quotation marks in front of a decision."""

ORDERS = re.compile(
    r"\b(?:поруч(?:ить|ает|аем|аю|ается|аются|ено|ены)|дать (?:письменное |протокольное )?поручени[ея]"
    r"|обяза(?:ть|но)|обязыва(?:ет|ем|ю)|предписать|потребовать от|возложить|указать на"
    r"|назначить ответственн\w+|ответственн(?:ый|ая|ое|ые)(?: исполнител\w+)?\s*[:—–-])"
)
"""Words that order wherever they stand; the nouns «поручение» and «обязанность» do not."""

ONLY_OF_ITSELF = re.compile(r"\bпоруч(?:ить|ает|аем|аю)\b|\bобяза(?:ть)\b|\bвозложить\b")
NOTED = re.compile(r"^(?:\w+\s){0,8}?принять(?:\s\w+){0,6} к сведению")
"""What is taken note of may tell that something was ordered before; only what is ordered beside it counts."""

AT_THE_BEGINNING = ("указать ", "обеспечить", "взять на контроль")

ENSURE = re.compile(r"(?<!чтобы )(?<!возможность )(?<!позволит )(?<!позволяет )(?<!позволят )\bобеспечить\b")

IN_TERM = re.compile(r"\b(?:в срок до|срок исполнения|срок\s*[:—–-]\s*(?:до\b|\d))")

INFINITIVE = re.compile(
    r"\b(?!област|част|сет|печат|нит|сут|пут|дет|почт|скорост|площад)\w*"
    r"(?:[аяеиоуы]ть(?:ся)?|(?:вести|нести|йти|везти|сти(?:сь)|чь(?:ся)?))\b"
)
NOUNS = re.compile(
    r"\b(?:ночь|речь|дочь|помощь|печь|вещь|сеть|нить|суть|путь|печать|кровать|мать)\b|\w+ость\b"
)

ADDRESSEE = re.compile(
    r"^(?:\w+(?:ому|ему|ой|ей|им|ым)\s){0,3}(?:"
    r"отделу|отделам|управлени(?:ю|ям)|администраци(?:и|ям)|комитет(?:у|ам)|комисси(?:и|ям)|глав(?:е|ам)|директор(?:у|ам)"
    r"|руководител(?:ю|ям)|начальник(?:у|ам)|заместител(?:ю|ям)|секретарю|организаци(?:и|ям)|учреждени(?:ю|ям)"
    r"|предприяти(?:ю|ям)|компани(?:и|ям)|школ(?:е|ам)|центру|департамент(?:у|ам)|министерств(?:у|ам)|служб(?:е|ам)"
    r"|ответственн(?:ому|ым)|куратору|координатору|член(?:у|ам)|специалист(?:у|ам)|инженеру|мастеру|подрядчик(?:у|ам)"
    r"|застройщик(?:у|ам)|оператору|участник(?:у|ам)|сектору|групп(?:е|ам)|исполнител(?:ю|ям)|получател(?:ю|ям)"
    r"|территориальн(?:ому|ым)|редакци(?:и|ям)|больнице|поликлинике|детск(?:ому|им)"
    r"|муп|мку|мбоу|мбдоу|мбу|мау|маоу|кгку|кгбу|едд[сc]|ук|ооо|ао|рэс|гибдд|цур|мцу|мо"
    r")(?=[\s,:«\"(])"
)
"""How a decision addresses those who do it: in the dative, or by an abbreviation that has no cases."""

NAMED = re.compile(
    r"^\W*[А-ЯЁ][а-яё]+(?:у|ю|ой|ей|ому|ему)\s+[А-ЯЁ]\.|^\W*[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё]+(?:у|ю|ой|ей|ому|ему)\b"
)
"""An official by surname and initials, in the dative."""


def orders(text: str) -> bool:
    """Return whether the text orders something anywhere: by a word that orders, by addressing somebody who is to do it, or
    by a term set for it. What is only taken note of, approved or recommended orders nothing."""
    plain = unicodedata.normalize("NFKC", text).replace("ё", "е").replace("Ё", "Е")
    return any(_orders(LEADING.sub("", part), part) for part in PARTS.split(plain) if part)


def _orders(part: str, raw: str) -> bool:
    said = re.sub(r"\s+", " ", part).strip().casefold()
    if NOTED.search(said):
        return ONLY_OF_ITSELF.search(said) is not None
    if ORDERS.search(said) or ENSURE.search(said) or said.startswith(AT_THE_BEGINNING):
        return True
    does = INFINITIVE.search(NOUNS.sub("", said)) is not None
    return does and bool(ADDRESSEE.search(said) or NAMED.search(raw) or IN_TERM.search(said))
