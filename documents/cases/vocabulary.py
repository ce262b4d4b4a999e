"""The words of cases: enumerations with the Russian label of each value, in the order in which they are offered."""

from enum import StrEnum

from documents.kernel.calendar import DeadlineUnit as DeadlineUnit


class CaseKind(StrEnum):
    """What a case is: by the way of filing, not by the channel (I.2.2, I.2.4, I.2.5)."""

    MESSAGE = "MESSAGE"
    APPEAL = "APPEAL"
    INCIDENT = "INCIDENT"


class Regime(StrEnum):
    """Which law rules a submission; incidents have none: 59-ФЗ does not reach open sources."""

    MESSAGE = "MESSAGE"
    APPEAL_59FZ = "APPEAL_59FZ"


class Priority(StrEnum):
    """How urgent a case is."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class Importance(StrEnum):
    """How important an incident is; HIGH and CRITICAL have the shorter deadline."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class Outcome(StrEnum):
    """With what a case was taken off control."""

    RESOLVED = "RESOLVED"
    EXPLAINED = "EXPLAINED"
    NOT_RESOLVED = "NOT_RESOLVED"
    REFUSED = "REFUSED"
    FORWARDED = "FORWARDED"
    NO_RESPONSE_REQUIRED = "NO_RESPONSE_REQUIRED"
    UNANSWERED = "UNANSWERED"


class RejectionReason(StrEnum):
    """Why a message was turned down."""

    OBSCENE_OR_THREATENING = "OBSCENE_OR_THREATENING"
    NO_SUBSTANCE = "NO_SUBSTANCE"
    NOT_OUR_COMPETENCE = "NOT_OUR_COMPETENCE"
    SPAM_OR_ADVERTISING = "SPAM_OR_ADVERTISING"
    DUPLICATE = "DUPLICATE"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    EMERGENCY_CALL_112 = "EMERGENCY_CALL_112"
    COURT_DECISION = "COURT_DECISION"
    NO_APPLICANT_DATA = "NO_APPLICANT_DATA"
    UNREADABLE = "UNREADABLE"
    CORRESPONDENCE_TERMINATED = "CORRESPONDENCE_TERMINATED"
    TEST = "TEST"
    OTHER = "OTHER"


class DismissalReason(StrEnum):
    """Why an incident gets no answer."""

    NO_ANSWER_NEEDED = "NO_ANSWER_NEEDED"
    BOT_OR_SPAM = "BOT_OR_SPAM"
    DUPLICATE = "DUPLICATE"
    OUTSIDE_TERRITORY = "OUTSIDE_TERRITORY"


class ChannelKind(StrEnum):
    """By what means a case came in."""

    POS = "POS"
    VK = "VK"
    OK = "OK"
    TELEGRAM = "TELEGRAM"
    MAX = "MAX"
    OTHER_SOCIAL = "OTHER_SOCIAL"
    PHONE = "PHONE"
    EDDS_112 = "EDDS_112"
    EMAIL = "EMAIL"
    WEBSITE = "WEBSITE"
    POST = "POST"
    PERSONAL_RECEPTION = "PERSONAL_RECEPTION"
    DIRECT_LINE = "DIRECT_LINE"
    MEDIA = "MEDIA"
    OTHER = "OTHER"


class ExternalSystem(StrEnum):
    """In which system of others the case has its own number."""

    POS = "POS"
    INCIDENT_MANAGEMENT = "INCIDENT_MANAGEMENT"
    GOSPABLIK = "GOSPABLIK"
    EDMS = "EDMS"
    OTHER = "OTHER"


class Form(StrEnum):
    """In which form a submission was made (I.2.4)."""

    WRITTEN = "WRITTEN"
    ORAL = "ORAL"
    ELECTRONIC = "ELECTRONIC"


class MessageKind(StrEnum):
    """What a message wants."""

    PROBLEM = "PROBLEM"
    QUESTION = "QUESTION"
    PROPOSAL = "PROPOSAL"
    GRATITUDE = "GRATITUDE"
    OTHER = "OTHER"


class AppealKind(StrEnum):
    """The kinds of appeal of 59-ФЗ (I.2.5)."""

    PROPOSAL = "PROPOSAL"
    APPLICATION = "APPLICATION"
    COMPLAINT = "COMPLAINT"


class ApplicantKind(StrEnum):
    """Who files: one person, an organization, an entrepreneur, or several people together."""

    CITIZEN = "CITIZEN"
    LEGAL_ENTITY = "LEGAL_ENTITY"
    ENTREPRENEUR = "ENTREPRENEUR"
    COLLECTIVE = "COLLECTIVE"


