"""Towns and villages of the demo municipality; populations are invented."""

from typing import Any

# id, title, how one says where, kind, territorial division, population in persons
_SETTLEMENTS: tuple[tuple[str, str, str, str, str | None, int], ...] = (
    ("bogotol", "Боготол", "в Боготоле", "TOWN", None, 18_900),
    ("aleksandrovka", "Александровка", "в Александровке", "VILLAGE", "Александровский", 520),
    ("bogotol-selo", "Боготол (село)", "в селе Боготол", "VILLAGE", "Боготольский", 980),
    ("bolshaya-kosul", "Большая Косуль", "в Большой Косули", "VILLAGE", "Большекосульский", 870),
    ("vagino", "Вагино", "в Вагино", "VILLAGE", "Вагинский", 910),
    ("krasny-zavod", "Красный Завод", "в Красном Заводе", "VILLAGE", "Краснозаводской", 760),
    ("kritovo", "Критово", "в Критово", "VILLAGE", "Критовский", 1_240),
    ("chaykovsky", "Чайковский", "в Чайковском", "WORKERS_SETTLEMENT", "Чайковский", 690),
    ("yuryevka", "Юрьевка", "в Юрьевке", "VILLAGE", "Юрьевский", 1_080),
    ("medyakovo", "Медяково", "в Медяково", "HAMLET", "Критовский", 140),
    ("razgulyaevka", "Разгуляевка", "в Разгуляевке", "HAMLET", "Краснозаводской", 95),
    ("korobeynikovo", "Коробейниково", "в Коробейниково", "HAMLET", "Боготольский", 180),
    ("lebedevka", "Лебедевка", "в Лебедевке", "HAMLET", "Юрьевский", 110),
    ("vladimirovka", "Владимировка", "во Владимировке", "HAMLET", "Большекосульский", 160),
)

SETTLEMENTS: tuple[dict[str, Any], ...] = tuple(
    {
        "id": one,
        "title": title,
        "kind": kind,
        "division": division and f"{division} территориальный отдел",
        "population": population,
        "is_demo": True,
    }
    for one, title, _, kind, division, population in _SETTLEMENTS
)
"""Rows of `settlements`."""

WHERE: dict[str, str] = {one: where for one, _, where, *_ in _SETTLEMENTS}
"""Settlement id → how one says «where», for texts: «в Критово»."""
