"""Calls of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.activities import (
    AccessView,
    ActivityStands,
    AdviserList,
    AgreementStateView,
    AgreementView,
    AmendAgreement,
    AskForAnotherDate,
    BackProgramme,
    BeginUpload,
    BundleChecked,
    BundleReceived,
    ChangeAdviserDetails,
    CheckOneRoster,
    CompleteAction,
    CorrectActivity,
    CorrectMeeting,
    CorrectMonthlyCounts,
    CorrectPrimaryReturn,
    CurriculumView,
    DeclareRoll,
    DropAction,
    EndAdviser,
    EndAgreement,
    EraseLearner,
    GrantAccess,
    HeldList,
    HubAccess,
    LearnerRecord,
    LeaversDue,
    LeaversErased,
    LinkEncounter,
    MakeStatement,
    Mapping,
    MatchEncounter,
    MatchList,
    MeetingCopy,
    MeetingLine,
    MeetingList,
    MonthlyCountsList,
    OfferDates,
    PrimaryReturnList,
    ProgrammeView,
    PublishProgramme,
    PublishStatement,
    Queue,
    RecordActivity,
    RecordMeeting,
    RecordRequest,
    RefuseAccess,
    RegisterAdviser,
    RejectMatch,
    RemoveLearners,
    RequestAccess,
    RequestList,
    RequestStatus,
    RequestView,
    RosterReceived,
    RosterView,
    RowProblemList,
    SendMonthlyCounts,
    SendOneRoster,
    SendPrimaryReturn,
    SendProgrammes,
    SendRoster,
    SetAims,
    SetApart,
    SignAgreement,
    SplitMatch,
    StatementList,
    StatementView,
    SuggestionList,
    UndoSending,
    UploadBegunView,
    UploadDetail,
    UploadKind,
    UploadList,
    WithdrawActivity,
    WithdrawMeeting,
    WithdrawRequest,
)
from careers_hub_client.types.shared import Changed


def check_oneroster(
    institution: UUID, body: CheckOneRoster, *, if_match: str | None = None
) -> Call[BundleChecked]:
    """Say what a OneRoster bundle would change, and change nothing.

    Refuses a bundle that cannot be read, with why. Nothing is recorded and no learner enrolled.
    """
    return Call(
        operation="rosters_check_oneroster",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/oneroster/check",
        answer=BundleChecked,
        headers={"If-Match": if_match},
        body=body,
    )


def send_oneroster(
    institution: UUID, body: SendOneRoster, *, if_match: str | None = None
) -> Call[BundleReceived]:
    """Take a OneRoster bundle as the roster.

    Refuses a bundle that cannot be read, with why, and what no agreement covers.
    """
    return Call(
        operation="rosters_send_oneroster",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/oneroster",
        answer=BundleReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def roster(institution: UUID) -> Call[RosterView]:
    """An institution's roster as it was last sent. Version 0 says that it never sent one."""
    return Call(
        operation="rosters_roster",
        method="GET",
        path=f"/api/activities/institutions/{institution}/roster",
        answer=RosterView,
    )


