"""The duties of each role (III.4)."""

from api.dev.docs.clauses.clause import Clause, by, later

CHIEF: tuple[Clause, ...] = (
    Clause(
        "III.4.1",
        "coordinator of the center",
        now=(by("a role with its rules", "Role.CENTER_COORDINATOR", "Center.coordinator"),),
    ),
    Clause("III.4.1/1", "methodology, training", later=(later("materials, training"),)),
    Clause("III.4.1/2", "brings the targets", later=(later("targets"),)),
    Clause(
        "III.4.1/3",
        "helps with the tasks",
        now=(
            by(
                "reads counts, signed protocols and assignments that were issued",
                *("caseCounts", "protocols", "assignments"),
            ),
        ),
        later=(later("answers to requests"),),
    ),
    Clause(
        "III.4.2",
        "curator",
        now=(by("a role with its rules, one at a time", "Role.CURATOR", "Center.curator"),),
    ),
    Clause(
        "III.4.2/1",
        "conducts meetings",
        now=(
            by(
                "opens and closes them, in the capacity of the moment",
                "openMeeting",
                "closeMeeting",
                "startVoting",
            ),
        ),
    ),
    Clause("III.4.2/2", "answers for the interaction with ЦУР", later=(later("requests to ЦУР"),)),
    Clause("III.4.2/3", "sets directions of development", later=(later("development directions"),)),
    Clause(
        "III.4.3",
        "head of the center",
        now=(
            by("a role with its rules, one at a time", "Role.CENTER_HEAD", "Center.head"),
            by("acts for the curator in a recorded absence", "Capacity.ACTING", "Viewer.actingFor"),
        ),
    ),
    Clause(
        "III.4.3/1",
        "direct management",
        now=(
            by("sees all cases", "cases"),
            by("reads by which policy each is due", "deadlinePolicies", "Deadline.policyCode"),
            by(
                "sets by which rules cases are routed, having tried them",
                "routingRules",
                "createRoutingRule",
                "updateRoutingRule",
                "moveRoutingRule",
                "routingPreview",
            ),
            by(
                "sets deadline policies, having seen which open deadlines move",
                "createDeadlinePolicy",
                "updateDeadlinePolicy",
                "deadlinePolicyPreview",
                "recountDeadlines",
            ),
        ),
    ),
    Clause("III.4.3/2", "fulfillment of the targets", later=(later("targets, plans"),)),
    Clause(
        "III.4.3/3",
        "coordinates the members' work",
        now=(
            by("gives assignments outside a meeting", "issueAssignment", "Assignment.period"),
            by(
                "gives a later day before the present one is over",
                "extendAssignment",
                "Assignment.extensions",
            ),
            by("accepts or returns reports", "acceptAssignmentReport", "returnAssignmentReport"),
            by("workload of the members", "memberWorkload"),
            by("acknowledged on paper or by telephone", "recordAssignmentAcknowledgement"),
            by("moves the work of who leaves", "handOverPersonWork"),
            by("notes on cases, for the center or for all", "addNote", "rewordNote", "Case.notes"),
            by("cases that have to do with each other", "linkCases", "unlinkCases", "Case.linkedCases"),
        ),
    ),
    Clause(
        "III.4.3/4",
        "organizes meetings, sets who takes part",
        now=(
            by(
                "drafts them, sets who takes part, schedules",
                "draftMeeting",
                "updateMeeting",
                "scheduleMeeting",
            ),
        ),
    ),
    Clause(
        "III.4.3/5",
        "keeping of the protocol",
        now=(
            by(
                "drafts it for a meeting that was held, or the secretary does",
                "draftProtocol",
                "updateProtocol",
            ),
            by("hands it to the participants, marks it ready", "submitProtocol", "markProtocolReady"),
            by("records attendance, speakers and votes", "recordAttendance", "recordSpeaker", "recordVotes"),
        ),
    ),
)

