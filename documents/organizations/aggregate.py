"""Organizations and officials as an aggregate."""

from documents.kernel.aggregate import Aggregate, ObjectType
from documents.organizations.document import Organization, Person
from documents.organizations.receiving import WORK_LOCKS
from documents.organizations.resource import ORGANIZATIONS, PERSONS

AGGREGATE = Aggregate(
    records=(Organization, Person),
    resources=(ORGANIZATIONS, PERSONS),
    object_types=(ObjectType("Organization", ORGANIZATIONS), ObjectType("Person", PERSONS)),
    lock_rows=WORK_LOCKS,
    loaded={Organization: "Организация загружена", Person: "Должностное лицо загружено"},
)
