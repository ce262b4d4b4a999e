"""The refusals of Pult: one class a code, with its facts, and its text in both languages.

Problem                     what a mutation answers in `errors`, in this order of precedence:
├── NotFound                NOT_FOUND               not there, or not the caller's to see: the same words
├── Forbidden               FORBIDDEN               action
├── Invalid                 INVALID                 rule, and what the rule compares with
├── Stale                   STALE                   revision
├── InvalidTransition       INVALID_TRANSITION      status, event, allowed
├── DuplicateExternalId     DUPLICATE_EXTERNAL_ID   id (where visible)
├── DeadlineRule            DEADLINE_RULE           rule, dueAt
├── NotEffectiveCurator     NOT_EFFECTIVE_CURATOR   curator, until
├── SignedImmutable         SIGNED_IMMUTABLE
├── FourEyes                FOUR_EYES
├── InactiveTarget          INACTIVE_TARGET         rule, work (where open work stands in the way)
├── IdempotencyKeyReused    IDEMPOTENCY_KEY_REUSED
├── LimitReached            LIMIT_REACHED           limit
└── RequestError            what stands in the top-level `errors`, never in a payload:
    ├── Unauthenticated     UNAUTHENTICATED
    ├── BadRequest          BAD_REQUEST             rule
    ├── CursorExpired       CURSOR_EXPIRED
    ├── FilterForbidden     FILTER_FORBIDDEN        field, rule (of counts)
    ├── QueryTooCostly      QUERY_TOO_COSTLY        rule, cost, limit, dearest
    ├── RateLimited         RATE_LIMITED            retryAfterSeconds
    ├── Timeout             TIMEOUT
    └── Internal            INTERNAL
Problems                    several of them at once, one per offending field
"""

# ruff: noqa: A002  # named after their public codes and facts

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from auth.texts.bounds import bounds_in_words
from auth.texts.errors import BY_CODE, BY_RULE, NO_WAY, WAYS, Text

Path = str | Sequence[str]

LOCAL = ZoneInfo("Asia/Krasnoyarsk")
"""People are told the time of the municipality; facts are in UTC."""


class Problem(Exception):
    """A refusal. `path` is relative to `input`, in camelCase; `facts` are ready for JSON by public names; `words` say in
    both languages what a text tells people in place of a fact, or besides."""

    code: ClassVar[str]

    def __init__(self, path: Path = (), **facts: Any) -> None:
        self.path: tuple[str, ...] = (path,) if isinstance(path, str) else tuple(path)
        self.facts: dict[str, Any] = facts
        self.words: dict[str, Text] = {}
        super().__init__()

    def __str__(self) -> str:
        """Return code, path and facts, for logs and tests: lists make thousands of problems that nobody reads."""
        return f"{self.code} {'.'.join(self.path)} {self.facts}".strip()

    def message(self, locale: str = "ru") -> str:
        """Return the text for people: the rule's own where it has one, else the code's. In English for `en`."""
        text = BY_RULE.get((self.code, str(self.facts.get("rule"))), BY_CODE[self.code])
        told = {"bounds": bounds_in_words(self.facts), **self.words}
        words = {name: one.en if locale == "en" else one.ru for name, one in told.items()}
        return _spoken(text, self.facts | words, locale)


class NotFound(Problem):
    """The object is not there, or is outside the caller's scope: word for word the same."""

    code = "NOT_FOUND"


class Forbidden(Problem):
    """The object is visible, the action on it is not allowed; or one may never do it. `because` holds what decided, for
    whoever can name it to the caller; by itself the message says what was to be done (`step`), else the permission."""

    code = "FORBIDDEN"

    def __init__(
        self, action: str, path: Path = (), *, step: Text | None = None, because: object | None = None
    ) -> None:
        super().__init__(path, action=str(action))
        self.words["step"] = step or Text(str(action), str(action))
        self.because = because


class Invalid(Problem):
    """One field breaks a rule (a word in snake_case); `facts` say what the rule compares with."""

    code = "INVALID"

    def __init__(self, rule: str, path: Path = (), **facts: Any) -> None:
        super().__init__(path, rule=rule, **facts)


class Stale(Problem):
    """Somebody else was faster; `revision` is the current one."""

    code = "STALE"

    def __init__(self, revision: int) -> None:
        super().__init__("expectedRevision", revision=revision)


class InvalidTransition(Problem):
    """The state of the object knows no such event; `allowed` is what the caller may do in it. The message names all three
    in words, where they are given: `state`, `step` and `ways`."""

    code = "INVALID_TRANSITION"

    def __init__(
        self,
        status: str,
        event: str,
        allowed: Sequence[str],
        *,
        state: Text | None = None,
        step: Text | None = None,
        ways: Sequence[Text] | None = None,
    ) -> None:
        super().__init__(status=status, event=event, allowed=list(allowed))
        named = [Text(one, one) for one in allowed] if ways is None else ways
        self.words = {
            "state": state or Text(status, status),
            "step": step or Text(event, event),
            "ways": _listed(named) if named else NO_WAY,
        }


class DuplicateExternalId(Problem):
    """The partner's id is taken; `id` is that of the object, None where the caller may not see it."""

    code = "DUPLICATE_EXTERNAL_ID"

    def __init__(self, id: str | None = None, path: Path = "externalId") -> None:
        super().__init__(path, **({"id": id} if id is not None else {}))


