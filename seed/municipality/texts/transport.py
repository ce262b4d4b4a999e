"""Invented demo messages of the transport sector by topic."""

from collections.abc import Mapping

from seed.municipality.texts.transport_1 import TEXTS as PART_1
from seed.municipality.texts.transport_2 import TEXTS as PART_2
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {**PART_1, **PART_2}
