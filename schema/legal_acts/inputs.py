"""A legal act as it is given to be recorded."""

from datetime import date
from typing import Any

import strawberry


@strawberry.input(description="A legal act to record. Specify `fileId`, `url` or both.")
class LegalActInput:
    kind: str = strawberry.field(description="What it is, e.g. `ORDER`; at most 50 characters.")
    number: str = strawberry.field(description="Its number, at most 100 characters.")
    issued_on: date = strawberry.field(description="Day of issue, not in the future.")
    title: str = strawberry.field(description="Its title in Russian, at most 1 000 characters.")
    url: str | None = strawberry.field(default=None, description="Where it is published, http or https.")
    file_id: str | None = strawberry.field(default=None, description="Where its file is stored.")

    def facts(self) -> dict[str, Any]:
        """Return it as the operations take it."""
        return {
            "kind": self.kind,
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "title": self.title,
            "url": self.url,
            "file_id": self.file_id,
        }
