"""Every module that declares operations and events; importing this one makes the registries complete."""

from documents import loading
from documents.assignments import operations as assignments
from documents.cases import events
from documents.disclosures import operations as disclosures
from documents.imports import importing
from documents.incidents import operations as incidents
from documents.members import operations as members
from documents.protocols import operations as protocols
from documents.submissions import answering, intake, routing

MODULES = (
    answering,
    assignments,
    disclosures,
    events,
    importing,
    incidents,
    intake,
    loading,
    members,
    protocols,
    routing,
)
