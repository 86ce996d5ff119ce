"""The events benchmark progress is made from. Whatever else happens is not read."""

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.guidance import events as g
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.rosters import events as r
from hub_core.training import events as t
from hub_core.workforce import events as w

EVENTS: tuple[type[Event], ...] = (
    a.ActivityRecorded,
    a.ActivityCorrected,
    a.ActivityWithdrawn,
    e.EncounterDelivered,
    e.EncounterConfirmed,
    e.ConfirmationCorrected,
    e.ConfirmationWithdrawn,
    e.EncounterDisputed,
    e.EncounterCancelled,
    x.EncounterMatched,
    x.MatchSplit,
    m.InstitutionRegistered,
    m.InstitutionDetailsChanged,
    m.InstitutionBecameAcademy,
    m.InstitutionReopened,
    r.CohortDeclared,
    r.GroupDeclared,
    r.RollDeclared,
    t.TrainingCompleted,
    t.CompletionWithdrawn,
    w.CareersLeaderAppointed,
    w.CareersLeaderStoodDown,
    g.GuidanceMeetingHeld,
    g.GuidanceMeetingWithdrawn,
    r.ProgrammeDeclared,
    r.LearnersSetApart,
)
