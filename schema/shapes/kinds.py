"""The words for what an input may hold: each stands beside its field in place of the bare type."""

from datetime import date, datetime
from typing import Annotated, TypeVar

import strawberry
from strawberry.scalars import JSON

from documents.accounts.clients import LONGEST_DOCUMENT, LONGEST_OVERLAP_HOURS
from documents.accounts.networks import NETWORK_LIMIT, is_network
from documents.cases.checks import COMMENT_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT
from documents.cases.delivery import is_postal_number
from documents.cases.satisfaction import GREATEST_SCORE, LEAST_SCORE
from documents.center.settings import DISTRICT_BOX
from documents.directory.fields import LINE_LIMIT, NAME_LIMIT, TITLE_LIMIT
from documents.kernel import shapes
from documents.kernel.text.links import URL_LIMIT, is_url
from documents.privacy.contacts import EMAIL_LIMIT, PHONE_LIMIT, is_email, is_phone
from documents.routing_rules.vocabulary import MOST_VALUES
from documents.webhooks.addresses import is_receiver

T = TypeVar("T")

LONGEST_CURSOR, LONGEST_SECRET, LONGEST_TOKEN, LONGEST_HASH = 1_000, 1_000, 200, 71
SHORTEST_KEY, LONGEST_KEY = 16, 200
GREATEST_REVISION = 2**31 - 1
PAGE_LIMIT, SEARCH_LIMIT, FACTS_LIMIT = 100, 200, 100

Id = Annotated[strawberry.ID, shapes.token("id", shapes.LONGEST_ID, "malformed_id")]
PageCursor = Annotated[str, shapes.token("cursor", LONGEST_CURSOR, "malformed_cursor")]
Secret = Annotated[str, shapes.token("secret", LONGEST_SECRET, "too_long")]
Handle = Annotated[str, shapes.token("token", LONGEST_TOKEN, "too_long")]
"""A handle of a session or a file: never typed in, always passed on."""

DocumentText = Annotated[str, shapes.token("document", LONGEST_DOCUMENT, "too_long")]
DocumentHash = Annotated[str, shapes.token("documentHash", LONGEST_HASH, "too_long")]
"""A GraphQL document, and what is drawn of it: to the byte."""

IdempotencyKey = Annotated[str, shapes.key(SHORTEST_KEY, LONGEST_KEY)]
"""What a caller draws for one call, to send it again with it."""

Revision = Annotated[int, shapes.whole(0, GREATEST_REVISION, kind="revision")]
PageSize = Annotated[int, shapes.whole(0, PAGE_LIMIT, rule="page_size", kind="pageSize")]
Score = Annotated[int, shapes.whole(LEAST_SCORE, GREATEST_SCORE, kind="score")]
Year = Annotated[int, shapes.whole(shapes.FIRST_DAY.year, shapes.LAST_DAY.year, kind="year")]
Whole = Annotated[int, shapes.whole(0, GREATEST_REVISION)]
LocalDay = Annotated[date, shapes.day()]
Instant = Annotated[datetime, shapes.moment()]
Latitude = Annotated[float, shapes.degrees("latitude", 90, setting=DISTRICT_BOX)]
Longitude = Annotated[float, shapes.degrees("longitude", 180, setting=DISTRICT_BOX)]
SoughtLatitude = Annotated[float, shapes.degrees("latitude", 90)]
SoughtLongitude = Annotated[float, shapes.degrees("longitude", 180)]
"""Coordinates that something is looked for by: anywhere on the globe."""

Meters = Annotated[int, shapes.whole(1, 100_000, kind="meters")]

LongText = Annotated[str, shapes.text(TEXT_LIMIT)]
Comment = Annotated[str, shapes.text(COMMENT_LIMIT)]
ShortComment = Annotated[str, shapes.text(1_000)]
Summary = Annotated[str, shapes.line(SUMMARY_LIMIT)]
LongTitle = Annotated[str, shapes.line(NAME_LIMIT)]
ShortTitle = Annotated[str, shapes.line(TITLE_LIMIT)]
Heading = Annotated[str, shapes.line(1_000)]
ShortLine = Annotated[str, shapes.line(LINE_LIMIT)]
Place = Annotated[str, shapes.line(500)]
Code = Annotated[str, shapes.line(100, kind="code")]
GivenNumber = Annotated[str, shapes.line(100, kind="number")]
House = Annotated[str, shapes.line(50)]
ExternalId = Annotated[str, shapes.line(200, kind="externalId")]
Search = Annotated[str, shapes.line(SEARCH_LIMIT, kind="search")]
PostalNumber = Annotated[
    str,
    shapes.line(20, kind="postalNumber", malformed="malformed_postal_number", holds=is_postal_number),
]
WebLink = Annotated[str, shapes.line(URL_LIMIT, kind="url", malformed="malformed_url", holds=is_url)]
ReceiverLink = Annotated[
    str, shapes.line(URL_LIMIT, kind="receiver", malformed="malformed_receiver", holds=is_receiver)
]
Network = Annotated[
    str, shapes.line(NETWORK_LIMIT, kind="network", malformed="malformed_network", holds=is_network)
]
OverlapHours = Annotated[int, shapes.whole(0, LONGEST_OVERLAP_HOURS)]
Whereabouts = Annotated[str, shapes.line(URL_LIMIT, kind="link")]
"""Where something is found: a link, or words that say so."""

Phone = Annotated[str, shapes.line(PHONE_LIMIT, kind="phone", malformed="malformed_phone", holds=is_phone)]
Email = Annotated[str, shapes.line(EMAIL_LIMIT, kind="email", malformed="malformed_email", holds=is_email)]
SoughtPhone = Annotated[str, shapes.line(PHONE_LIMIT, kind="phone")]
SoughtEmail = Annotated[str, shapes.line(EMAIL_LIMIT, kind="email")]
"""A contact that is searched by: whether it is one is told only to who may search by it."""

FreeFacts = Annotated[JSON, shapes.facts_of_any_form(FACTS_LIMIT)]

Many = Annotated[list[T], shapes.ListShape()]
"""A list of at most a hundred items."""

Few = Annotated[list[T], shapes.ListShape(most=MOST_VALUES)]
"""A list that is shown as a whole wherever it stands."""
