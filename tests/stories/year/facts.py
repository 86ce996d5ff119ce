"""What the log has to hold when the year is over: how often each thing happened, and to whom.

The rule: counted by hand from the chapters. An event that is about no institution is the hub's or an
employer's, and stands under ``None``.
"""

from collections import Counter
from collections.abc import Mapping

Fact = tuple[str | None, str]

#: What happened to every institution once.
JOINED = {
    "membership.InstitutionRegistered": 1,
    "membership.MemberAdmitted": 1,
    "agreements.AgreementSigned": 1,
}
#: A term of one activity, synced.
TERM = {"sync.SourceSynced": 1, "activities.ActivityRecorded": 1}
#: A talk offered by an employer, taken up, and told by the employer.
TALK = {
    "encounters.InstitutionInvited": 1,
    "encounters.EncounterProposed": 1,
    "encounters.EncounterAccepted": 1,
    "encounters.EncounterDelivered": 1,
}
TRAINED = {"training.AttendanceNoted": 1, "training.TrainingCompleted": 1}
#: A placement asked for, given, taken up and completed, as an activity of the school.
PLACEMENT = {
    "placements.PlacesRequested": 1,
    "placements.PlacesAllocated": 1,
    "placements.PlacementApproved": 1,
    "placements.LearnersPlaced": 1,
    "placements.WorkplaceExperienceCompleted": 1,
    "activities.ActivityRecorded": 1,
}
#: A talk of one of the other employers, told by it and confirmed.
MEETING = {
    "encounters.InstitutionInvited": 1,
    "encounters.EncounterProposed": 1,
    "encounters.EncounterDelivered": 1,
    "encounters.EncounterConfirmed": 1,
}
PARTNERED = {"partnerships.PartnershipProposed": 1, "partnerships.PartnershipAccepted": 1}
LEADER = {"workforce.PersonEntered": 1, "workforce.CareersLeaderAppointed": 1}

OF_NOBODY = {
    "membership.HubEstablished": 1,
    "membership.HubScopeDeclared": 1,
    "employers.EmployerRegistered": 6,
    "employers.EmployerVerified": 6,
    "employers.HostingInterestDeclared": 1,
    "employers.EmployerListed": 1,
    "bulletins.BulletinPublished": 1,
    "employers.CheckRecorded": 3,
    "encounters.EncounterOffered": 6,
    "training.TrainingAnnounced": 3,
    "placements.PlacementOffered": 1,
    "placements.PlacementListed": 2,  # with its employer and with the hub that coordinates it
}
#: The year groups of its roster.
LITTLE_ASHBROOK = {
    "rosters.RosterSent": 1,
    "rosters.CohortDeclared": 2,
    "returns.PrimaryReturnSent": 1,
}
MILLFIELD = {
    "rosters.RosterSent": 1,
    "rosters.CohortDeclared": 1,
    "training.PlaceBooked": 1,
    "workforce.PersonEntered": 1,
    "returns.PrimaryReturnSent": 1,
}
ASHBROOK = {
    "workforce.PersonEntered": 2,  # beside its careers leader
    "workforce.ColleagueNamed": 1,
    "workforce.EnterpriseAdviserMatched": 1,
    "training.PlaceBooked": 1,
    "rosters.RosterSent": 2,  # in September and in April
    "rosters.CohortDeclared": 2,
    "rosters.LearnerErased": 1,
    "programme.YearGroupAimsSet": 5,
    "programme.ProgrammePublished": 1,
    "programme.ProgrammeBacked": 1,
    "provider_access.AccessStatementPublished": 1,
    "sync.SourceSynced": 2,  # autumn and spring
    # two in autumn, one in spring, the provider's, the meeting, the session with a bulletin
    "activities.ActivityRecorded": 6,
    "bulletins.BulletinUsed": 1,
    "matching.EncounterMatched": 1,
    "membership.InstitutionBecameAcademy": 1,
    "facilitation.VisitNoted": 1,
    "facilitation.ActionAgreed": 1,
    "facilitation.ActionEnded": 1,
    "attention.AttentionSnoozed": 1,
    "guidance.AdviserRegistered": 1,
    "guidance.GuidanceMeetingHeld": 1,
    "guidance.AgreedActionCompleted": 1,
    "provider_access.AccessRequested": 2,
    "provider_access.AccessRefused": 1,
    "provider_access.AccessGranted": 1,
    "provider_access.AccessTookPlace": 1,
    "evaluations.CompassResultRecorded": 1,
}
NORTHBANK = {
    "rosters.RollDeclared": 1,
    "encounters.EncounterConfirmed": 1,
    "activities.ActivityRecorded": 1,
    "training.WaitingListJoined": 1,
    "training.MovedUp": 1,
    "evaluations.CompassResultRecorded": 1,
}
MEADOW = {"rosters.RosterSent": 1, "rosters.CohortDeclared": 1, "rosters.LearnersSetApart": 1}
COLLEGE = {
    "rosters.RosterSent": 1,
    "rosters.ProgrammeDeclared": 2,
    "training.PlaceBooked": 1,
    "training.BookingCancelled": 1,
    "provider_access.RequestSent": 2,
    "provider_access.RequestMoved": 3,  # refused; granted and taken place
}
TRAINING = {"rosters.RosterSent": 1, "rosters.ProgrammeDeclared": 1}
ADULTS = {"returns.MonthlyCountsSent": 3}

OF_EACH: Mapping[str | None, tuple[dict[str, int], ...]] = {
    None: (OF_NOBODY,),
    "Little Ashbrook": (JOINED, MEETING, TERM, LITTLE_ASHBROOK),
    "Millfield": (JOINED, PARTNERED, MEETING, TERM, TRAINED, MILLFIELD),
    "Ashbrook": (JOINED, PARTNERED, PARTNERED, LEADER, TALK, TRAINED, PLACEMENT, ASHBROOK),
    "Northbank": (JOINED, LEADER, TALK, TRAINED, NORTHBANK),
    "Meadow": (JOINED, MEETING, TERM, PLACEMENT, MEADOW),
    "College": (JOINED, PARTNERED, PARTNERED, MEETING, LEADER, TERM, COLLEGE),
    "Training": (JOINED, MEETING, TERM, TRAINING),
    "Adults": (JOINED, PARTNERED, ADULTS),
}


def every_fact() -> Counter[Fact]:
    """How often each topic has to stand in the log, by the institution it is about."""
    facts: Counter[Fact] = Counter()
    for name, parts in OF_EACH.items():
        for part in parts:
            facts.update({(name, f"{topic}.v1"): times for topic, times in part.items()})
    return facts
