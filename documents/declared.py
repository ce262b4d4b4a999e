"""Every module that declares operations and events; importing this one makes the registries complete."""

from documents import loading
from documents.accounts import blocking, inviting, registering, signing_in
from documents.assignments import operations as assignments
from documents.cases import events
from documents.directory import centre, channels, closing, handing_over, organizations, people, topics
from documents.disclosures import operations as disclosures
from documents.handover import operations as handover
from documents.imports import importing
from documents.incidents import operations as incidents
from documents.members import appointing, granting
from documents.members import operations as members
from documents.protocols import operations as protocols
from documents.submissions import answering, intake, routing

MODULES = (
    answering,
    appointing,
    assignments,
    blocking,
    centre,
    channels,
    closing,
    disclosures,
    events,
    granting,
    handing_over,
    handover,
    importing,
    incidents,
    intake,
    inviting,
    loading,
    members,
    organizations,
    people,
    protocols,
    registering,
    routing,
    signing_in,
    topics,
)
