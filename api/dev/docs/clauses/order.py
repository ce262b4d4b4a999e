"""How the center works (III.1 to III.3), its powers, and the means that the Administration provides (III.5, III.6)."""

from api.dev.docs.clauses.clause import Clause, by, later

ORGANIZATION: tuple[Clause, ...] = (
    Clause(
        "III.1",
        "the center and who is in it",
        now=(
            by("the composition, on any day", "members", "MemberFilter.on"),
            by("bodies and officials, with work phone and e-mail", "organizations", "organization", "person"),
        ),
    ),
    Clause(
        "III.1/1",
        "no separate unit: everybody acts within his own powers",
        now=(
            by(
                "the body one works in, apart from the roles one holds",
                "Person.organization",
                "Person.memberships",
            ),
            by("rights from roles alone, and why somebody had one", "viewer", "whyHad"),
        ),
    ),
    Clause(
        "III.1/2",
        "personal composition, approved by an order",
        now=(
            by("appointments from an act with their period", "appointMember", "AppointMemberInput.legalAct"),
            by(
                "acts of the Administration, recorded by themselves",
                "recordLegalAct",
                "attachLegalActFile",
                "legalActs",
            ),
            by("their end, which overwrites nothing", "endMembership", "roleHistory"),
            by("who stands in for a member", "AppointMemberInput.substitutesId"),
            by("the first head of a new installation", "python -m api appoint-head"),
        ),
    ),
    Clause(
        "III.1/3",
        "representatives of institutions; others by invitation",
        now=(
            by("members without a duty, from any body", "Role.MEMBER"),
            by(
                "who takes part in a meeting, as member or invitee",
                "ParticipantInput.kind",
                "Participant.kind",
            ),
        ),
    ),
    Clause(
        "III.2",
        "meetings and their protocols",
        now=(
            by("meetings", "meetings", "meeting"),
            by("protocols by number, year and day", "protocols", "protocol"),
        ),
    ),
    Clause(
        "III.2/1",
        "in person or absentee, as needed",
        now=(
            by("the form of a meeting", "Meeting.form", "MeetingFilter.form"),
            by(
                "called, moved and cancelled with a reason", "scheduleMeeting", "moveMeeting", "cancelMeeting"
            ),
            by("voting in absence", "startVoting", "castBallot", "closeVoting", "countBallots"),
            by("a quorum where a setting asks for one", "Meeting.quorum", "declareNotHeld"),
        ),
    ),
    Clause(
        "III.2/2",
        "the curator conducts; in his absence the head does",
        now=(
            by(
                "recorded absences of the curator",
                "recordCuratorAbsence",
                "endCuratorAbsence",
                "curatorAbsences",
            ),
            by("who has his powers at a moment", "effectiveCurator"),
            by(
                "who conducts a meeting, in which capacity",
                "openMeeting",
                "closeMeeting",
                "Meeting.chairCapacity",
            ),
            by(
                "in one's own calendar, by a link of one's own",
                "Meeting.calendarUrl",
                "calendarLink",
                "makeCalendarLink",
                "revokeCalendarLink",
            ),
        ),
    ),
    Clause(
        "III.2/3",
        "a protocol, signed by the curator and sent for execution",
        now=(
            by(
                "signed by the effective curator alone",
                "signProtocol",
                "sendBackProtocol",
                "Protocol.signerCapacity",
            ),
            by(
                "dispatched to the officials named, each with his assignment",
                "dispatchProtocol",
                "Assignment.responsible",
            ),
            by("bound to the one before, and verified", "Protocol.chainHash", "verifyProtocol"),
            by("put right by errata alone", "draftErratum", "Protocol.errata"),
            by("what was ordered is cancelled by a later one", "Decision.cancels", "Assignment.cancelledAt"),
            by("how decisions are carried out, protocol by protocol (R-10)", "decisionExecution"),
            by("published as a redacted copy", "publishProtocol", "Protocol.publication"),
            by(
                "acknowledged on paper or by telephone",
                "recordAcknowledgement",
                "ProtocolDispatch.acknowledgedVia",
            ),
            by(
                "with the files that belong to it",
                "attachToProtocol",
                "detachFromProtocol",
                "Protocol.attachments",
            ),
            by(
                "sent by e-mail with the extract, and acknowledged by link",
                "sendExtract",
                "revokeAcknowledgementLink",
                "ProtocolDispatch.letter",
            ),
        ),
    ),
    Clause(
        "III.3",
        "members take part, propose, execute",
        now=(
            by("assignments", "assignments", "assignment"),
            by(
                "remarks on a protocol and dissenting opinions",
                "commentProtocol",
                "dissent",
                "Protocol.comments",
                "Protocol.dissents",
            ),
            by("the way from a problem to its solution", "problemChain", "ChainQuestion.effect"),
        ),
    ),
    Clause(
        "III.3/1",
        "take part in meetings and prepare materials",
        now=(
            by("ballots", "castBallot"),
            by(
                "materials for an item of the agenda, taken back by whoever added them",
                "addMeetingMaterial",
                "takeBackMaterial",
                "remarkMaterial",
                "Meeting.materials",
            ),
            by("what waits in which meeting", "MeetingFilter.allowedAction"),
        ),
    ),
    Clause(
        "III.3/2",
        "propose",
        now=(
            by(
                "proposals for the agenda, decided with an answer",
                "proposeItem",
                "decideProposal",
                "withdrawProposal",
                "proposals",
                "proposal",
            ),
        ),
    ),
    Clause(
        "III.3/3",
        "ensure the execution of decisions",
        now=(
            by("acknowledge and start", "acknowledgeAssignment", "startAssignment"),
            by("report with evidence", "reportAssignment", "AssignmentReport.evidence"),
        ),
    ),
)

