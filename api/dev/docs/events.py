"""docs/events.md: the catalog of declared events."""

from api.dev.docs.declarations import declared_events, declared_operations, events_of, has_mutation
from api.dev.docs.markdown import code, opening, page, table
from documents.imports.past import PAST
from documents.kernel.names import camel
from documents.notifications.telling import ANNOUNCED

LEGEND = (
    (
        "One row of the collection `events` tells of one change of one object. Its id is "
        "`<collection>:<object>:<sequence>`, and the sequence is the object's revision. It names the fields that changed; "
        "values before and after are kept only for the fields on the allow-list of the record (`told`), and it never "
        "carries personal data or free text."
    ),
    (
        f"Rows named `{ANNOUNCED}` are none of these: they tell the hub which notifications were stored, for "
        "`notificationReceived`, and stand in no history."
    ),
    "«By» is what emits it: a mutation, or in brackets an operation without one (`operations.md` says what reaches it).",
)


def to_markdown() -> str:
    """Write the catalog: every declared event by collection, and what emits it."""
    emitters: dict[str, list[str]] = {}
    for declared in declared_operations():
        for name in events_of(declared):
            shown = camel(declared.name) if has_mutation(declared.name) else f"({declared.name})"
            emitters.setdefault(name, []).append(shown)
    for past in PAST.values():
        emitters.setdefault(past.event, []).append("(import_case)")
    kinds = declared_events()
    lines = opening("Events", "the declarations in `documents/`", *LEGEND)
    for collection in sorted({kind.aggregate for kind in kinds}):
        lines += [f"## {collection}", ""]
        rows = [
            (code(kind.name), kind.words, code(*emitters.get(kind.name, ())))
            for kind in kinds
            if kind.aggregate == collection
        ]
        lines += table(("Event", "Words in the history", "By"), rows)
    return page(lines)
