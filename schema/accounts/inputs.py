"""What the mutations on accounts, sessions and clients take."""

import strawberry

REVISION = "The revision you were looking at."


@strawberry.input(description="A person to invite.")
class InviteAccountInput:
    person_id: strawberry.ID = strawberry.field(description="An official without an account.")
    login: str = strawberry.field(
        description="2 to 64 small Latin letters, digits, dots, hyphens and underscores; unique."
    )


@strawberry.input(description="An account.")
class AccountInput:
    id: strawberry.ID = strawberry.field(description="The account.")
    expected_revision: int | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="An account to block, and why.")
class BlockAccountInput:
    id: strawberry.ID = strawberry.field(description="The account.")
    reason: str = strawberry.field(description="Why, for administrators; at most 1 000 characters.")
    expected_revision: int | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A new password of one's own.")
class ChangePasswordInput:
    present_password: str = strawberry.field(description="The password that holds now.")
    new_password: str = strawberry.field(description="12 to 200 characters; no rules of composition.")


@strawberry.input(description="A session of one's own to end.")
class RevokeSessionInput:
    handle: str = strawberry.field(description="`handle` of one of `sessions`.")


@strawberry.input(description="All sessions of one's own but this one, to end.")
class RevokeOtherSessionsInput:
    keep_handle: str | None = strawberry.field(
        default=None, description="`handle` of the session to keep; this one when absent."
    )


@strawberry.input(description="A partner's client to register.")
class RegisterClientInput:
    client_id: str = strawberry.field(
        description="2 to 64 small Latin letters, digits, dots, hyphens and underscores; unique."
    )
    name: str = strawberry.field(description="Its name for people; at most 200 characters.")
    system: str = strawberry.field(
        description="The one system whose cases it registers and reads: 2 to 64 capital Latin letters, digits and "
        "underscores; a code of ExternalSystem where it is one of those."
    )
    actions: list[str] = strawberry.field(
        description="Codes of permissions within those of the role INTEGRATION; at least one."
    )


@strawberry.input(description="A partner's client.")
class ClientInput:
    id: strawberry.ID = strawberry.field(description="The client.")
    expected_revision: int | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A partner's client to block, and why.")
class BlockClientInput:
    id: strawberry.ID = strawberry.field(description="The client.")
    reason: str = strawberry.field(description="Why, for administrators; at most 1 000 characters.")
    expected_revision: int | None = strawberry.field(default=None, description=REVISION)
