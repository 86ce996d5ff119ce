"""Builds hub dashboards for tests of pages: believable figures without a log behind them.

The one rule: only tests use it; the product shows what its read model says and nothing else.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from hub_core.access.scope import Scope
from hub_core.disclosure import protect
from hub_core.reference.hub_areas import hub_areas
from projections.hub_dashboard.figures import (
    ActivityItem,
    Basis,
    BesidePanel,
    Breakdown,
    CountedLearners,
    HubDashboard,
    HubIdentity,
    HubTile,
    InScope,
    MemberTold,
    MonthFigure,
    Months,
    PhasePanel,
    SilentInstitution,
    Slice,
)
from projections.read_model import BeingUpdated

NOW = datetime(2026, 3, 18, 10, 42, tzinfo=UTC)
NEWEST = NOW - timedelta(hours=2, minutes=5)
YEAR = "2025/26"
_IDS = UUID("6f0c6a4e-3a50-4f0e-9a0f-1d2f4b8c7e10")

PHASES = (
    # key, label, members, eligible, reporting, encounters, learners, learner encounters, planned
    ("primary", "Primary", 18, 61, 7, 41, 1874, 2210, 6),
    ("secondary", "Secondary", 27, 28, 24, 436, 14210, 38655, 52),
    ("special_and_alternative", "Special and alternative provision", 9, 12, 6, 38, 7, 212, 4),
    ("fe_and_skills", "FE and skills", 4, 5, 4, 99, 3120, 6140, 11),
    ("adult", "Adult services", 2, 3, 0, 0, 0, 0, 0),
)
KINDS = (
    ("Employer talk", 214), ("Careers fair", 121), ("Workplace visit", 84), ("Mentoring", 61),
    ("Mock interviews", 55), ("Question and answer panel", 38), ("Enterprise challenge", 30),
    ("Talk by a former student", 11),
)  # fmt: skip
SECTORS = (
    ("Human health and social work activities", 142), ("Manufacturing", 118),
    ("Construction", 97), ("Information and communication", 83),
    ("Professional, scientific and technical activities", 77),
    ("Public administration and defence; compulsory social security", 49),
    ("Agriculture, forestry and fishing", 31), ("Arts, entertainment and recreation", 17),
)  # fmt: skip
MODES = (("In person", 503), ("Online, live", 68), ("In person and online", 31),
         ("Online, recorded", 12))  # fmt: skip
EVIDENCE = (("Confirmed by the school or college, with learners", 331),
            ("Confirmed by the school or college, with counts", 112),
            ("Recorded by the school or college alone", 80),
            ("Reported by the employer only", 91))  # fmt: skip
YEAR_GROUPS = (("Year 5", 22), ("Year 6", 30), ("Year 7", 61), ("Year 8", 98), ("Year 9", 104),
               ("Year 10", 187), ("Year 11", 121), ("Year 12", 80), ("Year 13", 48),
               ("Year 14", 9), ("Not known", 91))  # fmt: skip
BESIDE_PANELS = (
    # key, label, activities, learners, different ones, named by, counted by, recorded by
    ("workplace_experience", "Experience of a workplace", 212, 3180, 2410, 14, 5, 18),
    ("provider_encounter", "Encounter with a provider of further learning", 96, 6020, 3900, 17, 4, 20),
    ("guidance_meeting", "Personal guidance meeting", 7, 7, 7, 2, 0, 2),
)  # fmt: skip
MONTHS = (34, 61, 118, 42, 77, 96, 186, 0, 0, 0, 0, 0)
PLANNED = (0, 0, 0, 0, 0, 0, 21, 19, 14, 13, 6, 0)
TOWNS = ("Ashbrook", "Millwater", "Thornley", "Eastmere", "Hollin Bank", "Carrow", "Wexcombe",
         "Saltby", "Pennard", "Oxley Green", "Birchover", "Langmoor", "Tarn Side", "Kestrel Park",
         "Fernhill", "Stanbeck", "Marlow Vale", "Priory Lane", "Dunsford", "Highfold")  # fmt: skip
EMPLOYERS = ("Hartley Engineering", "Vale NHS Trust", "Brightwater Homes", "Northmoor Council",
             "Pixel and Loom", "Oakrise Farms")  # fmt: skip


def phase_panel(row: tuple[str, str, int, int, int, int, int, int, int]) -> PhasePanel:
    """One phase from a row of PHASES."""
    key, label, members, eligible, reporting, encounters, learners, meetings, planned = row
    counting = reporting // 4
    return PhasePanel(
        key=key, label=label, members=members, eligible=eligible, encounters=encounters,
        learner_encounters=protect(meetings), distinct_learners=protect(learners),
        institutions_reporting=reporting, institutions_silent=members - reporting,
        planned=planned, named_by=reporting - counting,
        counted=CountedLearners(
            at_least=protect(60 * counting), at_most=protect(140 * counting), institutions=counting
        ) if counting else None,
        rests_on=basis(reporting, members), encounters_rest_on=basis(reporting, members),
        learners_rest_on=basis(reporting, members),
    )  # fmt: skip


def basis(institutions: int, members: int) -> Basis:
    """A basis as new as NEWEST, if there is any."""
    return Basis(
        institutions=institutions, members=members, newest=NEWEST if institutions else None
    )


def breakdown(rows: Sequence[tuple[str, int]], institutions: int, members: int) -> Breakdown:
    """Encounters by label; about thirty learners came to each."""
    codes = {label: ("school_confirmed", "counted", "school_only", "employer_reported")[index]
             for index, (label, _) in enumerate(EVIDENCE)}  # fmt: skip
    codes["Not known"] = "unknown"
    return Breakdown(
        slices=tuple(
            Slice(
                code=codes.get(label, label.casefold()),
                label=label,
                encounters=encounters,
                learner_encounters=protect(7 if encounters < 12 else encounters * 31),
            )
            for label, encounters in rows
        ),
        rests_on=basis(institutions, members),
    )


def beside_panel(row: tuple[str, str, int, int, int, int, int, int], members: int) -> BesidePanel:
    """One kind beside encounters from a row of BESIDE_PANELS."""
    key, label, activities, learners, distinct, named_by, counting, recorded_by = row
    return BesidePanel(
        key=key, label=label, activities=protect(activities), learners=protect(learners),
        distinct_learners=protect(distinct), named_by=named_by,
        counted=CountedLearners(
            at_least=protect(60 * counting), at_most=protect(140 * counting), institutions=counting
        ) if counting else None,
        rests_on=basis(recorded_by, members),
    )  # fmt: skip


def nothing_beside(members: int) -> tuple[BesidePanel, ...]:
    """Nobody recorded any other kind."""
    return tuple(
        beside_panel((key, label, 0, 0, 0, 0, 0, 0), members) for key, label, *_ in BESIDE_PANELS
    )


def months(delivered: Sequence[int], planned: Sequence[int], rests_on: Basis) -> Months:
    """September 2025 to August 2026."""
    firsts = [
        date(2025 if month >= 9 else 2026, month, 1) for month in (*range(9, 13), *range(1, 9))
    ]
    return Months(
        months=tuple(
            MonthFigure(month=first, encounters=done, planned=ahead, begun=first <= NOW.date())
            for first, done, ahead in zip(firsts, delivered, planned, strict=True)
        ),
        rests_on=rests_on,
    )


def activity(count: int, *, first: int = 48_211) -> tuple[ActivityItem, ...]:
    """Lines of the feed, newest first."""
    said = ("met 30 to 59 learners at", "will come to", "met 100 to 199 learners at",
            "was confirmed by", "met fewer than 10 learners at")  # fmt: skip
    schools = ("Academy", "School", "College", "Community School")
    return tuple(
        ActivityItem(
            position=first - index,
            on=NOW.date() - timedelta(days=index // 3),
            heading=f"{EMPLOYERS[index % 6]} {said[index % 5]} "
            f"{TOWNS[index % 20]} {schools[index % 4]}",
            recorded_at=NEWEST - timedelta(minutes=37 * index),
        )
        for index in range(count)
    )


def silent(counts: dict[str, int]) -> tuple[SilentInstitution, ...]:
    """Members that supplied nothing, so many in each phase."""
    labels = {row[0]: row[1] for row in PHASES}
    kinds = {"primary": "Primary School", "secondary": "Academy",
             "special_and_alternative": "School", "fe_and_skills": "College",
             "adult": "Skills Service"}  # fmt: skip
    return tuple(
        SilentInstitution(
            id=uuid5(_IDS, f"{key} {index}"),
            name=f"{TOWNS[(index * 3 + len(key)) % 20]} {kinds[key]}",
            urn=None if key == "adult" else str(990_000 + index * 7 + len(key)),
            phase_key=key,
            phase_label=labels[key],
        )
        for key, count in counts.items()
        for index in range(count)
    )


def full_dashboard(**changes: object) -> HubDashboard:
    """A hub with members in every phase: one suppressed count, one silent phase, gaps."""
    total = phase_panel(("all", "All phases", 60, 109, 41, 614, 19_204, 47_217, 73))
    rests_on = total.rests_on
    dashboard = HubDashboard(
        hub=HubIdentity(
            id=_IDS, slug="greater-lincolnshire", name="Greater Lincolnshire",
            lead_organisation="Lincolnshire Skills Partnership (fictional)",
            areas=("Lincolnshire", "North East Lincolnshire", "North Lincolnshire"),
        ),
        academic_year=YEAR, academic_years=("2025/26", "2024/25"), as_at=NOW.date(),
        position=48_211, recorded_at=NEWEST, total=total,
        phases=tuple(phase_panel(row) for row in PHASES),
        encounters_by_month=months(MONTHS, PLANNED, rests_on),
        by_sector=breakdown(SECTORS, 41, 60), by_mode=breakdown(MODES, 41, 60),
        by_kind=breakdown(KINDS, 41, 60), evidence=breakdown(EVIDENCE, 41, 60),
        by_year_group=breakdown(YEAR_GROUPS, 41, 60),
        beside=tuple(beside_panel(row, 60) for row in BESIDE_PANELS),
        silent=silent({"primary": 11, "secondary": 3, "special_and_alternative": 3, "adult": 2}),
        activity=activity(20),
    )  # fmt: skip
    return msgspec.structs.replace(dashboard, **changes)


def silent_dashboard() -> HubDashboard:
    """A new hub: forty schools, and nobody has said anything yet."""
    row = ("secondary", "Secondary", 40, 44, 0, 0, 0, 0, 0)
    empty = [(key, label, 0, 0, 0, 0, 0, 0, 0) for key, label, *_ in PHASES if key != "secondary"]
    nothing = Basis(institutions=0, members=40)
    return full_dashboard(
        total=phase_panel(("all", "All phases", 40, 44, 0, 0, 0, 0, 0)),
        phases=tuple(phase_panel(one) for one in (empty[0], row, *empty[1:])),
        encounters_by_month=months([0] * 12, [0] * 12, nothing),
        by_sector=Breakdown(slices=(), rests_on=nothing),
        by_mode=Breakdown(slices=(), rests_on=nothing),
        by_kind=Breakdown(slices=(), rests_on=nothing),
        by_year_group=Breakdown(slices=(), rests_on=nothing),
        evidence=Breakdown(slices=(), rests_on=nothing),
        beside=nothing_beside(40),
        silent=silent({"secondary": 40}),
        activity=(),
    )


def empty_dashboard() -> HubDashboard:
    """A hub that was established a moment ago."""
    nothing = [(key, label, 0, 30, 0, 0, 0, 0, 0) for key, label, *_ in PHASES]
    none = Basis(institutions=0, members=0)
    return msgspec.structs.replace(
        silent_dashboard(),
        total=phase_panel(("all", "All phases", 0, 150, 0, 0, 0, 0, 0)),
        phases=tuple(phase_panel(row) for row in nothing),
        encounters_by_month=months([0] * 12, [0] * 12, none),
        beside=nothing_beside(0),
        silent=(),
    )


def tiles() -> tuple[HubTile, ...]:
    """Every hub area with figures; one has told us nothing, one has no members."""
    found = []
    for index, area in enumerate(hub_areas().values()):
        eligible = 60 + index * 37 % 240
        members = 0 if index == 9 else eligible * (55 + index * 13 % 45) // 100
        reporting = 0 if index in (9, 21) else members * (38 + index * 29 % 61) // 100
        found.append(
            HubTile(
                slug=area.slug, name=area.name, tile_label=area.tile_label, column=area.column,
                row=area.row, members=members, eligible=eligible,
                encounters=reporting * (2 + index * 7 % 13), institutions_reporting=reporting,
                newest=NEWEST - timedelta(hours=index) if reporting else None,
            )
        )  # fmt: skip
    return tuple(found)


class BuiltQueries:
    """Answers the pages' questions from built values; ``tell`` adds to a hub's feed."""

    def __init__(self, dashboards: dict[str, HubDashboard | BeingUpdated]) -> None:
        self.dashboards = dashboards
        self.hub_tiles = tiles()
        self.told: list[ActivityItem] = []
        self.failing: Exception | None = None
        self.asked = asyncio.Event()

    async def edition(self) -> str | None:
        """As the read model's: moves whenever an answer may have changed."""
        if any(isinstance(one, BeingUpdated) for one in self.dashboards.values()):
            return None
        standing = [one.position for one in self.dashboards.values()]
        return f"built.{max(standing)}"

    async def hubs(self, *, scope: Scope) -> Sequence[HubTile]:
        if self.failing is not None:
            raise self.failing
        return self.hub_tiles

    async def dashboard(
        self, slug: str, academic_year: str | None, at_least: int | None, *, scope: Scope
    ) -> HubDashboard | BeingUpdated | None:
        found = self.dashboards.get(slug)
        if not isinstance(found, HubDashboard):
            return found
        if at_least is not None and at_least > found.position:
            return BeingUpdated(position=found.position)
        if academic_year is not None and academic_year not in found.academic_years:
            return None
        return msgspec.structs.replace(found, academic_year=academic_year or found.academic_year)

    async def in_scope(self, hub: UUID, *, scope: Scope) -> Sequence[InScope]:
        return ()

    async def pressing(self, hub: UUID, *, scope: Scope) -> Sequence[MemberTold]:
        return ()

    async def reach(self, position: int) -> BeingUpdated | None:
        stands = max(one.position for one in self.dashboards.values())
        return BeingUpdated(position=stands) if stands < position else None

    async def activity(self, slug: str, after: int, *, scope: Scope) -> Sequence[ActivityItem]:
        self.asked.set()
        return [item for item in self.told if item.position > after]

    def tell(self, position: int, heading: str) -> None:
        """Something more was recorded."""
        self.told.append(
            ActivityItem(position=position, on=NOW.date(), heading=heading, recorded_at=NOW)
        )


def built_queries() -> BuiltQueries:
    """A full hub, a silent one and an empty one."""
    return BuiltQueries(
        {
            "greater-lincolnshire": full_dashboard(),
            "norfolk": _renamed(silent_dashboard(), "norfolk", "Norfolk"),
            "suffolk": _renamed(empty_dashboard(), "suffolk", "Suffolk"),
        }
    )


def _renamed(dashboard: HubDashboard, slug: str, name: str) -> HubDashboard:
    hub = HubIdentity(id=uuid5(_IDS, slug), slug=slug, name=name, areas=(name,))
    return msgspec.structs.replace(dashboard, hub=hub)
