"""Words that we make, digests and ids and secrets: none of them may be looked at for the numbers of people.

A digest holds the digits of one now and then. Then the operation is refused, whoever asks: a link that was sent could not
be noted as sent, and went out each minute.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auth.errors import Problem
from documents.kernel.write.operation import general_check
from documents.privacy.forbidden import looked_at

HEX = re.compile(r"(?=[0-9]*[a-f])[0-9a-f]{24,}")
DRAWN = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9_$=,+/-]{40,}")


def begin() -> None:
    """Have each operation that tests run in this process fail where it does."""
    general_check(_no_made_words)


def _no_made_words(operation: str, facts: Mapping[str, Any]) -> Iterator[Problem]:
    for path, text in looked_at(operation, facts):
        if HEX.fullmatch(text) or DRAWN.fullmatch(text):
            raise AssertionError(f"{operation} has {'.'.join(path)} looked at for numbers of people: {text}")
    yield from ()
