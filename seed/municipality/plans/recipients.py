"""Where a case goes: the topic's usual recipient, a territorial division, an organization outside."""

from collections.abc import Mapping

from seed.municipality.organizations import ORGANIZATIONS
from seed.municipality.plans.brief import Brief
from seed.municipality.plans.clockwork import Row

IDS = frozenset(str(row["id"]) for row in ORGANIZATIONS)

FORWARDS: Mapping[str, tuple[str, float]] = {
    "outside-01": ("hospital", 0.85),
    "outside-04": ("cur", 0.2),
    "outside-05": ("gibdd", 0.4),
    "social-01": ("uszn", 0.5),
    "social-02": ("uszn", 0.7),
    "social-06": ("uszn", 0.5),
    "social-07": ("uszn", 0.5),
    "social-08": ("uszn", 0.4),
    "energy-02": ("power-grid", 0.35),
    "energy-04": ("power-grid", 0.6),
    "energy-05": ("power-grid", 0.6),
    "energy-06": ("power-grid", 0.6),
    "energy-09": ("power-grid", 0.4),
    "roads-01": ("krai-roads", 0.25),
    "roads-03": ("krai-roads", 0.12),
    "roads-08": ("gibdd", 0.15),
    "roads-11": ("krai-roads", 0.35),
}
"""Topic → the organization outside that is competent, and how often a case is its (§6.4: medicine, regional roads, УСЗН,
energy)."""

DIVISIONS: Mapping[str, str] = {
    str(row["id"]).removeprefix("terr-"): str(row["id"])
    for row in ORGANIZATIONS
    if str(row["id"]).startswith("terr-")
}
LOCAL_TOPICS = frozenset({"waste-06", "waste-09", "outside-02", "outside-03", "outside-07", "housing-04"})
"""What a territorial division does itself."""

USUAL: Mapping[str, str] = {
    "education": "dept-education",
    "social": "dept-social-policy",
    "housing": "dept-housing",
    "waste": "dept-housing",
    "roads": "dept-roads",
    "transport": "dept-economy",
    "energy": "dept-housing",
    "outside": "dept-social-policy",
}


def recipient_of(brief: Brief) -> str:
    """Return the organization that answers: a division for its villages' small things, else the topic's, else the group's
    usual one."""
    topic_id = str(brief.topic["id"])
    division = DIVISIONS.get(str(brief.settlement["id"]))
    if division is not None and topic_id in LOCAL_TOPICS:
        return division
    group = USUAL[topic_id.rpartition("-")[0]]
    if brief.sector_id in {"ROADS", "HOUSING_AND_UTILITIES"} and brief.is_operated:
        return group
    usual = brief.topic.get("default_recipient_id")
    return str(usual) if usual in IDS else group


def wrong_recipient(brief: Brief, right: str) -> str:
    """Return an organization that has no part in it, one whose people can send it back."""
    return brief.generator.choice([one for one in ("dept-roads", "dept-housing") if one != right])


def forwarded_to(topic: Row) -> str:
    """Return the organization outside that a forwarded case of the topic goes to."""
    return FORWARDS.get(str(topic["id"]), ("prosecutor", 0.0))[0]


def forward_share(topic: Row) -> float:
    """Return how often a case of the topic is forwarded."""
    return FORWARDS.get(str(topic["id"]), ("", 0.0))[1]