OFFICERS: tuple[Clause, ...] = (
    Clause(
        "III.4.4",
        "officer for ПОС",
        now=(by("a role with its rules; desks POS and OFFICE", "Role.POS_OFFICER", "Channel.desk"),),
    ),
    Clause(
        "III.4.4/1",
        "coordinator, administrator, executor in «Сообщения»",
        now=(
            by("accepts or rejects, routes", "acceptSubmission", "rejectSubmission", "routeSubmission"),
            by("the same for many at once", "routeMany", "acceptMany", "closeMany"),
            by(
                "answers, sends, closes",
                "startWork",
                "saveDraft",
                "submitResponse",
                "sendResponse",
                "closeSubmission",
            ),
            by("records what became of an answer", "recordDelivery", "CaseFilter.isUndelivered"),
            by("puts off, resumes what was put off", "postponeSubmission", "resumeWork"),
            by("decides on proposals to put off", "proposePostponement", "decidePostponement"),
        ),
    ),
    Clause(
        "III.4.4/2",
        "rating of the recipients",
        now=(by("counts by recipient", "CountDimension.RECIPIENT"),),
        later=(later("rating"),),
    ),
    Clause(
        "III.4.4/3",
        "causes and factors of growth",
        now=(by("counts by topic for a period", "CountDimension.TOPIC", "CaseFilter.receivedAt"),),
        later=(later("surges, root causes"),),
    ),
    Clause("III.4.4/4", "reporting", later=(later("report R-03"),)),
    Clause("III.4.4/5", "votes", later=(later("polls"),)),
    Clause(
        "III.4.4/6",
        "quality of the work in ПОС",
        now=(
            by("return of a draft with the criteria it fails", "returnResponse", "ReturnDraftInput.criteria"),
            by(
                "templates of answers",
                "responseTemplates",
                "renderTemplate",
                "createResponseTemplate",
                "updateResponseTemplate",
            ),
            by(
                "answers checked, and what is noticed of them",
                "qualityCheck",
                "Response.signals",
                "qualityCounts",
            ),
        ),
    ),
    Clause(
        "III.4.5",
        "officer for «Инцидент Менеджмент»",
        now=(
            by("a role with its rules; desk SOCIAL", "Role.INCIDENT_OFFICER", "Channel.desk"),
            by("authors withheld from others", "incidents", "incident", "Publication.authorHandle"),
        ),
    ),
    Clause(
        "III.4.5/1",
        "routes, or answers himself",
        now=(
            by("routes, or says that no answer is needed", "routeIncident", "dismissIncident"),
            by(
                "takes it, works, replies",
                "takeIncident",
                "startIncident",
                "saveReplyDraft",
                "submitIncidentReply",
            ),
            by("checks and publishes the reply", "returnIncidentReply", "publishIncidentReply"),
            by("opens again after a new complaint", "reopenIncident"),
        ),
    ),
    Clause(
        "III.4.5/2",
        "controls the deadlines",
        now=(
            by("deadlines in working hours", "Incident.deadline", "DeadlineUnit.WORKING_HOURS"),
            by("late ones in lists and counts", "CaseFilter.isOverdue", "CountDimension.OVERDUE"),
            by("puts off, resumes what was put off", "postponeIncident", "resumeIncident"),
            by("reminders, escalation", "notifications", "markNotificationsRead", "Case.escalationLevel"),
            by("how one is told", "notificationSettings", "setNotification", "setNotificationTimes"),
            by(
                "filters that one keeps, or shares inside a role",
                *("savedFilters", "saveFilter", "updateSavedFilter", "removeSavedFilter"),
            ),
            by("cases that one watches", "watchCase", "unwatchCase", "watchedCases", "Case.isWatched"),
            by("told as it happens", "notificationReceived"),
        ),
    ),
    Clause(
        "III.4.5/3",
        "causes and factors of growth",
        now=(by("counts by topic for a period", "CountDimension.TOPIC", "CaseFilter.receivedAt"),),
        later=(later("surges, root causes"),),
    ),
    Clause("III.4.5/4", "reporting", later=(later("report R-04"),)),
    Clause(
        "III.4.6",
        "officer for information policy, risks and pages",
        now=(by("a role with its rules; desk PAGES", "Role.INFORMATION_POLICY_OFFICER", "Channel.desk"),),
    ),
    Clause("III.4.6/1", "proactive agenda, media", later=(later("content plan, media contacts"),)),
    Clause(
        "III.4.6/2",
        "official pages",
        now=(by("channels of pages", "channels", "Channel.desk"),),
        later=(later("register of pages"),),
    ),
    Clause("III.4.6/3", "coverage of the administration's work", later=(later("publications"),)),
    Clause("III.4.6/4", "user of «Госпаблик»", later=(later("reference to the outside account"),)),
    Clause("III.4.6/5", "information risks", later=(later("risks and reactions"),)),
)

LEADS: tuple[Clause, ...] = (
    Clause(
        "III.4.7",
        "leads of the directions, officials of the Administration",
        now=(
            by("a role with its sectors", "Role.SECTOR_LEAD", "Membership.sectors", "Sector.leads"),
            by("none who does not work in the Administration is appointed", "appointMember"),
        ),
    ),
    Clause(
        "III.4.7/1",
        "answers in the block",
        now=(
            by("the sector's cases", "CaseFilter.sector"),
            by("drafts and approves", "submitResponse", "approveResponse"),
        ),
    ),
    Clause(
        "III.4.7/2",
        "tasks of the center in the block",
        now=(by("one's own assignments", "AssignmentFilter.assignedToMe"),),
    ),
    Clause(
        "III.4.7/3",
        "picture of problems",
        now=(by("counts by sector and topic", "CountDimension.SECTOR", "CountDimension.TOPIC"),),
        later=(later("problem pictures"),),
    ),
    Clause(
        "III.4.7/4",
        "checking and summing up",
        now=(
            by("approves or returns a response", "approveResponse", "returnResponse"),
            by("never one's own under four eyes", "ProblemCode.FOUR_EYES"),
            by("answers checked before and after they go out", "qualityCheck", "Case.qualityChecks"),
        ),
        later=(later("sector summary"),),
    ),
    Clause("III.4.7/5", "root causes", later=(later("root causes"),)),
    Clause(
        "III.4.7/6",
        "deadlines and quality by channel",
        now=(
            by(
                "late ones by sector and channel",
                "CountDimension.OVERDUE",
                "CountDimension.CHANNEL",
                "CaseFilter.channel",
            ),
            by("verdicts by sector and channel", "qualityCounts", "QualityDimension.CHANNEL"),
        ),
    ),
    Clause(
        "III.4.7/7",
        "satisfaction",
        now=(by("ratings by link and by phone", "recordSatisfaction", "Submission.satisfaction"),),
        later=(later("sector satisfaction report"),),
    ),
    Clause("III.4.7/8", "digitalisation", later=(later("activities"),)),
)

DUTIES: tuple[Clause, ...] = (*CHIEF, *OFFICERS, *LEADS)
