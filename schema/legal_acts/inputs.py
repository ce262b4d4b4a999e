"""A legal act as it is given to be recorded."""

from typing import Any

import strawberry

from documents.legal_acts.kinds import LegalActKind
from schema.shapes.kinds import GivenNumber, Heading, LocalDay, WebLink, Whereabouts


@strawberry.input(description="A legal act to record. Specify `fileId`, `url` or both.")
class LegalActInput:
    kind: LegalActKind = strawberry.field(description="What it is.")
    number: GivenNumber = strawberry.field(description="Its number, at most 100 characters.")
    issued_on: LocalDay = strawberry.field(description="Day of issue, not in the future.")
    title: Heading = strawberry.field(description="Its title in Russian, at most 1 000 characters.")
    url: WebLink | None = strawberry.field(default=None, description="Where it is published, http or https.")
    file_id: Whereabouts | None = strawberry.field(
        default=None,
        description="Its text as an uploaded file: what `PUT /files` answered; other words are kept as where it is stored.",
    )

    def facts(self) -> dict[str, Any]:
        """Return it as the operations take it."""
        return {
            "kind": self.kind.value,
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "title": self.title,
            "url": self.url,
            "file_id": self.file_id,
        }
