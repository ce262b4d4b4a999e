"""Every module that declares operations and events; importing this one makes the registries complete."""

from documents import loading
from documents.accounts import blocking, inviting, registering, signing_in
from documents.assignments import operations as assignments
from documents.cases import events
from documents.imports import importing
from documents.incidents import operations as incidents
from documents.members import operations as members
from documents.protocols import operations as protocols
from documents.submissions import answering, intake, routing

MODULES = (
    *(answering, assignments, blocking, events, importing, incidents, intake, inviting),
    *(loading, members, protocols, registering, routing, signing_in),
)
