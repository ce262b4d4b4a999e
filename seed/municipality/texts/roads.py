"""Invented demo messages of the roads sector by topic."""

from collections.abc import Mapping

from seed.municipality.texts.roads_1 import TEXTS as PART_1
from seed.municipality.texts.roads_2 import TEXTS as PART_2
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {**PART_1, **PART_2}
