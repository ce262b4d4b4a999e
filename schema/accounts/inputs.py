"""What the mutations on accounts, sessions and clients take."""

import strawberry

from schema.shapes.kinds import Code, Handle, Id, Many, Revision, Secret, ShortComment, ShortTitle

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


@strawberry.input(description="The client to act on.")
class ClientInput:
    id: Id = strawberry.field(description="The client.")
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A partner's client to block, and why.")
class BlockClientInput:
    id: Id = strawberry.field(description="The client.")
    reason: ShortComment = strawberry.field(
        description="The reason, for administrators; at most 1 000 characters."
    )
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)
