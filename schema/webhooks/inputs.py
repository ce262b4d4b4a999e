"""What the mutations on webhooks take."""

import strawberry

from documents.accounts.clients import OVERLAP_HOURS
from schema.shapes.kinds import (
    Code,
    DocumentText,
    Handle,
    Id,
    Many,
    OverlapHours,
    ReceiverLink,
    Revision,
    ShortTitle,
    Whole,
)

REVISION = "The revision you were looking at."
URL = (
    "Where deliveries are sent by POST: `https`, on port 443 or 8443, to a public address; within networks that the "
    "installation names (`WEBHOOK_NETWORKS`) any. Redirects are not followed."
)
SELECTION = (
    "What is told of a case: a query with a name and the single variable `$id: ID!`, such as `query Case($id: ID!) { "
    "node(id: $id) { ... on Case { number status } } }`. It is run as the client for each delivery."
)
EVENTS = "Names of events of cases (`docs/events.md`); all of them if empty. What leaves the client's view is told anyhow."
MERGES = "Whether events of one case that wait become one delivery, the last of them."


@strawberry.input(description="A webhook to register.")
class RegisterWebhookInput:
    client_id: Code | None = strawberry.field(
        default=None,
        description="For administrators: the client whose webhook it is, by what it presents at `/auth/token`.",
    )
    title: ShortTitle = strawberry.field(description="Its name; at most 200 characters.")
    url: ReceiverLink = strawberry.field(description=URL)
    selection: DocumentText = strawberry.field(description=SELECTION)
    events: Many[Code] | None = strawberry.field(default=None, description=EVENTS)
    merges: bool = strawberry.field(default=False, description=MERGES)
    is_paused: bool = strawberry.field(default=False, description="Whether it begins paused.")


@strawberry.input(description="What changes of a webhook; what is left out stays.")
class UpdateWebhookInput:
    id: Id = strawberry.field(description="The webhook.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)
    title: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Its name; at most 200 characters."
    )
    url: ReceiverLink | None = strawberry.field(default=strawberry.UNSET, description=URL)
    selection: DocumentText | None = strawberry.field(default=strawberry.UNSET, description=SELECTION)
    events: Many[Code] | None = strawberry.field(default=strawberry.UNSET, description=EVENTS)
    merges: bool | None = strawberry.field(default=strawberry.UNSET, description=MERGES)
    is_paused: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "True: deliveries wait, and none is lost. False: they are sent, also where the receiver had disabled it."
        ),
    )


@strawberry.input(description="The webhook whose key is to be replaced.")
class RotateWebhookSecretInput:
    id: Id = strawberry.field(description="The webhook.")
    overlap_hours: OverlapHours | None = strawberry.field(
        default=None,
        description=(
            f"For how many hours the present key signs beside the new one, 0 to 168; {OVERLAP_HOURS}, if absent. 0 if it "
            "became known."
        ),
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="The webhook to try.")
class TestWebhookInput:
    id: Id = strawberry.field(description="The webhook.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="What to send again: some deliveries, or those of a range of events.")
class ReplayDeliveriesInput:
    id: Id = strawberry.field(description="The webhook.")
    delivery_ids: Many[Handle] | None = strawberry.field(
        default=None, description="Deliveries of the webhook, whatever became of them."
    )
    from_position: Whole | None = strawberry.field(
        default=None,
        description=(
            "Instead of deliveries: the events from this `position` on, as far back as the log goes, of what the client may "
            "see now."
        ),
    )
    to_position: Whole | None = strawberry.field(
        default=None, description="With `fromPosition`: the last position; up to now, if absent."
    )
    is_dry_run: bool = strawberry.field(
        default=False, description="Whether nothing is sent, and only told how much would be."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)
