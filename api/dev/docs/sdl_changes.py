"""docs/sdl-changes.md: what changed in the SDL since the last release, from the two schemas themselves."""

from collections.abc import Sequence

from api.dev.docs.markdown import code, opening, page
from api.dev.sdl_changes import gained, going, present_schema, released_schema, to_announce

LEGEND = (
    (
        "`docs/released.graphql` is the SDL of the last release. What a caller of that release may stumble over is "
        "announced in [breaking-changes.md](breaking-changes.md) and told in the changelog, or `make check` fails. "
        "New values of enumerations, new optional fields of inputs, optional arguments and interfaces are no surprise: "
        "callers were told to reckon with them."
    ),
)
NOTHING = ["Nothing.", ""]


def to_markdown() -> str:
    """Write what breaks callers, what is marked to go, and what was added."""
    before, after = released_schema(), present_schema()
    lines = opening(
        "Changes of the SDL since the last release", "the SDL and `docs/released.graphql`", *LEGEND
    )
    lines += ["## What may break callers", "", *_listed([f"- {one}" for one in to_announce(before, after)])]
    lines += ["## What is marked to go", ""]
    lines += _listed([f"- {code(name)}: {reason}" for name, reason in going(after)])
    lines += ["## What was added", ""]
    lines += _listed(
        [
            f"- {f'to {code(name)}' if name else 'types'}: {code(*parts)}"
            for name, parts in gained(before, after)
        ]
    )
    return page(lines)


def _listed(lines: Sequence[str]) -> list[str]:
    return [*lines, ""] if lines else NOTHING
