"""Measures: how a criterion reads the log, written in an edition's file and carried out by ``rules``.

The rule: a measure is data. What it counts, from which number on and within which time are its fields,
so a changed threshold or window is a changed file.
"""

from typing import Annotated, ClassVar

import msgspec

from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    PathwayFamily,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.employers import EmployerSize
from hub_core.reference.encounters import DeliveryMode, MeaningfulCheck
from hub_core.reference.labelled import Labelled
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup

_AtLeast = Annotated[int, msgspec.Meta(ge=1)]


class Window(Labelled):
    """The time within which something counts, seen from a cohort at a measure date."""

    ACADEMIC_YEAR = "academic_year", "This academic year"
    KEY_STAGE = "key_stage", "Since the key stage began"
    FROM_YEAR = "from_year", "Since the year group named"


class _Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="what"):
    """What every measure's table in a file has: ``what`` says which it is, and no other field passes.

    Each has ``kinds``: the kinds of activity it reads, in a file or of its nature.
    """


class Side(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several sorts of activity of which a learner must have met each.

    An activity is of it by the ways on it showed (``families``), by who offers them (``providers``), or
    because that provider offers approved technical education, where ``approved_technical`` says so.
    """

    name: str
    families: frozenset[PathwayFamily] = frozenset()
    providers: frozenset[ProviderKind] = frozenset()
    approved_technical: bool = False


class LearnersReached(_Measure, frozen=True, kw_only=True, tag="learners_reached"):
    """The share of a cohort with ``at_least`` so many distinct activities of these kinds.

    One figure for each of ``year_groups`` that is taught. ``checks`` are the points of the check-list
    that must all be answered with yes, ``workplace`` what they must have had at a workplace and ``content``
    what a provider must have told. ``in_person`` is how many of them must be in person at least,
    ``in_curriculum`` how many through a subject; one of them must be from ``since_year`` on, and what was
    met in one of ``modes_excluded`` or is of one of ``types_excluded`` never counts.
    Where there are ``sides``, a learner must have met each; one activity may be of several.
    """

    kinds: frozenset[ActivityKind]
    year_groups: tuple[YearGroup, ...]
    at_least: _AtLeast = 1
    window: Window = Window.ACADEMIC_YEAR
    from_year: YearGroup = 7
    checks: frozenset[MeaningfulCheck] = frozenset()
    workplace: frozenset[WorkplaceContent] = frozenset()
    content: frozenset[AccessContent] = frozenset()
    in_person: Annotated[int, msgspec.Meta(ge=0)] = 0
    in_curriculum: Annotated[int, msgspec.Meta(ge=0)] = 0
    since_year: YearGroup | None = None
    modes_excluded: frozenset[DeliveryMode] = frozenset()
    providers: frozenset[ProviderKind] = frozenset()
    types: frozenset[ActivityType] = frozenset()
    types_excluded: frozenset[ActivityType] = frozenset()
    adviser_level: Annotated[int, msgspec.Meta(ge=1, le=8)] | None = None
    among: LearnerGroup | None = None
    sides: tuple[Side, ...] = ()


class WorkplaceHours(_Measure, frozen=True, kw_only=True, tag="workplace_hours"):
    """The share of a cohort with ``hours`` of workplace experience since ``from_year``; five hours are a day.

    ``in_person`` is on how many occasions at least; ``modes_excluded`` and ``types_excluded`` never count.
    """

    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({ActivityKind.WORKPLACE_EXPERIENCE})
    year_groups: tuple[YearGroup, ...]
    hours: Annotated[float, msgspec.Meta(gt=0)]
    from_year: YearGroup = 7
    in_person: Annotated[int, msgspec.Meta(ge=0)] = 0
    modes_excluded: frozenset[DeliveryMode] = frozenset()
    types_excluded: frozenset[ActivityType] = frozenset()


class AccessPhase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One phase of provider access: any time in ``first_year``, then until ``last_day`` in the year after.

    ``mandatory`` says whether learners must attend; the institution owes it either way.
    """

    name: str
    first_year: YearGroup
    encounters: _AtLeast
    mandatory: bool
    last_month: Annotated[int, msgspec.Meta(ge=1, le=12)] = 2
    last_day: Annotated[int, msgspec.Meta(ge=1, le=31)] = 28


class ProviderAccess(_Measure, frozen=True, kw_only=True, tag="provider_access"):
    """Whether each phase of provider access was put on for a cohort, in none of ``modes_excluded``."""

    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({ActivityKind.PROVIDER_ENCOUNTER})
    phases: tuple[AccessPhase, ...]
    modes_excluded: frozenset[DeliveryMode] = frozenset()

    def phase_of(self, part: str) -> AccessPhase:
        """The phase that a part of a figure names: "first: owed" is of the first."""
        return next(one for one in self.phases if part.startswith(f"{one.name}:"))


class Size(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sizes of employer (``of``) of which one is to be met, and what one of them is called in a sentence."""

    name: str
    of: frozenset[EmployerSize]


class Variety(_Measure, frozen=True, kw_only=True, tag="variety"):
    """Whether employers of different ``sizes`` and of so many ``sectors`` met learners.

    Of each of ``year_groups`` it counts what its cohort met since ``from_year``; where none is named, what
    the institution's learners met this year. It is asked for in the year groups in which it is ``due``, in
    all where none is named: the others are told how far they are, and are not scored. What was met in one
    of ``modes_excluded`` never counts.
    """

    kinds: frozenset[ActivityKind]
    sizes: tuple[Size, ...] = ()
    sectors: _AtLeast = 1
    year_groups: tuple[YearGroup, ...] = ()
    from_year: YearGroup = 7
    due: frozenset[YearGroup] = frozenset()
    modes_excluded: frozenset[DeliveryMode] = frozenset()

    def is_due(self, year_group: YearGroup | None) -> bool:
        """Whether a year group, or the institution as a whole, is asked for it by now."""
        return not self.due or year_group in self.due


class CurriculumCoverage(_Measure, frozen=True, kw_only=True, tag="curriculum"):
    """The share of year group and subject cells with careers in them; some years may not be empty."""

    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({ActivityKind.CURRICULUM_LINK})
    subjects: tuple[Subject, ...]
    year_groups: tuple[YearGroup, ...]
    never_empty: frozenset[YearGroup] = frozenset()


class HasHappened(_Measure, frozen=True, kw_only=True, tag="has_happened"):
    """Whether ``at_least`` so many activities of these kinds took place this academic year.

    Where ``key_stages`` are given, whether one did for each of them that is taught; what names no year groups
    is for all.
    """

    kinds: frozenset[ActivityKind]
    types: frozenset[ActivityType] = frozenset()
    at_least: _AtLeast = 1
    key_stages: tuple[frozenset[YearGroup], ...] = ()


class QualifiedMeetings(_Measure, frozen=True, kw_only=True, tag="qualified_meetings"):
    """The share of this academic year's guidance meetings whose adviser had ``adviser_level`` at least.

    A meeting is one learner's: a record that names several is as many meetings.
    """

    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({ActivityKind.GUIDANCE_MEETING})
    adviser_level: Annotated[int, msgspec.Meta(ge=1, le=8)]


class TrainedLeader(_Measure, frozen=True, kw_only=True, tag="trained_leader"):
    """Whether a trained careers leader is in post. Its training is staff development of a sort, and is what
    it reads beside appointments."""

    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({ActivityKind.STAFF_DEVELOPMENT})


Measure = (
    LearnersReached
    | WorkplaceHours
    | ProviderAccess
    | Variety
    | CurriculumCoverage
    | HasHappened
    | QualifiedMeetings
    | TrainedLeader
)