class DeadlineRule(Problem):
    """A rule about deadlines forbids it; `due_at` is naive UTC."""

    code = "DEADLINE_RULE"

    def __init__(self, rule: str, due_at: datetime | None, path: Path = ()) -> None:
        super().__init__(path, rule=rule, dueAt=_zulu(due_at))
        if due_at is not None:
            self.words = {"dueAt": _local(due_at)}


class NotEffectiveCurator(Problem):
    """III.2: `curator` is who acts as such now (None: nobody), `until` naive UTC (None: no end is known)."""

    code = "NOT_EFFECTIVE_CURATOR"

    def __init__(self, curator: str | None, until: datetime | None) -> None:
        super().__init__(curator=curator, until=_zulu(until))


class SignedImmutable(Problem):
    """A signed protocol never changes."""

    code = "SIGNED_IMMUTABLE"


class FourEyes(Problem):
    """Nobody approves or accepts his own work."""

    code = "FOUR_EYES"


class InactiveTarget(Problem):
    """An organization or person that takes no new work; or one whose open `work` is to be handed over first
    (`open_work`): a list of kind, count and ids."""

    code = "INACTIVE_TARGET"


class IdempotencyKeyReused(Problem):
    """The key was used with another input."""

    code = "IDEMPOTENCY_KEY_REUSED"

    def __init__(self) -> None:
        super().__init__("idempotencyKey")


class LimitReached(Problem):
    """A limit told in the contract; `limit` is its name."""

    code = "LIMIT_REACHED"

    def __init__(self, limit: str, path: Path = ()) -> None:
        super().__init__(path, limit=limit)


class RequestError(Problem):
    """A refusal of the request itself: it stands in the top-level `errors`, never in a payload."""


class Unauthenticated(RequestError):
    """No token, one that does not hold, or an account that may not act any more: told alike."""

    code = "UNAUTHENTICATED"


class BadRequest(RequestError):
    """The arguments make no sense together, or an id is none."""

    code = "BAD_REQUEST"

    def __init__(self, rule: str, path: Path = (), **facts: Any) -> None:
        super().__init__(path, rule=rule, **facts)


class CursorExpired(RequestError):
    """What happened since the place that a reader left off at is not told any more: it has to begin anew."""

    code = "CURSOR_EXPIRED"


class FilterForbidden(RequestError):
    """A filter or an order looks at a field that the caller sees on no row."""

    code = "FILTER_FORBIDDEN"

    def __init__(self, field: str, *, rule: str | None = None) -> None:
        super().__init__(field=field, **({"rule": rule} if rule is not None else {}))


class QueryTooCostly(RequestError):
    """The operation asks for more than one may."""

    code = "QUERY_TOO_COSTLY"


class RateLimited(RequestError):
    """Too much at once; the facts may say after how many seconds to come again."""

    code = "RATE_LIMITED"

    def __init__(self, retry_after_seconds: int | None = None) -> None:
        super().__init__()
        if retry_after_seconds is not None:
            self.facts["retryAfterSeconds"] = retry_after_seconds


class Timeout(RequestError):
    """The store did not answer in time, or conflicts did not end."""

    code = "TIMEOUT"


class Internal(RequestError):
    """Our own fault; the cause is only in the log."""

    code = "INTERNAL"


class Problems(Exception):
    """Several problems of one input at once. Raises: ValueError when there is none."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("a refusal without a problem")
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(str(one) for one in problems))


def one_each(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problem of each field, and all that are about no field."""
    found: dict[Any, Problem] = {}
    for one in problems:
        found.setdefault(one.path or object(), one)
    return list(found.values())


PRECEDENCE: tuple[type[Problem], ...] = (
    NotFound,
    Forbidden,
    Invalid,
    Stale,
    InvalidTransition,
    DuplicateExternalId,
    DeadlineRule,
    NotEffectiveCurator,
    SignedImmutable,
    FourEyes,
    InactiveTarget,
    IdempotencyKeyReused,
    LimitReached,
)
"""The problems of a payload, in the order in which they are answered."""

REQUEST_ERRORS: tuple[type[RequestError], ...] = (
    Unauthenticated,
    BadRequest,
    CursorExpired,
    FilterForbidden,
    QueryTooCostly,
    RateLimited,
    Timeout,
    Internal,
)


def _listed(ways: Sequence[Text]) -> Text:
    ru, en = (", ".join(f"«{one.ru}»" for one in ways)), ", ".join(one.en for one in ways)
    return Text(WAYS.ru.format(ways=ru), WAYS.en.format(ways=en))


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        # A rule may be raised without the fact its text would show; a gap reads better than a failure.
        return "…"


def _spoken(text: Text, facts: Mapping[str, Any], locale: str) -> str:
    shown = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in facts.items()
    }
    return (text.en if locale == "en" else text.ru).format_map(_Facts(shown))


def _local(moment: datetime) -> Text:
    told = moment.replace(tzinfo=UTC).astimezone(LOCAL)
    return Text(f"{told:%d.%m.%Y %H:%M} по местному времени", f"{told:%Y-%m-%d %H:%M} local time")


def _zulu(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds") + "Z"
