"""What the mutations on accounts, sessions and clients take."""

import strawberry

from documents.accounts.clients import OVERLAP_HOURS
from documents.accounts.vocabulary import ClientRate
from schema.directory.types import SectorCode
from schema.shapes.kinds import (
    Code,
    DocumentHash,
    DocumentText,
    Handle,
    Id,
    Instant,
    Many,
    Network,
    OverlapHours,
    Revision,
    Secret,
    ShortComment,
    ShortTitle,
)

REVISION = "The revision you were looking at."


@strawberry.input(description="A person to invite.")
class InviteAccountInput:
    person_id: Id = strawberry.field(description="An official without an account.")
    login: Code = strawberry.field(
        description="2 to 64 lowercase Latin letters, digits, dots, hyphens and underscores; unique."
    )


@strawberry.input(description="The account to act on.")
class AccountInput:
    id: Id = strawberry.field(description="The account.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="An account to block, and why.")
class BlockAccountInput:
    id: Id = strawberry.field(description="The account.")
    reason: ShortComment = strawberry.field(
        description="The reason, for administrators; at most 1 000 characters."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A new password for your own account.")
class ChangePasswordInput:
    present_password: Secret = strawberry.field(description="Your current password.")
    new_password: Secret = strawberry.field(
        description="12 to 200 characters; there are no composition rules."
    )


@strawberry.input(description="One of your own sessions to end.")
class RevokeSessionInput:
    handle: Handle = strawberry.field(description="`handle` of one of `sessions`.")


@strawberry.input(description="End all of your own sessions except one.")
class RevokeOtherSessionsInput:
    keep_handle: Handle | None = strawberry.field(
        default=None, description="`handle` of the session to keep; defaults to this one."
    )


@strawberry.input(description="A partner's client to register.")
class RegisterClientInput:
    client_id: Code = strawberry.field(
        description="2 to 64 lowercase Latin letters, digits, dots, hyphens and underscores; unique."
    )
    name: ShortTitle = strawberry.field(description="Its display name; at most 200 characters.")
    system: Code = strawberry.field(
        description=(
            "The one system whose cases it registers and reads: 2 to 64 uppercase Latin letters, digits "
            "and underscores; a code of ExternalSystem if it is one of those."
        )
    )
    actions: Many[Code] = strawberry.field(
        description="Codes of permissions, out of those of the role INTEGRATION; at least one."
    )
    owner: ShortTitle | None = strawberry.field(
        default=None, description="The organization that answers for it; at most 200 characters."
    )
    expires_at: Instant | None = strawberry.field(
        default=None, description="When it stops working by itself; never, if absent."
    )
    addresses: Many[Network] | None = strawberry.field(
        default=None,
        description="The only addresses and networks (`10.1.0.0/16`) that it may come from; any, if absent.",
    )
    sectors: Many[SectorCode] | None = strawberry.field(
        default=None,
        description="Of its system it sees the cases of these sectors alone; all, if absent or empty.",
    )
    organization_ids: Many[Id] | None = strawberry.field(
        default=None,
        description="Of its system it sees what these organizations and those below them work on; all, if absent or empty.",
    )
    rate: ClientRate | None = strawberry.field(
        default=None, description="How much it may ask for; STANDARD, if absent."
    )


@strawberry.input(description="What changes of a client; what is left out stays. Its system never changes.")
class UpdateClientInput:
    id: Id = strawberry.field(description="The client.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)
    name: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="Its display name; at most 200 characters."
    )
    actions: Many[Code] | None = strawberry.field(
        default=strawberry.UNSET, description="Codes of permissions, out of those of the role INTEGRATION."
    )
    owner: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="The organization that answers for it."
    )
    expires_at: Instant | None = strawberry.field(
        default=strawberry.UNSET, description="When it stops working by itself; null: never."
    )
    addresses: Many[Network] | None = strawberry.field(
        default=strawberry.UNSET,
        description="The only addresses and networks that it may come from; null or none: any.",
    )
    sectors: Many[SectorCode] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Of its system it sees the cases of these sectors alone; null or none: all.",
    )
    organization_ids: Many[Id] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Of its system it sees what these organizations and those below them work on; null or none: all.",
    )
    rate: ClientRate | None = strawberry.field(
        default=strawberry.UNSET, description="How much it may ask for; null: STANDARD."
    )


@strawberry.input(description="The client to act on.")
class ClientInput:
    id: Id = strawberry.field(description="The client.")
    overlap_hours: OverlapHours | None = strawberry.field(
        default=None,
        description=(
            "Of `rotateClientSecret` and `rotateClientKey`: for how many hours the present one works beside the new one, 0 "
            f"to 168; {OVERLAP_HOURS}, if absent. 0 if it became known: it then stops within two seconds, a secret with all "
            "its tokens."
        ),
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="An operation that a client may send by its hash.")
class ClientDocumentInput:
    text: DocumentText = strawberry.field(
        description=(
            "A document with one operation, which has a name, and its fragments; at most 16 384 characters. To the byte as "
            "its hash was made of it."
        )
    )
    hash: DocumentHash | None = strawberry.field(
        default=None,
        description="What the manifest says that its SHA-256 is, in hexadecimal digits; refused if it is not.",
    )


@strawberry.input(description="The operations that a client may send by their hashes.")
class ReplaceClientDocumentsInput:
    id: Id = strawberry.field(description="The client.")
    documents: Many[ClientDocumentInput] = strawberry.field(
        description="All of them: they take the place of those before. At most 262 144 characters together."
    )
    documents_only: bool = strawberry.field(
        default=False,
        description="Whether the client may send nothing else; then there must be at least one.",
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A partner's client to block, and why.")
class BlockClientInput:
    id: Id = strawberry.field(description="The client.")
    reason: ShortComment = strawberry.field(
        description="The reason, for administrators; at most 1 000 characters."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)
