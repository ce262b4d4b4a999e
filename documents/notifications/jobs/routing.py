"""The job that tells the head of routing rules that cannot be followed: they are passed over, and never switched off in
silence (III.4.3/1)."""

from datetime import timedelta

from documents.kernel.read.reference import Snapshot
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job
from documents.notifications.composing import Occasion
from documents.notifications.kinds import KINDS
from documents.notifications.relations import Standpoint, concerned
from documents.notifications.telling import NOTIFICATIONS, rows_for
from documents.notifications.vocabulary import NotificationKind
from documents.routing_rules.rules import ReadyRule, rules_in_force

RULES = "routing_rules"
BROKEN = NotificationKind.ROUTING_RULE_BROKEN


@job(title="Проверка правил маршрутизации", every=timedelta(minutes=5))
async def check_routing_rules(run: JobRun) -> None:
    """Tell of each rule that is switched on and cannot be followed, once as long as rule and target stay as they are."""
    snapshot = await run.reference.current()
    broken = {str(one.row["_id"]): one for one in rules_in_force(snapshot) if one.fault is not None}
    await run.each(sorted(broken), lambda key: _tell(run, snapshot, broken[key]))


async def _tell(run: JobRun, snapshot: Snapshot, rule: ReadyRule) -> None:
    row = rule.row
    occasion = Occasion(_origin(rule, snapshot), BROKEN, run.now, RULES, row["_id"])
    people = concerned(RULES, row, KINDS[BROKEN].relations, Standpoint(snapshot, run.now))
    told = await rows_for(run.store, snapshot, occasion, people)
    if told:
        await run.write(lambda session: ledger.add_within(run.store, session, NOTIFICATIONS, told))


def _origin(rule: ReadyRule, snapshot: Snapshot) -> str:
    """What makes it the same trouble: the rule as it is, what is wrong, and how its targets stand."""
    row = rule.row
    targets = (
        snapshot.row("organizations", row["recipient_id"]),
        snapshot.row("persons", row["assignee_id"]),
    )
    revisions = "-".join(str(one["revision"]) if one is not None else "" for one in targets)
    return f"{RULES}:{row['_id']}:{row['revision']}:{rule.fault}:{revisions}"
