"""What one operation carries through its resolvers: who asks, when, in which language, and the container to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NoReturn, Protocol, cast

from strawberry.types import Info

from auth.errors import Problem, Problems, Unauthenticated
from auth.principal import Principal
from documents.container import Container
from documents.idempotency.calls import Call, Earlier
from documents.kernel.read.doubting import Doubt
from documents.kernel.write.operation import GuardContext
from documents.kernel.write.runner import Confirm, Runner
from schema.cursors import Cursors
from schema.engine.selection import FieldNeeds


class Credentials(Protocol):
    """Checks and makes passwords at the endpoint's pace: few at a time, wrong ones slower and slower by address."""

    async def fits(self, login: str, password: str, stored: str) -> bool:
        """Return whether the password is the stored one. Raises: RateLimited after too many wrong ones, or when too many
        ask."""

    async def hashed(self, secret: str) -> str:
        """Return what to store of a password or a secret. Raises: RateLimited when too many ask."""


class Closed(Exception):
    """A field came to where it would ask for data that are closed to whoever asks."""


class ClosedContainer:
    """Stands for the office where nothing may be had from it."""

    def __getattr__(self, name: str) -> NoReturn:
        raise Closed(name)


@dataclass
class Context:
    """One operation. `who` is None only for the anonymous operations that the HTTP endpoint lets through; `session_id`,
    `credentials`, and `confirm`, which looks whether the session still holds for a write, where no endpoint was passed."""

    container: Container
    cursors: Cursors
    now: datetime
    locale: str = "ru"
    who: Principal | None = None
    request_id: str | None = None
    session_id: str | None = None
    credentials: Credentials | None = None
    confirm: Confirm | None = None
    needs: FieldNeeds = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    refused_form: Sequence[Problem] = ()
    """What is wrong with the form of the mutation that runs now, by what its input declares."""
    call: Call | None = None
    """The mutation that runs now, where it has an idempotency key that can be used."""
    refused_key: Problem | None = None
    """What is wrong with the key of the mutation that runs now: it was used with another input."""

    @property
    def principal(self) -> Principal:
        """Who asks. Raises: Unauthenticated for an anonymous operation."""
        if self.who is None:
            raise Unauthenticated
        return self.who

    @property
    def runner(self) -> Runner:
        """The writes, each confirmed for the caller's session, and noted for a call under an idempotency key."""
        runner = self.container.runner
        if self.confirm is not None:
            runner = runner.confirmed_by(self.confirm)
        if self.call is not None and self.call.earlier is None:
            runner = runner.noting(self.call.note)
        return runner

    @property
    def earlier(self) -> Earlier | None:
        """What the same call has left behind before: then nothing is run, and its answer is read again."""
        return self.call.earlier if self.call is not None else None

    async def renewed(self) -> Principal:
        """Return the principal built again from what holds now; each mutation of an operation asks for it."""
        who = self.principal
        self.who = await self.container.principals.of(who.account_id, self.now, who.scope)
        return self.who

    async def begun(self) -> Principal:
        """Return the principal of a mutation that begins; its key was looked up before anything else.

        Raises: IdempotencyKeyReused.
        """
        if self.refused_key is not None:
            raise self.refused_key
        return await self.renewed()

    def demand_form(self) -> None:
        """Raise Problems where something is wrong with the form of the mutation that runs now."""
        if self.refused_form:
            raise Problems(self.refused_form)

    def guard_context(self) -> GuardContext:
        """Return what guards look at when they explain themselves."""
        return GuardContext(self.principal, self.now, self.container.reference.snapshot)

    def closed(self) -> "Context":
        """Return the same operation where nothing can be read or changed; whatever tries raises Closed."""
        return replace(self, container=cast("Container", ClosedContainer()), credentials=None, memo={})

    def doubting(self, doubt: Doubt) -> "Context":
        """Return the same operation where each row is looked at before it is shown."""
        careful = replace(self.container, access=self.container.access.doubting(doubt))
        return replace(self, container=careful, memo={})

    def at(self, now: datetime) -> "Context":
        """Return the same operation at another moment."""
        return replace(self, now=now)


GraphInfo = Info[Context, Any]
