"""Organizations and officials as an aggregate."""

from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.organizations.document import Organization, Person
from documents.organizations.receiving import WORK_LOCKS
from documents.organizations.resource import ORGANIZATIONS, PERSONS
from documents.organizations.vocabulary import KINDS, STATES, OrganizationKind, OrganizationState

AGGREGATE = Aggregate(
    records=(Organization, Person),
    resources=(ORGANIZATIONS, PERSONS),
    object_types=(ObjectType("Organization", ORGANIZATIONS), ObjectType("Person", PERSONS)),
    enumerations=(
        Enumeration(
            OrganizationKind,
            "OrganizationKind",
            "Вид организации: what kind of organization it is (I.2.3, III.5.4).",
            KINDS,
            otherwise=OrganizationKind.OTHER,
        ),
        Enumeration(
            OrganizationState,
            "OrganizationState",
            "Состояние организации: only an active one receives new work.",
            STATES,
            # Only what is active receives work, so a strange state is as good as closed.
            otherwise=OrganizationState.CLOSED,
        ),
    ),
    lock_rows=WORK_LOCKS,
    loaded={Organization: "Организация загружена", Person: "Должностное лицо загружено"},
)
