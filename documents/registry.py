"""All kinds of documents there are; the store creates their indexes, the reference data load those marked so."""

from beanie import Document

from documents.accounts.document import BOOKKEEPING, Account
from documents.applicants.document import Applicant
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.center.document import CalendarDay, DeadlinePolicy, Reason, Setting
from documents.disclosures.document import PersonalDataAccess
from documents.kernel.record import Record
from documents.kernel.write.events import EventRecord
from documents.legal_acts.document import LegalAct
from documents.meetings.document import Meeting
from documents.members.document import CuratorAbsence, Membership
from documents.organizations.document import Organization, Person
from documents.protocols.document import Protocol
from documents.sectors.document import Channel, Sector, Settlement, Topic, TopicGroup

RECORDS: tuple[type[Record], ...] = (
    Account,
    Applicant,
    Assignment,
    CalendarDay,
    Case,
    Channel,
    CuratorAbsence,
    DeadlinePolicy,
    EventRecord,
    LegalAct,
    Meeting,
    Membership,
    Organization,
    Person,
    PersonalDataAccess,
    Protocol,
    Reason,
    Sector,
    Setting,
    Settlement,
    Topic,
    TopicGroup,
)

STORED: tuple[type[Document], ...] = (*RECORDS, *BOOKKEEPING)
"""Everything the store creates indexes for: the documents of the domain, and the rows of signing in."""
