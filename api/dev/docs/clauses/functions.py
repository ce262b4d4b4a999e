"""The functions and tasks of the center (II)."""

from api.dev.docs.clauses.clause import Clause, by, later

FUNCTIONS: tuple[Clause, ...] = (
    Clause(
        "II.1.1",
        "all kinds of appeals and messages, all systems",
        now=(
            by("one register with search", "cases", "case", "submissions", "submission", "CaseFilter.search"),
            by("registration by the desk that keeps the channel", "registerSubmission", "registerIncident"),
            by("what waits for the asker", "CaseFilter.allowedAction"),
            by("what a case may double or repeat, for somebody to look at", "similarCases", "otherCases"),
            by(
                "files of a case, unseen until they are cleared of personal data",
                "attachFile",
                "updateAttachment",
                "clearAttachment",
                "detachFile",
                "Case.attachments",
                "/files",
            ),
            by(
                "a partner's client reads and registers cases of its own system",
                "registerClient",
                "/auth/token",
            ),
            by("merging, where one answers for all", "mergeSubmissions"),
            by("splitting, where each question is answered", "splitSubmission"),
            by(
                "forwarding, withdrawal, cancelling",
                "forwardSubmission",
                "withdrawSubmission",
                "cancelSubmission",
            ),
            by("records of other systems, from files", "/intake/{system}"),
            by(
                "names of theirs that nothing here goes by",
                "unmatchedReferences",
                "mapReference",
                "unmapReference",
            ),
            by("what they say otherwise is decided by people", "intakeConflicts", "decideConflict"),
            by("what happened there, told as history", "Case.sourceState", "Case.sourceStates"),
        ),
    ),
    Clause(
        "II.1.2",
        "seven directions а)–ж)",
        now=(
            by("with the decree's letters", "sectors", "Sector.letter", "SectorCode"),
            by("«outside the sectors»", "Case.outsideSectors", "FormalizeSubmissionInput.outsideSectors"),
        ),
    ),
    Clause(
        "II.1.3",
        "quick reaction",
        now=(
            by("priority, stated at registration", "RegisterSubmissionInput.priority", "CaseFilter.priority"),
            by("importance of an incident, with its shorter deadline", "RegisterIncidentInput.importance"),
            by("topics with a short deadline of their own", "Topic.fastTrack", "Topic.fastTrackDays"),
            by("escalation of what is late", "Case.escalationLevel", "Assignment.escalationLevel"),
            by("changing priority or importance, with a reason", "setPriority", "setPriorityMany"),
            by("tags to group cases by", "markCase", "markMany", "Case.tags"),
        ),
    ),
    Clause(
        "II.1.4",
        "information for planning",
        now=(
            by("counts by topic and settlement", "CountDimension.TOPIC", "CountDimension.SETTLEMENT"),
            by("lists in files", "createExport"),
        ),
        later=(later("planning brief"),),
    ),
    Clause(
        "II.2.1/1",
        "analysis of appeals and messages",
        now=(
            by(
                "counts over eight dimensions, rounded for who lists no cases", "caseCounts", "CountDimension"
            ),
        ),
        later=(later("statistics over time"),),
    ),
    Clause(
        "II.2.1/2",
        "structuring and formalizing",
        now=(
            by("what the applicant did not say, asked for with a term", "requestDetails", "recordDetails"),
            by("messages and appeals, none of which is accepted or routed before", "formalizeSubmission"),
            by(
                "incidents, none of which is routed before",
                "formalizeIncident",
                "RegisterIncidentInput.topicId",
            ),
        ),
    ),
    Clause(
        "II.2.1/3",
        "deadlines and quality",
        now=(
            by("a deadline with its steps", "Case.deadline", "Deadline.steps", "dueDatePreview"),
            by("late, or soon to be", "CaseFilter.isOverdue", "CaseFilter.isDueSoon"),
            by("prolonging it before it ends", "extendDeadline"),
            by("the term of another system beside ours", "setExternalTerm", "Deadline.externalDueAt"),
            by("taking off control, opening again", "closeSubmission", "reopenSubmission", "closeIncident"),
            by("requests of applicants to open again", "decideReopening"),
            by("control of deadlines, each stage and who held the case", "deadlineControl", "Case.clocks"),
            by(
                "answers checked, and what is noticed of them",
                "qualityCheck",
                "Response.signals",
                "qualityCounts",
            ),
        ),
    ),
    Clause(
        "II.2.1/4",
        "satisfaction",
        now=(
            by(
                "ratings by link and by phone",
                "recordSatisfaction",
                "giveRatingLink",
                "Submission.satisfaction",
                "satisfactionCounts",
            ),
            by("low ones are looked into", "examineRating"),
        ),
    ),
    Clause("II.2.1/5", "consolidated analysis", later=(later("report R-01"),)),
    Clause(
        "II.2.2/1",
        "picture of problems from messages",
        now=(
            by(
                "counts by topic, sector and settlement",
                *("CountDimension.TOPIC", "CountDimension.SECTOR", "CountDimension.SETTLEMENT"),
            ),
        ),
        later=(later("problem pictures"),),
    ),
    Clause("II.2.2/2", "from votes and discussions", later=(later("polls"),)),
    Clause(
        "II.2.2/3",
        "from the work of the bodies, for leadership",
        now=(by("counts by recipient and overdue", "CountDimension.RECIPIENT", "CountDimension.OVERDUE"),),
        later=(later("rating, report R-02"),),
    ),
    Clause("II.2.2/4", "from conflicts and errors", later=(later("communication issues"),)),
    Clause("II.2.3", "recommendations, priorities", later=(later("recommendations"),)),
    Clause("II.2.4", "best practices", later=(later("practices from finding to introduction"),)),
    Clause(
        "II.2.5", "recommendations for quick solutions", later=(later("recommendations linked to cases"),)
    ),
    Clause("II.2.6", "research of satisfaction", later=(later("studies"),)),
    Clause("II.2.7", "materials for planning", later=(later("analytical materials"),)),
)
