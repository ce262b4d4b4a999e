"""Operations on officials: record one with his work data, change these (III.6)."""

import re
from typing import Any

from auth.actions import Action
from documents.directory.fields import (
    EMAIL,
    LINE_LIMIT,
    TITLE_LIMIT,
    FieldRule,
    fields_within,
    resolved,
    title,
)
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.organizations.document import Person

PERSON_CREATED = event("person.created", "persons", "Должностное лицо добавлено")
PERSON_CHANGED = event("person.changed", "persons", "Сведения о должностном лице изменены")

PHONE = re.compile(r"\+?[0-9() -]{3,30}(, доб\. [0-9]{1,6})?")

PERSON = {
    "full_name": title(),
    "position": FieldRule(limit=TITLE_LIMIT),
    "organization_id": FieldRule(refers_to="organizations"),
    "work_phone": FieldRule(limit=LINE_LIMIT, pattern=PHONE, broken="malformed_phone"),
    "work_email": FieldRule(limit=TITLE_LIMIT, pattern=EMAIL, broken="malformed_email"),
}


@operation(
    title="Добавить должностное лицо",
    action=Action.REFERENCE_MANAGE,
    record=Person,
    effect=Effect.CREATES,
    checks=(fields_within(PERSON, creates=True),),
)
async def create_person(change: Change, *, fields: dict[str, Any]) -> Person:
    """Record an official with his work data; private data are never stored here. Raises: INVALID, INACTIVE_TARGET."""
    person = Person(id=await change.new_id(), updated_at=change.now, **resolved(change, PERSON, fields))
    return await change.create(person, PERSON_CREATED)


@operation(
    title="Изменить сведения о должностном лице",
    action=Action.REFERENCE_MANAGE,
    record=Person,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(PERSON, creates=False),),
)
async def update_person(change: Change, person: Person, *, fields: dict[str, Any]) -> Person:
    """Change an official's work data. His roles and his work stay with him wherever he goes. Raises: INVALID,
    INACTIVE_TARGET."""
    return await change.save(person, PERSON_CHANGED, **resolved(change, PERSON, fields))