def send_roster(
    institution: UUID, body: SendRoster, *, if_match: str | None = None
) -> Call[RosterReceived]:
    """Say who is on roll. With complete, whoever is not in it has left.

    Refuses what no agreement covers, a reference sent twice, and year groups that were not
    moved on.
    """
    return Call(
        operation="rosters_send_roster",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/roster",
        answer=RosterReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def learner_record(institution: UUID, *, learner_reference: str) -> Call[LearnerRecord]:
    """Everything held of one learner, by the institution's reference: to answer a request for
    access.
    """
    return Call(
        operation="rosters_learner_record",
        method="GET",
        path=f"/api/activities/institutions/{institution}/learner-record",
        answer=LearnerRecord,
        headers={"Learner-Reference": learner_reference},
    )


def leavers_due(institution: UUID) -> Call[LeaversDue]:
    """How long each class of data is kept after leaving, and how many learners are to be
    forgotten.
    """
    return Call(
        operation="rosters_leavers_due",
        method="GET",
        path=f"/api/activities/institutions/{institution}/retention",
        answer=LeaversDue,
    )


def erase_leavers(institution: UUID, *, if_match: str | None = None) -> Call[LeaversErased]:
    """Forget every learner who left longer ago than the rules of retention allow.

    References and texts are destroyed; sets in the log stay, about nobody. Again it does
    nothing.

    The vault is changed first. Should the append then fail, the same command again completes
    it.
    """
    return Call(
        operation="rosters_erase_leavers",
        method="POST",
        path=f"/api/activities/institutions/{institution}/retention/erase-leavers",
        answer=LeaversErased,
        headers={"If-Match": if_match},
        body={},
    )


def remove_learners(
    institution: UUID, body: RemoveLearners, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that learners have left.

    Refuses references that never were on the roster, naming the place of each.
    """
    return Call(
        operation="rosters_remove_learners",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/leavers",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def undo_sending(
    institution: UUID, body: UndoSending, *, if_match: str | None = None
) -> Call[Changed]:
    """Let the roster be as it was before a sending.

    The latest sending only; undo several one after another. Whoever was erased since stays so.
    """
    return Call(
        operation="rosters_undo_sending",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/undo",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def send_programmes(
    institution: UUID, body: SendProgrammes, *, if_match: str | None = None
) -> Call[RosterReceived]:
    """Say who is on which programme. With complete, whoever is not in it has left.

    Refuses what no agreement covers, days that cannot be, and a learner in two programmes.

    `refused` counts through the learners of all programmes in order.
    """
    return Call(
        operation="rosters_send_programmes",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/programmes",
        answer=RosterReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def set_apart(institution: UUID, body: SetApart, *, if_match: str | None = None) -> Call[Changed]:
    """Say who is outside the relevant cohort for one reason: all of them, or nobody any more.

    For special schools and alternative provision. Refuses learners who are not on the roster.
    """
    return Call(
        operation="rosters_set_apart",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/relevant-cohort",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def declare_roll(
    institution: UUID, body: DeclareRoll, *, if_match: str | None = None
) -> Call[Changed]:
    """Give numbers on roll by year group, without learners.

    Refuses what no agreement covers. Answers with the institution and its roster's version.
    """
    return Call(
        operation="rosters_declare_roll",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/roll",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def erase_learner(
    institution: UUID, body: EraseLearner, *, if_match: str | None = None
) -> Call[Changed]:
    """Destroy who a learner is, for good; the reference is refused from then on.

    With all that was written about the learner. Also for a reference that never came: it is
    refused should it come.

    The vault is changed first. Should the append then fail, the same command again completes
    it.
    """
    return Call(
        operation="rosters_erase_learner",
        method="POST",
        path=f"/api/activities/institutions/{institution}/erase-learner",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_activity(institution: UUID, body: RecordActivity) -> Call[ActivityStands]:
    """Record an activity that took place.

    Refuses a day to come, details that do not fit the kind, and learners who are not on the
    roster.
    """
    return Call(
        operation="activities_record_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities",
        answer=ActivityStands,
        body=body,
    )


def correct_activity(
    institution: UUID, activity: UUID, body: CorrectActivity, *, if_match: str | None = None
) -> Call[ActivityStands]:
    """Give an activity anew, as a whole.

    The whole activity is given anew; sent again unchanged it records nothing.
    """
    return Call(
        operation="activities_correct_activity",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/activities/{activity}",
        answer=ActivityStands,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_activity(
    institution: UUID, activity: UUID, body: WithdrawActivity, *, if_match: str | None = None
) -> Call[Changed]:
    """Take an activity back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="activities_withdraw_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities/{activity}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def agreement(institution: UUID) -> Call[AgreementView]:
    """An institution's data-sharing agreement with all its terms."""
    return Call(
        operation="agreements_agreement",
        method="GET",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=AgreementView,
    )


def amend_agreement(
    institution: UUID, body: AmendAgreement, *, if_match: str | None = None
) -> Call[Changed]:
    """Give the whole terms of the agreement anew.

    New terms count from now on: renew it, cover more, or cover less.
    """
    return Call(
        operation="agreements_amend_agreement",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def sign_agreement(institution: UUID, body: SignAgreement) -> Call[Changed]:
    """Sign a data-sharing agreement.

    Refuses terms that cannot stand, each fault told, and a second one while one stands.
    """
    return Call(
        operation="agreements_sign_agreement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/agreement",
        answer=Changed,
        body=body,
    )


def agreement_state(institution: UUID) -> Call[AgreementStateView]:
    """Whether an institution has a current agreement, for which classes of data, and until when."""
    return Call(
        operation="agreements_agreement_state",
        method="GET",
        path=f"/api/activities/institutions/{institution}/agreement/state",
        answer=AgreementStateView,
    )


def end_agreement(
    institution: UUID, body: EndAgreement, *, if_match: str | None = None
) -> Call[Changed]:
    """End the agreement before its day.

    Nothing more is taken in. What was sent stays until its learners are erased.
    """
    return Call(
        operation="agreements_end_agreement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/agreement/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def primary_returns(institution: UUID) -> Call[PrimaryReturnList]:
    """A primary school's returns, the latest year first."""
    return Call(
        operation="returns_primary_returns",
        method="GET",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=PrimaryReturnList,
    )


def send_primary_return(institution: UUID, body: SendPrimaryReturn) -> Call[Changed]:
    """Send a primary school's return of an academic year.

    One return a year; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=Changed,
        body=body,
    )


def monthly_counts(institution: UUID) -> Call[MonthlyCountsList]:
    """An adult service's months, the latest first."""
    return Call(
        operation="returns_monthly_counts",
        method="GET",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=MonthlyCountsList,
    )


def send_monthly_counts(institution: UUID, body: SendMonthlyCounts) -> Call[Changed]:
    """Send an adult service's counts of a month that is over.

    One return a month; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=Changed,
        body=body,
    )


def correct_primary_return(
    institution: UUID, body: CorrectPrimaryReturn, *, if_match: str | None = None
) -> Call[Changed]:
    """Give a primary school's whole return anew.

    What was sent before no longer counts. `id` is the institution's, `version` the return's.
    """
    return Call(
        operation="returns_correct_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def correct_monthly_counts(
    institution: UUID, body: CorrectMonthlyCounts, *, if_match: str | None = None
) -> Call[Changed]:
    """Give an adult service's whole month anew.

    What was sent before no longer counts. `id` is the institution's, `version` the month's.
    """
    return Call(
        operation="returns_correct_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def advisers(institution: UUID) -> Call[AdviserList]:
    """An institution's careers advisers by name, those who left last."""
    return Call(
        operation="guidance_advisers",
        method="GET",
        path=f"/api/activities/institutions/{institution}/advisers",
        answer=AdviserList,
    )


def register_adviser(institution: UUID, body: RegisterAdviser) -> Call[Changed]:
    """Register a careers adviser.

    Begins today unless an earlier day is given.
    """
    return Call(
        operation="guidance_register_adviser",
        method="POST",
        path=f"/api/activities/institutions/{institution}/advisers",
        answer=Changed,
        body=body,
    )


def meetings(
    institution: UUID, *, cursor: str | None = None, limit: int | None = None
) -> PagedCall[MeetingList, MeetingLine]:
    """An institution's guidance meetings with their learners, the latest first."""
    return PagedCall(
        operation="guidance_meetings",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-meetings",
        answer=MeetingList,
        query={"cursor": cursor, "limit": limit},
        items="meetings",
    )


def record_meeting(institution: UUID, body: RecordMeeting) -> Call[Changed]:
    """Record that a learner met a careers adviser.

    Refuses what no agreement covers, an adviser or learner not the institution's, and a second
    meeting on one day.
    """
    return Call(
        operation="guidance_record_meeting",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings",
        answer=Changed,
        body=body,
    )


def meeting(institution: UUID, meeting: UUID) -> Call[MeetingCopy]:
    """Everything of one meeting, what was agreed in clear: the copy a learner is given."""
    return Call(
        operation="guidance_meeting",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}",
        answer=MeetingCopy,
    )


def correct_meeting(
    institution: UUID, meeting: UUID, body: CorrectMeeting, *, if_match: str | None = None
) -> Call[Changed]:
    """Say anew how a meeting was held.

    Learner and actions stay: withdraw a meeting that names the wrong learner, and record it
    anew.
    """
    return Call(
        operation="guidance_correct_meeting",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def queue(institution: UUID, *, limit: int | None = None) -> Call[Queue]:
    """Who should be seen next, those who need it most first, with the reasons in words."""
    return Call(
        operation="guidance_queue",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-queue",
        answer=Queue,
        query={"limit": limit},
    )


def access(institution: UUID, *, year: str | None = None) -> Call[AccessView]:
    """How many advisers an institution has and how many learners they met, in one academic year."""
    return Call(
        operation="guidance_access",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-access",
        answer=AccessView,
        query={"year": year},
    )


def hub_access(hub: UUID, *, year: str | None = None) -> Call[HubAccess]:
    """The same of a hub's members, together and each, numbers of learners protected."""
    return Call(
        operation="guidance_hub_access",
        method="GET",
        path=f"/api/activities/hubs/{hub}/guidance-access",
        answer=HubAccess,
        query={"year": year},
    )


def change_adviser_details(
    institution: UUID, adviser: UUID, body: ChangeAdviserDetails, *, if_match: str | None = None
) -> Call[Changed]:
    """Describe a careers adviser anew, as a whole.

    Meetings recorded before keep the level known then, unless they are corrected.
    """
    return Call(
        operation="guidance_change_adviser_details",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/advisers/{adviser}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def end_adviser(
    institution: UUID, adviser: UUID, body: EndAdviser | None = None, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that a careers adviser has left.

    Meetings before that day stand.
    """
    return Call(
        operation="guidance_end_adviser",
        method="POST",
        path=f"/api/activities/institutions/{institution}/advisers/{adviser}/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def withdraw_meeting(
    institution: UUID, meeting: UUID, body: WithdrawMeeting, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a meeting back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="guidance_withdraw_meeting",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def complete_action(
    institution: UUID, meeting: UUID, body: CompleteAction, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an agreed action was done.

    Refuses a number that was not agreed, and an action that was dropped.
    """
    return Call(
        operation="guidance_complete_action",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/complete-action",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def drop_action(
    institution: UUID, meeting: UUID, body: DropAction, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an agreed action is no longer wanted.

    Refuses a number that was not agreed, and an action that was done.
    """
    return Call(
        operation="guidance_drop_action",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/drop-action",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def suggestions(institution: UUID, *, limit: int | None = None) -> Call[SuggestionList]:
    """Encounters employers told of that may be activities the institution recorded itself."""
    return Call(
        operation="matching_suggestions",
        method="GET",
        path=f"/api/activities/institutions/{institution}/matches/suggestions",
        answer=SuggestionList,
        query={"limit": limit},
    )


def matches(institution: UUID) -> Call[MatchList]:
    """What an institution decided about records of one encounter."""
    return Call(
        operation="matching_matches",
        method="GET",
        path=f"/api/activities/institutions/{institution}/matches",
        answer=MatchList,
    )


def match_encounter(
    institution: UUID, body: MatchEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer's encounter and an activity are the same.

    They count once from then on. Refuses what cannot be one encounter, and a second match of
    either.
    """
    return Call(
        operation="matching_match_encounter",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def reject_match(
    institution: UUID, body: RejectMatch, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer's encounter and an activity are not the same.

    The two are not suggested again; both count as before.
    """
    return Call(
        operation="matching_reject_match",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches/reject",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def split_match(
    institution: UUID, body: SplitMatch, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a match back.

    Both count for themselves again, as if they had never been matched.
    """
    return Call(
        operation="matching_split_match",
        method="POST",
        path=f"/api/activities/institutions/{institution}/matches/split",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def uploads(institution: UUID, *, limit: int | None = None) -> Call[UploadList]:
    """An institution's uploads, newest first."""
    return Call(
        operation="sync_uploads",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads",
        answer=UploadList,
        query={"limit": limit},
    )


def begin_upload(institution: UUID, body: BeginUpload) -> Call[UploadBegunView]:
    """Begin an upload of an information system's file.

    With `complete`, what the source no longer lists of that year is withdrawn.
    """
    return Call(
        operation="sync_begin_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads",
        answer=UploadBegunView,
        body=body,
    )


def send_content(institution: UUID, upload: UUID, body: bytes) -> Call[UploadDetail]:
    """Send the content of an upload, and have it checked.

    The file as it is: CSV, or one JSON object a line. Sent again, the upload begins anew.
    """
    return Call(
        operation="sync_send_content",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/content",
        answer=UploadDetail,
        body=body,
        content_type="text/csv",
    )


def map_columns(institution: UUID, upload: UUID, body: Mapping) -> Call[UploadDetail]:
    """Say which column of an upload's file is what, and have it checked.

    By the file's headings; remembered for the next file of the same source.
    """
    return Call(
        operation="sync_map_columns",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/columns",
        answer=UploadDetail,
        body=body,
    )


def check_upload(institution: UUID, upload: UUID) -> Call[UploadDetail]:
    """Check an upload again.

    Against what stands by now: after a roster, or another upload of the source.
    """
    return Call(
        operation="sync_check_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/check",
        answer=UploadDetail,
        body={},
    )


def commit_upload(institution: UUID, upload: UUID) -> Call[UploadDetail]:
    """Commit an upload that was checked.

    If it breaks off, send it again: it goes on where it was. A roster takes held rows with it.
    """
    return Call(
        operation="sync_commit_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/commit",
        answer=UploadDetail,
        body={},
    )


def retry_held(institution: UUID) -> Call[UploadList]:
    """Take held rows whose learners are on the roster by now.

    Committing a roster does it by itself; a roster sent otherwise needs this.
    """
    return Call(
        operation="sync_retry_held",
        method="POST",
        path=f"/api/activities/institutions/{institution}/held-rows/retry",
        answer=UploadList,
        body={},
    )


def upload(institution: UUID, upload: UUID) -> Call[UploadDetail]:
    """An upload as it stands: what the check found, or what committing did."""
    return Call(
        operation="sync_upload",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}",
        answer=UploadDetail,
    )


def problems(institution: UUID, upload: UUID, *, page: int | None = None) -> Call[RowProblemList]:
    """Rows that are not simply taken, in the order of the file."""
    return Call(
        operation="sync_problems",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/problems",
        answer=RowProblemList,
        query={"page": page},
    )


def problems_file(institution: UUID, upload: UUID) -> Call[bytes]:
    """The same as a file to work through, safe to open in a spreadsheet."""
    return Call(
        operation="sync_problems_file",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/problems.csv",
        answer=bytes,
    )


def held(institution: UUID) -> Call[HeldList]:
    """Rows that wait until a roster knows their learners."""
    return Call(
        operation="sync_held",
        method="GET",
        path=f"/api/activities/institutions/{institution}/held-rows",
        answer=HeldList,
    )


def template(kind: UploadKind) -> Call[bytes]:
    """A file to fill in: the headings that are recognised, and a row to write over."""
    return Call(
        operation="sync_template",
        method="GET",
        path=f"/api/activities/upload-templates/{kind}",
        answer=bytes,
    )


def request(enquiry: UUID) -> Call[RequestView]:
    """One request, for the school that was asked and the provider that asks."""
    return Call(
        operation="providers_request",
        method="GET",
        path=f"/api/activities/access-requests/{enquiry}",
        answer=RequestView,
    )


def requests(institution: UUID, *, status: RequestStatus | None = None) -> Call[RequestList]:
    """What providers asked of a school and what it answered, the latest first."""
    return Call(
        operation="providers_requests",
        method="GET",
        path=f"/api/activities/institutions/{institution}/access-requests",
        answer=RequestList,
        query={"status": status},
    )


def record_request(institution: UUID, body: RecordRequest) -> Call[Changed]:
    """Record a request that reached a school otherwise, from a provider that is not here.

    Dates may be over by the time it is recorded, but not before it was received.
    """
    return Call(
        operation="providers_record_request",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests",
        answer=Changed,
        body=body,
    )


def sent_requests(institution: UUID, *, status: RequestStatus | None = None) -> Call[RequestList]:
    """What an institution asked of schools and what they answered, the latest first."""
    return Call(
        operation="providers_sent_requests",
        method="GET",
        path=f"/api/activities/institutions/{institution}/sent-access-requests",
        answer=RequestList,
        query={"status": status},
    )


def statement(institution: UUID) -> Call[StatementView]:
    """Where a school's provider access statement stands and whether it is due for review."""
    return Call(
        operation="providers_statement",
        method="GET",
        path=f"/api/activities/institutions/{institution}/access-statement",
        answer=StatementView,
    )


def publish_statement(
    institution: UUID, body: PublishStatement, *, if_match: str | None = None
) -> Call[Changed]:
    """Say where the school's provider access statement is published.

    Reviewed today unless an earlier day is given. `id` is the school's.
    """
    return Call(
        operation="providers_publish_statement",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/access-statement",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def statements() -> Call[StatementList]:
    """The schools of a hub, trust or local authority: which have published, and whom to remind."""
    return Call(
        operation="providers_statements",
        method="GET",
        path="/api/activities/access-statements",
        answer=StatementList,
    )


def request_access(body: RequestAccess) -> Call[Changed]:
    """Ask a school to let a provider meet its learners.

    Refuses a school that is closed or teaches none of these year groups, and dates that are
    over.
    """
    return Call(
        operation="providers_request_access",
        method="POST",
        path="/api/activities/access-requests",
        answer=Changed,
        body=body,
    )


def offer_dates(enquiry: UUID, body: OfferDates, *, if_match: str | None = None) -> Call[Changed]:
    """Offer a school other dates.

    The school is asked again; how long it took counts from the first request.
    """
    return Call(
        operation="providers_offer_dates",
        method="POST",
        path=f"/api/activities/access-requests/{enquiry}/offer-dates",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_request(
    enquiry: UUID, body: WithdrawRequest, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a request back.

    Refused once the school has said no or the encounter took place.
    """
    return Call(
        operation="providers_withdraw_request",
        method="POST",
        path=f"/api/activities/access-requests/{enquiry}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def grant_access(
    institution: UUID, enquiry: UUID, body: GrantAccess, *, if_match: str | None = None
) -> Call[Changed]:
    """Agree that a provider comes on a date.

    One of the dates the provider offered, or that the school itself proposed.
    """
    return Call(
        operation="providers_grant_access",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/grant",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def refuse_access(
    institution: UUID, enquiry: UUID, body: RefuseAccess, *, if_match: str | None = None
) -> Call[Changed]:
    """Say no to a provider, and why.

    Also after a date was agreed; the reason is told to the provider.
    """
    return Call(
        operation="providers_refuse_access",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/refuse",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def ask_for_another_date(
    institution: UUID,
    enquiry: UUID,
    body: AskForAnotherDate | None = None,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """Ask a provider for another date.

    The provider may offer others, or take the request back.
    """
    return Call(
        operation="providers_ask_for_another_date",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/another-date",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def link_encounter(
    institution: UUID, enquiry: UUID, body: LinkEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Say which recorded activity a granted request led to.

    The activity is the school's own encounter with a provider, and stands.
    """
    return Call(
        operation="providers_link_encounter",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-requests/{enquiry}/link",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_statement(institution: UUID, *, if_match: str | None = None) -> Call[Changed]:
    """Say that the statement is no longer published.

    `id` is the school's.
    """
    return Call(
        operation="providers_withdraw_statement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/access-statement/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def programme(institution: UUID, *, year: str | None = None) -> Call[ProgrammeView]:
    """An institution's careers programme: every taught year group, those without aims too."""
    return Call(
        operation="programme_programme",
        method="GET",
        path=f"/api/activities/institutions/{institution}/programme",
        answer=ProgrammeView,
        query={"year": year},
    )


def curriculum(institution: UUID, *, year: str | None = None) -> Call[CurriculumView]:
    """Where subjects are linked to careers, year group by year group, and where they are not."""
    return Call(
        operation="programme_curriculum",
        method="GET",
        path=f"/api/activities/institutions/{institution}/curriculum",
        answer=CurriculumView,
        query={"year": year},
    )


def set_aims(institution: UUID, body: SetAims, *, if_match: str | None = None) -> Call[Changed]:
    """Say what year groups are to learn of careers.

    For each of the year groups the same; refuses one that is not taught. `id` is the
    institution's.
    """
    return Call(
        operation="programme_set_aims",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/programme/aims",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def publish_programme(
    institution: UUID, body: PublishProgramme, *, if_match: str | None = None
) -> Call[Changed]:
    """Say where the careers programme is published, and who can understand it.

    Refused while Year 7 or 8 is taught and has no aims. `id` is the institution's.
    """
    return Call(
        operation="programme_publish_programme",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/publish",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def back_programme(
    institution: UUID, body: BackProgramme, *, if_match: str | None = None
) -> Call[Changed]:
    """Record that governors or the head backed the careers programme.

    Today unless an earlier day is given. `id` is the institution's.
    """
    return Call(
        operation="programme_back_programme",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/back",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def make_statement(
    institution: UUID, body: MakeStatement, *, if_match: str | None = None
) -> Call[Changed]:
    """Say what only the institution can say of itself.

    Its own word, yes or no; never evidence. `id` is the institution's.
    """
    return Call(
        operation="programme_make_statement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/statements",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
