"""How fields are asked that start from an object: a few of each kind that they may start from."""

from api.leaks.truth import CASE_TYPES, Truth, gid
from documents.kernel.ids import global_id

OF_EACH = 3


def chained(truth: Truth) -> list[str]:
    """Make the arguments: a few meetings, protocols and assignments, and the cases and others that questions came from."""
    asked = [
        (name, row)
        for name in ("Meeting", "Protocol", "Assignment")
        for row in list(truth.by_type[name].values())[:OF_EACH]
    ]
    sources = {
        (source["type"], source["id"])
        for meeting in truth.by_type["Meeting"].values()
        for item in meeting["agenda"]
        for source in item.get("sources", ())
        if source["type"] in CASE_TYPES
    }
    asked += [
        (name, truth.by_type[name][one])
        for name, one in sorted(sources)[:OF_EACH]
        if one in truth.by_type[name]
    ]
    return [f'id: "{gid(name, row)}"' for name, row in asked]


def like(truth: Truth) -> list[str]:
    """Make the arguments: a few cases of each kind."""
    rows = [(name, row) for name in CASE_TYPES for row in list(truth.by_type[name].values())[:3]]
    return [f'id: "{gid(name, row)}", first: 20' for name, row in rows]


def protocols(truth: Truth) -> list[str]:
    """Make the arguments: every protocol."""
    return [f'id: "{gid("Protocol", row)}"' for row in truth.by_type["Protocol"].values()]


def rendered(truth: Truth) -> list[str]:
    """Make the arguments: a few cases of each kind, and words to fill or a template."""
    template = next((gid("ResponseTemplate", one) for one in truth.by_type["ResponseTemplate"].values()), "")
    ways = ('text: "{{номер}} {{суть}} {{заявитель}}"', f'templateId: "{template}"')
    return [one.replace("first: 20", way) for one in like(truth) for way in ways[: 1 + bool(template)]]


def exported(truth: Truth) -> list[str]:
    """Return the exports that are there, whosever they are, and one that is not."""
    named = [gid("Export", row) for row in truth.data.rows("exports")]
    return [f'id: "{one}"' for one in (*named, global_id("Export", "0" * 24))]
