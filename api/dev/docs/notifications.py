"""docs/notifications.md: who is told of what, from the table of kinds and the ladder."""

from collections.abc import Iterable

from api.dev.docs.markdown import BREAK, code, opening, page, table
from documents.notifications.kinds import KINDS
from documents.notifications.ladder import LADDER
from documents.notifications.preferences import DIGEST_AT
from documents.notifications.vocabulary import KINDS as WORDS
from documents.notifications.vocabulary import RELATIONS, NotificationRelation

LEGEND = (
    (
        "A notification names a kind, a moment and an object, and nothing else: no name, no contact, no text of a case. "
        "Whom it concerns follows from the event by relation, in the job `notify`; deadlines are told by "
        "`remind_of_deadlines`, each once, whatever is killed in between. Who brought something about is not told of it, "
        "nor is who may not read the object; of several kinds that one event brings, a person is told the first."
    ),
    (
        "What is shown of the object is read when the notification is, under the rights that hold then: of an object that "
        "has gone out of sight `object` is null and the title says the kind alone. `markNotificationsRead`, "
        "`setNotification` (kind × relation × channel) and `setNotificationTimes` (quiet hours, a daily digest at "
        f"{DIGEST_AT:%H:%M} local time) are everybody's own. Everything is shown in Pult unless switched off; by mail goes "
        "what the table says, or what the person switched on. Old ones are removed after `notificationKeepDays`. "
        "`notificationReceived` tells its owner of each one shown in Pult as soon as it is there (`live.md`)."
    ),
    (
        "Mail is sent by the job `send_mail` through `SMTP_URL` (`smtp://name:password@host:587`, "
        "`smtps://…`; a password goes over TLS or not at all, and a server must bear a certificate that the system trusts), "
        "from `MAIL_FROM`, with links to `PUBLIC_URL`, to people with a work e-mail and an "
        "active account. A letter is claimed, sent and noted: killed in between it is sent once more "
        "under the same `Message-ID`, since a reminder that comes twice does less harm than one that "
        "never comes. What a server does not take is tried again and then parked like everything a job "
        "fails at; what could not be sent for three days is left. Without `SMTP_URL` production sends "
        "nothing, and development keeps the last hundred letters and shows them at `/dev/mail`."
    ),
    (
        "What was late already when it came to somebody is told by the notification that it came; from then on the ladder "
        "below tells of it."
    ),
)


def to_markdown() -> str:
    """Write the kinds with their events and relations, and the ladder of what is late."""
    lines = opening("Notifications", "the declarations in `documents/notifications/`", *LEGEND)
    lines += ["## Kinds", ""]
    lines += table(
        ("Kind", "Title", "Brought by", "Concerns", "By mail"),
        (
            (
                code(kind.value),
                WORDS[kind],
                code(*one.events) or "the clock",
                _people(one.relations),
                "yes" if one.is_mailed else "if switched on",
            )
            for kind, one in KINDS.items()
        ),
    )
    lines += ["## The ladder of what is late", ""]
    lines += table(
        ("Step", "Days after the deadline", "Setting", "Reaches"),
        ((str(step.level), str(step.days), code(step.setting), _people(step.relations)) for step in LADDER),
    )
    return page(lines)


def _people(relations: Iterable[NotificationRelation]) -> str:
    return BREAK.join(RELATIONS[one] for one in relations)
