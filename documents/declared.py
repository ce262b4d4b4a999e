"""Every module that declares operations and events; importing this one makes the registries complete."""

from documents.accounts.operations import blocking, inviting, registering, signing_in
from documents.assignments import operations as assignments
from documents.cases import events
from documents.directory.operations import center as centre
from documents.directory.operations import channels, closing, handing_over, organizations, people, topics
from documents.disclosures import operations as disclosures
from documents.handover import operations as handover
from documents.imports import operations as importing
from documents.incidents import operations as incidents
from documents.loading import operations as loading
from documents.members.operations import absences as members
from documents.members.operations import appointing, granting
from documents.protocols import operations as protocols
from documents.submissions.operations import answering, intake, routing

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
