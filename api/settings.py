"""Settings of a process, from the environment; production refuses to start on what is fit for development only."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from api import setting_values as values
from api.secret_files import SecretFiles
from auth.crypto.sealing import Vault

SHORTEST_SECRET_CHARACTERS = 32
# Words that end up in secrets when an example is copied.
PLACEHOLDERS = ("change", "secret", "password", "example", "default")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")

FEWEST_CHARACTERS = 8
"""Different ones in a secret: below that it was typed, not drawn."""

CommaSeparated = Annotated[tuple[str, ...], NoDecode]
DatabaseAddress = Annotated[
    SecretStr, AfterValidator(lambda value: SecretStr(values.mongodb_url(value.get_secret_value())))
]


class Mode(StrEnum):
    """What the process is for: development shows demo logins and the IDE, production refuses them."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Everything that differs between installations. Lists are written with commas; durations are seconds."""

    # An empty variable is one not set: compose files pass those on.
    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    mode: Mode = Field(Mode.DEVELOPMENT, validation_alias=AliasChoices("PULT_MODE", "mode"))
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65_535)
    var_dir: Annotated[Path, AfterValidator(values.var_dir)] = Path("var")
    mongodb_url: DatabaseAddress | None = None
    database: Annotated[str, AfterValidator(values.database)] = Field(
        "pult", validation_alias=AliasChoices("PULT_DATABASE", "database")
    )
    secret: SecretStr | None = Field(None, validation_alias=AliasChoices("PULT_SECRET", "secret"))
    """Where the key of the cursors comes from; in development it is drawn once and kept under `var_dir`."""
    personal_keys: SecretStr | None = Field(
        None, validation_alias=AliasChoices("PULT_PERSONAL_KEYS", "personal_keys")
    )
    """Secrets that seal personal data, as `id:secret,id:secret`; the last one seals, the others still open. In
    development the first is drawn and kept under `var_dir`."""
    search_key: SecretStr | None = Field(None, validation_alias=AliasChoices("PULT_SEARCH_KEY", "search_key"))
    """The secret of the marks by which applicants are found from a phone or e-mail; it is never changed."""
    seed_today: date | None = None
    engine: bool = Field(default=True, validation_alias=AliasChoices("PULT_ENGINE", "engine"))
    """`off` executes everything with Strawberry's own executor (docs/engine.md)."""
    replace_indexes: bool = False
    """Drop indexes of an older release that stand in the way; `dev` does so by itself."""

    allowed_hosts: Annotated[CommaSeparated, AfterValidator(values.hosts)] = LOCAL_HOSTS
    cors_origins: Annotated[CommaSeparated, AfterValidator(values.origins)] = ()
    cors_headers: Annotated[CommaSeparated, AfterValidator(values.field_names)] = ()
    """Header fields that pages of those origins may send beside the usual ones."""
    trusted_proxies: Annotated[CommaSeparated, AfterValidator(values.proxies)] = ()
    """Addresses whose X-Forwarded-For is believed."""
    health_networks: Annotated[CommaSeparated, AfterValidator(values.networks)] = ("127.0.0.0/8", "::1/128")
    """Networks that may ask whether the process is ready, and for its metrics."""

    metric_operations: CommaSeparated = ()
    """Names of operations that the metrics tell apart; all others are one."""

    issuer: str = Field("pult", validation_alias=AliasChoices("PULT_ISSUER", "issuer"))
    access_token_seconds: int = Field(600, ge=60, le=3_600)
    refresh_token_seconds: int = Field(14 * 86_400, ge=3_600)
    password_checks_at_once: int = Field(2, ge=1)
    password_checks_waiting: int = Field(64, ge=0)

    graphql_body_bytes: int = Field(1_048_576, ge=1_024)
    form_body_bytes: int = Field(16_384, ge=1_024)
    head_bytes: int = Field(65_536, ge=8_192)
    """How long the address and the header fields of a request may be together; trailers likewise."""
    head_fields: int = Field(100, ge=20)
    connections: int = Field(2_000, ge=1)
    """Connections at once; never more than the process has descriptors for."""
    receive_seconds: float = Field(10.0, gt=0)
    """How long a request may take to arrive, from its first byte to its last."""
    operation_seconds: float = Field(20.0, gt=0)
    """How long a request may take to be answered, from its first byte, whoever asks and whatever is waited for."""
    requests_at_once: int = Field(64, ge=1)
    """GraphQL requests that are worked on at once."""
    requests_waiting: int = Field(1_000, ge=0)
    """Those that may wait for their turn; all others are told to come again."""
    waiting_seconds: float = Field(10.0, gt=0)
    """How long one waits for its turn before it is told so too; where the store is away, no longer than that is known."""
    worker_port: int = Field(8001, ge=0, le=65_535)
    """Where a worker says whether it works, to the same networks as the server."""
    lease_seconds: float = Field(15.0, ge=0.5, le=300)
    """How long a job of a worker that was killed waits for another one."""
    member_points: int = Field(100_000, ge=0)
    """Cost points that a member may spend at once, in all processes together; 0 is no limit."""
    member_points_per_second: int = Field(1_000, ge=1)
    """Those that come back to a member in a second."""
    client_points: int = Field(100_000, ge=0)
    """Cost points that a partner's client may spend at once; 0 is no limit."""
    client_points_per_second: int = Field(1_000, ge=1)
    """Those that come back to a client in a second."""
    file_seconds: float = Field(300.0, gt=0)
    """How long a file may take to arrive or to leave, from the first byte of its request."""
    clamd_url: Annotated[str | None, AfterValidator(values.clamd_url)] = None
    """The virus scanner (`tcp://host:3310`, the protocol of clamd); while it is set, nothing unscanned is served."""
    smtp_url: Annotated[SecretStr | None, AfterValidator(values.smtp_url)] = None
    """The mail server (`smtp://name:password@host:587`, `smtps://` for TLS from the first byte); without it development
    keeps letters for a page, and production sends none."""
    webhook_networks: Annotated[CommaSeparated, AfterValidator(values.networks)] = ()
    """Networks that webhooks may be sent into beside public addresses, over any port and without TLS as well."""
    mail_from: Annotated[str, AfterValidator(values.mail_from)] = "pult@localhost"
    """From whom mail comes."""
    public_url: Annotated[str, AfterValidator(values.public_url)] = "http://127.0.0.1:8000/"
    """Where people open Pult: links in mail lead there; where nobody says so, this machine at `port`."""
    socket_init_seconds: float = Field(10.0, gt=0)
    """How long a WebSocket may take to say who is there."""
    token_grace_seconds: float = Field(60.0, ge=0)
    """How long a WebSocket or an event stream goes on after its token has expired, in which a new one may be sent."""
    backup_recipients: CommaSeparated = ()
    """Who may open backups (age1…), by `backup` where no `--recipient` is given."""
    log_level: Annotated[str, AfterValidator(values.log_level)] = Field(
        "INFO", validation_alias=AliasChoices("LOG_LEVEL", "log_level")
    )

    @field_validator(
        "allowed_hosts",
        "cors_origins",
        "cors_headers",
        "trusted_proxies",
        "health_networks",
        "webhook_networks",
        "metric_operations",
        "backup_recipients",
        mode="before",
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from: arguments, the environment, and the files that it names."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @model_validator(mode="before")
    @classmethod
    def _follow_the_port(cls, given: Any) -> Any:
        # Links in the mail of development lead to where it is served.
        if not isinstance(given, dict) or "public_url" in given or not str(given.get("port", "")).isdigit():
            return given
        return {**given, "public_url": f"http://127.0.0.1:{given['port']}/"}

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.is_production and (missing := list(self._unfit())):
            raise ValueError("; ".join(missing))
        return self

    def _unfit(self) -> list[str]:
        checks = (
            (self.mongodb_url is None, "MONGODB_URL is not set"),
            (values.ANY in self.allowed_hosts, "ALLOWED_HOSTS must name hosts"),
            (values.ANY in self.cors_origins, "CORS_ORIGINS must name origins"),
            (values.ANY in self.trusted_proxies, "TRUSTED_PROXIES must name addresses"),
        )
        return [words for fails, words in checks if fails] + self._unfit_secrets()

    def _unfit_secrets(self) -> list[str]:
        secrets = self._secrets()
        found = [
            f"{name} {words}"
            for name, secret in secrets
            for words in (_weakness(secret),)
            if words is not None
        ]
        own = self.secret.get_secret_value() if self.secret else None
        shared = {name for name, secret in secrets[1:] if secret is not None and secret == own}
        if not found:
            try:
                self.vault()
            except ValueError as error:
                found.append(f"PULT_PERSONAL_KEYS or PULT_SEARCH_KEY: {error}")
        found += [f"PULT_SECRET and {name} must be different secrets" for name in sorted(shared)]
        return list(dict.fromkeys(found))

    def _secrets(self) -> list[tuple[str, str | None]]:
        """Every secret with its variable, PULT_SECRET first; None where none is set."""
        keys = self.personal_keys.get_secret_value().split(",") if self.personal_keys else [None]
        return [
            ("PULT_SECRET", self.secret.get_secret_value() if self.secret else None),
            # One without an id is refused for that, by the vault.
            *(("PULT_PERSONAL_KEYS", key and key.rpartition(":")[2].strip()) for key in keys),
            ("PULT_SEARCH_KEY", self.search_key.get_secret_value() if self.search_key else None),
        ]

    def vault(self) -> Vault | None:
        """Return the keys of personal data that the environment names; None where it names neither.

        Raises: ValueError where only one of both is named, or a secret is unfit.
        """
        if self.personal_keys is None and self.search_key is None:
            return None
        if self.personal_keys is None or self.search_key is None:
            raise ValueError("PULT_PERSONAL_KEYS and PULT_SEARCH_KEY go together")
        listed = [one.strip() for one in self.personal_keys.get_secret_value().split(",") if one.strip()]
        named = dict(one.partition(":")[::2] for one in listed)
        if len(named) != len(listed):
            raise ValueError("two keys of personal data have one id")
        return Vault(named, search_secret=self.search_key.get_secret_value())

    @property
    def is_production(self) -> bool:
        """Whether demo logins, the IDE and open introspection are refused."""
        return self.mode is Mode.PRODUCTION

    @property
    def demo_accounts_path(self) -> Path:
        """Where the seed writes the demo logins and their passwords."""
        return self.var_dir / "demo-accounts.json"


def _weakness(secret: str | None) -> str | None:
    """What is wrong with a secret in words that follow its name; None for a good one."""
    if secret is None:
        return "is not set"
    checks = (
        (any(word in secret.casefold() for word in PLACEHOLDERS), "looks like one copied from an example"),
        (
            len(secret) < SHORTEST_SECRET_CHARACTERS,
            f"must have at least {SHORTEST_SECRET_CHARACTERS} characters",
        ),
        (len(set(secret)) < FEWEST_CHARACTERS, "repeats too few characters"),
    )
    return next((words for fails, words in checks if fails), None)