POWERS: tuple[Clause, ...] = (
    Clause("III.5.1", "may ask for information", later=(later("information requests"),)),
    Clause(
        "III.5.2",
        "may take part in conferences",
        now=(by("a register of conferences attended", "recordConference", "conferences"),),
    ),
    Clause("III.5.3", "may propose", later=(later("proposals with addressee and outcome"),)),
    Clause(
        "III.5.4",
        "may involve bodies and organizations",
        now=(by("bodies of every kind in the directory", "organizations", "OrganizationFilter.kind"),),
        later=(later("involvements"),),
    ),
    Clause("III.5.5", "may work with the media", later=(later("media contacts"),)),
    Clause("III.5.6", "sums up what concerns the center", later=(later("report R-01"),)),
    Clause(
        "III.6",
        "the Administration provides the means",
        now=(
            by(
                "rights from one table, which explains itself",
                "accessExplain",
                "actionForm",
                "whoCan",
                "accessMatrix",
            ),
            by("what is withheld, named", "Case.hiddenFields", "node", "nodes"),
            by(
                "changes told under the rights of the moment",
                "caseChanged",
                "meetingChanged",
                "protocolChanged",
                "assignmentChanged",
            ),
            by(
                "lists in files, as one sees them",
                "createExport",
                "export",
                "exports",
                "exportColumns",
                "/exports/{export_id}",
            ),
            by("personal data in plain with a reason", "revealApplicant"),
            by("who looked at it", "personalDataAccessLog", "personalDataAccessCounts"),
            by("history of every object", "Case.history", "Protocol.history", "Assignment.history"),
            by(
                "accounts, by invitation",
                "accounts",
                "inviteAccount",
                "renewInvitation",
                "/auth/invitation",
            ),
            by(
                "their blocking and sessions",
                "blockAccount",
                "unblockAccount",
                "endSessions",
                "/auth/revoke",
            ),
            by("one's own", "sessions", "changePassword", "revokeSession", "revokeOtherSessions"),
            by(
                "partners' clients",
                *(
                    "clients",
                    "registerClient",
                    "updateClient",
                    "rotateClientSecret",
                    "rotateClientKey",
                    "replaceClientDocuments",
                    "blockClient",
                    "unblockClient",
                ),
            ),
            by("technical roles", "grantRole", "revokeRole"),
            by(
                "bodies and officials",
                "createOrganization",
                "updateOrganization",
                "createPerson",
                "updatePerson",
            ),
            by(
                "a body that closes",
                "beginClosingOrganization",
                "cancelClosingOrganization",
                "closeOrganization",
            ),
            by(
                "who leaves, and his work",
                "deactivatePerson",
                "handOverPersonWork",
                "handOverOrganizationWork",
            ),
            by("topics", "topics", "topic", "createTopic", "updateTopic"),
            by("settlements", "settlements", "createSettlement", "updateSettlement"),
            by("their streets", "streets", "createStreet", "updateStreet"),
            by(
                "channels, reasons",
                "createChannel",
                "updateChannel",
                "caseReasons",
                "createReason",
                "updateReason",
            ),
            by(
                "calendar and settings",
                "calendar",
                "setCalendarDay",
                "clearCalendarDay",
                "settings",
                "updateSetting",
            ),
            by(
                "what a change would touch",
                *("referenceChangePreview", "calendarChangePreview", "settingChangePreview"),
            ),
            by("checking an installation", "python -m api check", "python -m api export-policy"),
            by("changing the key of personal data", "python -m api reseal"),
            by("making an installation of an empty database", "python -m api init"),
            by(
                "organizations, officials, topics and settlements from a table",
                "python -m api load-directory",
            ),
            by("moving to a new version", "python -m api migrate"),
            by("background jobs", "jobs", "python -m api worker", "python -m api jobs run"),
            by("what a partner missed, told under its rights", "events", "eventsHead"),
            by(
                "what happens, sent to partners under their rights",
                *("webhooks", "registerWebhook", "updateWebhook", "rotateWebhookSecret"),
                *("testWebhook", "replayDeliveries"),
            ),
        ),
    ),
)
