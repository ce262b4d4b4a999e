"""Invented messages, summaries, answers and explanations of all topics, by topic id."""

from collections.abc import Mapping

from seed.municipality.texts.education import TEXTS as EDUCATION
from seed.municipality.texts.energy import TEXTS as ENERGY
from seed.municipality.texts.housing import TEXTS as HOUSING
from seed.municipality.texts.outside import TEXTS as OUTSIDE
from seed.municipality.texts.roads import TEXTS as ROADS
from seed.municipality.texts.social import TEXTS as SOCIAL
from seed.municipality.texts.transport import TEXTS as TRANSPORT
from seed.municipality.texts.waste import TEXTS as WASTE
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {
    **EDUCATION,
    **SOCIAL,
    **HOUSING,
    **WASTE,
    **ROADS,
    **TRANSPORT,
    **ENERGY,
    **OUTSIDE,
}
