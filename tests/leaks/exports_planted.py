"""The exports of the leak suite: several people have asked for lists, which nobody else is told of."""

from documents.exports.keeping import ask_export
from documents.exports.rules import rights_of
from tests.support.town import NOW, Town

ASKED = (("PO", "CASES"), ("HD", "PROTOCOLS"), ("AS", "ASSIGNMENTS"))
"""Who, and for which list."""


async def store_exports(town: Town) -> None:
    """The exports, none of which is made."""
    for number, (login, list_name) in enumerate(ASKED):
        who = await town.who(login)
        await ask_export(
            town.store,
            f"{number:032x}",
            account_id=who.account_id,
            scope=None,
            rights=rights_of(who),
            list_name=list_name,
            given={},
            columns=["number"],
            form="CSV",
            now=NOW,
        )