class ResponseKind(StrEnum):
    """What a response is for; an intermediate one postpones and does not answer."""

    FINAL = "FINAL"
    INTERMEDIATE = "INTERMEDIATE"
    NOTICE_OF_FORWARDING = "NOTICE_OF_FORWARDING"
    NOTICE_OF_EXTENSION = "NOTICE_OF_EXTENSION"
    NOTICE_OF_NO_ANSWER = "NOTICE_OF_NO_ANSWER"
    SHARED_ANSWER = "SHARED_ANSWER"
    REQUEST_FOR_DETAILS = "REQUEST_FOR_DETAILS"


class CaseDecisionKind(StrEnum):
    """What was decided about a case beside its answer."""

    POSTPONED = "POSTPONED"
    EXTENDED = "EXTENDED"
    REOPENED = "REOPENED"
    FORWARDED = "FORWARDED"
    LEFT_UNANSWERED = "LEFT_UNANSWERED"
    MERGED = "MERGED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"
    SPLIT = "SPLIT"
    PRIORITY_SET = "PRIORITY_SET"
    EXTERNAL_TERM_SET = "EXTERNAL_TERM_SET"
    POSTPONEMENT_PROPOSED = "POSTPONEMENT_PROPOSED"
    POSTPONEMENT_DECLINED = "POSTPONEMENT_DECLINED"
    DETAILS_REQUESTED = "DETAILS_REQUESTED"
    DETAILS_RECORDED = "DETAILS_RECORDED"
    REOPENING_ASKED = "REOPENING_ASKED"
    REOPENING_DECLINED = "REOPENING_DECLINED"
    RATING_EXAMINED = "RATING_EXAMINED"
    SOURCE_CONFLICT = "SOURCE_CONFLICT"


class UnansweredGround(StrEnum):
    """On what ground of 59-ФЗ, art. 11, an appeal is left without an answer on its substance."""

    NO_NAME_OR_ADDRESS = "NO_NAME_OR_ADDRESS"
    COURT_DECISION = "COURT_DECISION"
    OBSCENE_OR_THREATENING = "OBSCENE_OR_THREATENING"
    UNREADABLE = "UNREADABLE"
    NO_SUBSTANCE = "NO_SUBSTANCE"
    CORRESPONDENCE_TERMINATED = "CORRESPONDENCE_TERMINATED"
    ANSWER_PUBLISHED = "ANSWER_PUBLISHED"
    PROTECTED_INFORMATION = "PROTECTED_INFORMATION"


class ResponseStatus(StrEnum):
    """Where a response stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    SENT = "SENT"


class DeliveryWay(StrEnum):
    """How an answer or a notice goes to the applicant."""

    POS = "POS"
    EMAIL = "EMAIL"
    POST = "POST"
    PHONE = "PHONE"
    SOCIAL_MEDIA = "SOCIAL_MEDIA"
    PUBLICATION = "PUBLICATION"
    IN_PERSON = "IN_PERSON"


class DeliveryStatus(StrEnum):
    """What came of delivering an answer or a notice; of several facts the latest counts."""

    QUEUED = "QUEUED"
    HANDED_OVER = "HANDED_OVER"
    DELIVERED = "DELIVERED"
    RETURNED = "RETURNED"
    NO_WAY = "NO_WAY"
    ABANDONED = "ABANDONED"


class DeliveryFault(StrEnum):
    """Why a letter by e-mail came back."""

    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    NOT_TAKEN_IN_TIME = "NOT_TAKEN_IN_TIME"
    NO_ADDRESS = "NO_ADDRESS"
    NO_MAIL_SERVER = "NO_MAIL_SERVER"


UNREVIEWED = frozenset(ResponseKind) - {ResponseKind.FINAL}
"""Responses that nobody approves: they go out at once, and the final answer still comes."""


class ClockKind(StrEnum):
    """What a clock of a case measures, in the order in which clocks that start together are shown."""

    REGISTRATION = "REGISTRATION"
    FORWARDING = "FORWARDING"
    MODERATION = "MODERATION"
    COORDINATION = "COORDINATION"
    ROUTING = "ROUTING"
    EXECUTION = "EXECUTION"
    APPROVAL = "APPROVAL"
    FIRST_RESPONSE = "FIRST_RESPONSE"
    CONTROL = "CONTROL"
    ANSWER = "ANSWER"
