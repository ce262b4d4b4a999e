"""The operative part of the decree and its general provisions (P, I)."""

from api.dev.docs.clauses.clause import Clause, by, later

GENERAL: tuple[Clause, ...] = (
    Clause(
        "P.1–P.2",
        "the center is created",
        now=(by("its name, what it rests on, and who leads it", "center", "Center.legalBasis"),),
    ),
    Clause(
        "P.3",
        "control over the decree",
        now=(
            by(
                "the leadership reads counts, signed protocols and assignments that were issued",
                *("Role.LEADERSHIP", "caseCounts", "protocols", "assignments"),
            ),
        ),
        later=(later("reports"),),
    ),
    Clause(
        "P.4",
        "in force from 07.04.2026",
        now=(by("an appointment holds for its period", "Membership.validFrom", "Membership.validTo"),),
    ),
    Clause(
        "I.1",
        "information for those who decide",
        now=(
            by("counts of cases by two dimensions", "caseCounts"),
            by("lists by deadline and state", "cases", "CaseFilter.isOverdue", "CaseFilter.status"),
        ),
        later=(later("overviews, reports"),),
    ),
    Clause(
        "I.2.1",
        "ПОС: messages, polls, votes",
        now=(
            by("channels of the desk POS", "Channel.desk", "ChannelKind.POS"),
            by(
                "the number of a message in ПОС, registered once",
                *("RegisterSubmissionInput.externalId", "ExternalSystem.POS"),
            ),
            by("its exports, taken as files", "/intake/{system}", "python -m api import-pos"),
        ),
        later=(later("polls"),),
    ),
    Clause(
        "I.2.2",
        "«Инцидент Менеджмент»: open sources",
        now=(
            by("incidents of one or more publications", "registerIncident", "Incident.publications"),
            by("later publications of the same matter", "addPublication"),
            by("merging, with the publications of both", "mergeIncidents"),
            by("splitting, with the publications divided", "splitIncident"),
            by("its number there, registered once", "ExternalSystem.INCIDENT_MANAGEMENT"),
            by("its exports, taken as files", "/intake/{system}", "python -m api import-incidents"),
        ),
    ),
    Clause(
        "I.2.3",
        "responsible recipients",
        now=(
            by("bodies marked so", "Organization.isResponsibleRecipient", "updateOrganization"),
            by("routing to those in work and to no others", "routeSubmission", "routeIncident"),
            by("officials of a body to route to", "people"),
            by("return «не по принадлежности»", "returnRouting", "returnIncident"),
            by("forwarding to all others", "forwardSubmission"),
            by(
                "answers of bodies without accounts, by a link",
                "sendRecipientLink",
                "revokeRecipientLink",
                "sendIncidentRecipientLink",
                "revokeIncidentRecipientLink",
                "Organization.workEmail",
            ),
        ),
    ),
    Clause(
        "I.2.4",
        "message, not under 59-ФЗ",
        now=(
            by(
                "a type of its own, written, oral or electronic",
                "Message",
                "messages",
                "message",
                "SubmissionForm",
            ),
        ),
    ),
    Clause(
        "I.2.5",
        "appeal under 59-ФЗ",
        now=(
            by(
                "a type of its own: proposal, application or complaint",
                "Appeal",
                "appeals",
                "appeal",
                "AppealKind",
            ),
            by("its deadline in calendar days", "LegalRegime.APPEAL_59FZ", "DeadlineUnit.CALENDAR_DAYS"),
            by("extension once, forwarding within 7 days", "extendDeadline", "forwardSubmission"),
            by("leaving without an answer on a listed ground", "leaveUnanswered"),
            by("personal reception, its card and an oral answer", "recordReception", "answerOrally"),
            by("collective appeals", "ApplicantKind.COLLECTIVE", "Submission.signatoriesCount"),
        ),
    ),
    Clause(
        "I.2.6",
        "госпаблики",
        now=(by("channels of the desk PAGES", "Channel.desk", "channels"),),
        later=(later("register of official pages"),),
    ),
    Clause(
        "I.2.7",
        "other notions, from the federal rules",
        now=(by("Russian terms of all values", "enumLabels"),),
    ),
    Clause(
        "I.3",
        "ЦУР coordinates",
        now=(
            by(
                "its coordinator counts without small cells",
                *("Role.CENTER_COORDINATOR", "caseCounts", "CaseCounts.isRounded"),
            ),
        ),
        later=(later("requests, targets"),),
    ),
    Clause(
        "I.4",
        "legal bases",
        now=(
            by(
                "acts, named by appointments and absences",
                "legalActs",
                "Membership.legalAct",
                "CuratorAbsence.legalAct",
            ),
            by("the clause of a deadline policy", "DeadlinePolicy.clause"),
        ),
        later=(later("acts with their file"),),
    ),
)
