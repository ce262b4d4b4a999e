"""The values of settings that choose between ways of working."""

from enum import StrEnum


class RoutingMode(StrEnum):
    """Whether routing rules suggest a recipient to people, or route by themselves what is registered."""

    SUGGEST = "SUGGEST"
    AUTOMATIC = "AUTOMATIC"


class ExternalTerm(StrEnum):
    """Which term counts of a case for which another system sets one as well: ours, the earlier, or that one."""

    OURS = "OURS"
    EARLIER = "EARLIER"
    OUTSIDE = "OUTSIDE"
