"""Invented demo messages of the social protection sector by topic."""

from collections.abc import Mapping

from seed.municipality.texts.social_1 import TEXTS as PART_1
from seed.municipality.texts.social_2 import TEXTS as PART_2
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {**PART_1, **PART_2}
