"""Examples of every criterion of every edition that a careers leader can check by hand, edge dates included.

Ten learners are in each year group, and it is Easter of 2025/26. Whoever adds a criterion adds its example
here: ``test_every_criterion`` walks the editions and misses none.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.gatsby.leadership import Leader
from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    PathwayFamily,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from tests.hub_core.gatsby.examples import (
    ALL_YES,
    ToldRoll,
    cohort_in_2026,
    fact,
    provider,
)

NEW, OLD = "GATSBY-2024", "GATSBY-2014"
OCTOBER, JANUARY = date(2025, 10, 6), date(2026, 1, 12)
#: The first day that counts "this year", and the last day before it; the last that has come, and the next.
BEGAN, BEFORE = date(2025, 9, 1), date(2025, 8, 31)
TODAY, TOMORROW = date(2026, 3, 31), date(2026, 4, 1)
#: Ten learners in each year group: those of Year 8 are 80 to 89.
ROLL = ToldRoll(
    cohorts={cohort_in_2026(year): BitMap(range(10 * year, 10 * year + 10)) for year in range(15)}
)
K, T, P, M = ActivityKind, ActivityType, ProviderKind, DeliveryMode
SIZES, SECTORS = EmployerSize, list(Sector)


class Example(NamedTuple):
    """What happened, and how many of how many that makes; ``part`` is the phase of provider access."""

    edition: str
    code: str
    year_group: int | None
    facts: Sequence[Fact]
    reached: int
    of: int = 10
    part: str = ""
    leader: Leader = Leader.NOT_TOLD


def some(year: int, learners: int = 8) -> range:
    """The first so many learners of a year group."""
    return range(10 * year, 10 * year + learners)


def met(year: int, on: date = OCTOBER, learners: int = 8, **more: Any) -> Fact:
    return fact(K.EMPLOYER_ENCOUNTER, on, some(year, learners), **more)


def lmi(year: int, on: date = OCTOBER, **more: Any) -> Fact:
    return fact(K.LABOUR_MARKET_INFORMATION, on, some(year), **more)


def work(year: int, on: date = OCTOBER, learners: int = 8, **more: Any) -> Fact:
    return fact(K.WORKPLACE_EXPERIENCE, on, some(year, learners), **({"minutes": 300} | more))


def saw(year: int, kind: ProviderKind, on: date = OCTOBER, **more: Any) -> Fact:
    given = {"provider_kind": kind, "approved_technical": False} | more
    return fact(K.PROVIDER_ENCOUNTER, on, some(year), **given)


def guided(year: int, on: date = OCTOBER, level: int | None = 6, **more: Any) -> Fact:
    there = {"learners": some(year)} | more
    return fact(K.GUIDANCE_MEETING, on, adviser_level=level, **there)


def access(year: int, on: date, **more: Any) -> Fact:
    return provider(on, some(year), **more)


def link(*years: int, subjects: Sequence[Subject]) -> Fact:
    return fact(
        K.CURRICULUM_LINK, OCTOBER, None, year_groups=frozenset(years), subjects=frozenset(subjects)
    )


def for_parents(on: date, *years: int) -> Fact:
    return fact(K.PARENT_ACTIVITY, on, None, year_groups=frozenset(years))


def employer(size: EmployerSize, sector: Sector, year: int = 8, **more: Any) -> Fact:
    return met(year, size=size, sector=sector, **more)


def every_kind(year: int, **more: Any) -> list[Fact]:
    """A self-employed person, a middling and a large employer, each of another sector."""
    sizes = (SIZES.SOLE_TRADER, SIZES.MEDIUM, SIZES.LARGE)
    return [
        employer(size, sector, year, **more) for size, sector in zip(sizes, SECTORS, strict=False)
    ]


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


UNCONFIRMED = {"strength": EvidenceStrength.EMPLOYER_REPORTED}
RECORDED, ONLINE = {"mode": M.VIRTUAL_RECORDED}, {"mode": M.VIRTUAL_LIVE}
JOB = {"type": T.PART_TIME_JOB}
LESSON = {"type": T.CURRICULUM_LESSON_WITH_EMPLOYER}


def windows(
    edition: str, code: str, year: int, make: Any, first: date, **more: Any
) -> list[Example]:
    """A criterion that one activity meets: on its first day and today, not the day before or to come."""
    return [
        Example(edition, code, year, [make(year, on=day, **more)], reached)
        for day, reached in ((first, 8), (day_before(first), 0), (TODAY, 8), (TOMORROW, 0))
    ] + [
        Example(edition, code, year, [make(year, **more, **UNCONFIRMED)], 0),
        # Of two groups that overlap each learner counts once, and other year groups' not at all.
        Example(edition, code, year, [make(year, **more), make(year, **more), make(year + 1, **more)], 8),
        # 8.3 Each learner's meeting this year was with an adviser of level 6 or above.
    *(
        Example(NEW, "8.3", None, told, reached, of=of)
        for told, reached, of in (
            ([guided(11), guided(8, JANUARY)], 16, 16),
            ([guided(11), guided(8, JANUARY, level=5)], 8, 16),
            ([guided(11, level=7), guided(11, JANUARY, level=None)], 8, 16),
            ([guided(11, BEGAN), guided(11, BEFORE, level=5)], 8, 8),
            ([guided(11, TODAY), guided(11, TOMORROW, level=5)], 8, 8),
            ([guided(11), guided(11, JANUARY, level=5, **UNCONFIRMED)], 8, 8),
            ([guided(11, learners=None, counts={11: 5}), guided(12, level=4)], 5, 13),
            ([], 0, 0),
        )
    ),
]  # fmt: skip


def never(edition: str, code: str, year: int, *facts: Fact) -> list[Example]:
    """One thing that does not count, each for itself."""
    return [Example(edition, code, year, [one], 0) for one in facts]


def since(year_group: int, first: int) -> date:
    """The first day of a year group's own Year ``first``."""
    return date(2025 - (year_group - first), 9, 1)


MEETS = {"kinds": met, "checks": ALL_YES}
OF_SCHOOLS = range(7, 14)
OF_COLLEGES = range(12, 15)
EXAMPLES: list[Example] = [
    # 1.1 A trained careers leader is in post.
    *(
        Example(NEW, "1.1", None, [], int(leader is Leader.TRAINED), of=1, leader=leader)
        for leader in Leader
    ),
    # 1.2e Something for parents and carers took place this year, in each key stage; what names no year groups
    # is for all of them.
    Example(NEW, "1.2e", None, [for_parents(OCTOBER)], 3, of=3),
    Example(NEW, "1.2e", None, [for_parents(BEFORE)], 0, of=3),
    Example(NEW, "1.2e", None, [for_parents(BEGAN, 7)], 1, of=3),
    Example(NEW, "1.2e", None, [for_parents(OCTOBER, 8, 9), for_parents(TODAY, 7)], 1, of=3),
    Example(NEW, "1.2e", None, [for_parents(OCTOBER, 9, 10), for_parents(TOMORROW, 12)], 2, of=3),
    Example(NEW, "1.2e", None, [for_parents(OCTOBER, year) for year in (9, 11, 13)], 3, of=3),
    Example(NEW, "1.2e", None, [for_parents(OCTOBER, 6)], 0, of=3),
    # 2.1 Labour market information: each key stage; until 2025 by the end of Year 9.
    *windows(OLD, "2.1", 9, lmi, since(9, 7)),
    *windows(NEW, "2.1.ks3", 9, lmi, since(9, 7)),
    *windows(NEW, "2.1.ks4", 11, lmi, since(11, 10)),
    *windows(NEW, "2.1.ks5", 13, lmi, since(13, 12)),
    *(
        example
        for edition in (OLD, NEW)
        for year in OF_COLLEGES
        for example in windows(edition, "2.1c", year, lmi, since(year, 12))
    ),
    # 3.2 A record of anything they took part in this year; 3.8 a former student came.
    *windows(NEW, "3.2", 8, met, BEGAN),
    *(
        Example(NEW, "3.2", 13, [one], 8)
        for one in (lmi(13), work(13), saw(13, P.UNIVERSITY), guided(13, level=None))
    ),
    Example(NEW, "3.8", None, [met(8, type=T.ALUMNI_TALK)], 1, of=1),
    Example(NEW, "3.8", None, [met(8, type=T.EMPLOYER_TALK)], 0, of=1),
    Example(NEW, "3.8", None, [met(8, BEFORE, type=T.ALUMNI_TALK)], 0, of=1),
    Example(NEW, "3.8", None, [met(8, type=T.ALUMNI_TALK, **UNCONFIRMED)], 0, of=1),
    # 4.1 Subjects of each year group, then all: fourteen subjects in seven year groups.
    Example(NEW, "4.1", 8, [link(8, 9, subjects=[Subject.MUSIC, Subject.ENGLISH])], 2, of=14),
    Example(NEW, "4.1", 8, [link(8, subjects=[Subject.MUSIC]), link(8, subjects=[Subject.MUSIC])], 1, of=14),
    Example(NEW, "4.1", 8, [link(8, subjects=[Subject.OTHER])], 0, of=14),
    Example(NEW, "4.1", None, [link(7, 8, subjects=[Subject.MUSIC, Subject.ENGLISH])], 4, of=98),
    Example(NEW, "4.2", None, [fact(K.STAFF_DEVELOPMENT, OCTOBER, None)], 1, of=1),
    Example(NEW, "4.2", None, [fact(K.STAFF_DEVELOPMENT, BEFORE, None)], 0, of=1),
    Example(NEW, "4.1p", None, [link(4, subjects=[Subject.SCIENCE])], 1, of=1),
    Example(NEW, "4.2p", None, [fact(K.STAFF_DEVELOPMENT, OCTOBER, None)], 1, of=1),
    # 5.1 An employer in each of Years 7 to 13; colleges two; primary schools somebody at work.
    *(
        example
        for year in OF_SCHOOLS
        for edition in (OLD, NEW)
        for example in windows(edition, "5.1", year, met, BEGAN)
    ),
    *never(OLD, "5.1", 8, met(8, **RECORDED), work(8)),
    *never(NEW, "5.1", 8, met(8, **RECORDED), work(8), met(8, checks={})),
    Example(NEW, "5.1", 8, [met(8, **ONLINE)], 8),
    Example(OLD, "5.1", 8, [met(8, checks={})], 8),
    *(
        Example(edition, "5.1c", year, [met(year), met(year, day, 5, **LESSON)], reached)
        for edition in (OLD, NEW)
        for year in OF_COLLEGES
        for day, reached in ((BEGAN, 5), (BEFORE, 0), (TODAY, 5), (TOMORROW, 0))
    ),
    *never(NEW, "5.1c", 12, met(12), met(12, **LESSON)),
    # One of the two is through the curriculum: a lesson with an employer, or what links a subject to careers.
    *(
        Example(edition, "5.1c", 12, [met(12), met(12, JANUARY, 5, **how)], reached)
        for edition in (OLD, NEW)
        for how, reached in (
            ({}, 0), ({"also": frozenset({K.CURRICULUM_LINK})}, 5), (LESSON | RECORDED, 0),
        )
    ),
    Example(NEW, "5.1c", 12, [met(12), fact(K.CURRICULUM_LINK, JANUARY, some(12, 5))], 0),
    Example(NEW, "5.1c", 12, [
        met(12), fact(K.CURRICULUM_LINK, JANUARY, some(12, 5), also=frozenset({K.EMPLOYER_ENCOUNTER})),
    ], 5),
    *windows(NEW, "5.1p", 4, met, BEGAN, checks={}),
    *never(NEW, "5.1p", 6, met(6, **RECORDED)),
    # 5.2 A self-employed person, a small or middling and a large employer, and three sectors: for each
    # cohort since Year 7, in colleges since Year 12. One of the cohort who came is enough.
    *(
        example
        for code, years, first in (("5.2", (8, 11, 13), 7), ("5.2c", (12, 14), 12))
        for year in years
        for example in (
            Example(NEW, code, year, [employer(SIZES.SMALL, SECTORS[0], year)], 1, of=4),
            Example(NEW, code, year, every_kind(year, on=since(year, first)), 4, of=4),
            Example(NEW, code, year, every_kind(year, on=day_before(since(year, first))), 0, of=4),
            Example(NEW, code, year, every_kind(year, on=TODAY, learners=1), 4, of=4),
            Example(NEW, code, year, every_kind(year, on=TOMORROW), 0, of=4),
            Example(NEW, code, year, every_kind(year, **UNCONFIRMED), 0, of=4),
            Example(NEW, code, year, every_kind(year, **RECORDED), 0, of=4),
            Example(NEW, code, year, every_kind(year - 1), 0, of=4),
            Example(NEW, code, year, every_kind(year, learners=0), 0, of=4),
        )
    ),
    Example(NEW, "5.2", 9, [
        employer(SIZES.SOLE_TRADER, SECTORS[0], 9, on=since(9, 7)),
        employer(SIZES.MEDIUM, SECTORS[0], 9, on=since(9, 8)),
        employer(SIZES.LARGE, SECTORS[1], 9),
    ], 3, of=4),
    # 5.2a Adults are in no year group: whoever was met this year.
    Example(NEW, "5.2a", None, [employer(SIZES.LARGE, one) for one in SECTORS[:3]], 2, of=4),
    Example(NEW, "5.2a", None, every_kind(8, on=BEFORE), 0, of=4),
    # 6.1 By 16: one experience until 2025, then two of which one in person. A job beside school is none.
    *windows(OLD, "6.1", 11, work, since(11, 7)),
    *never(OLD, "6.1", 11, work(11, **RECORDED), work(11, **JOB)),
    *(
        Example(NEW, "6.1", 11, [work(11, since(11, 8)), work(11, day, 5)], reached)
        for day, reached in ((since(11, 7), 5), (date(2021, 8, 31), 0), (TODAY, 5), (TOMORROW, 0))
    ),
    Example(NEW, "6.1", 11, [work(11, **ONLINE), work(11, JANUARY, 5)], 5),
    Example(NEW, "6.1", 11, [work(11, **ONLINE), work(11, JANUARY, **ONLINE)], 0),
    Example(NEW, "6.1", 11, [work(11), work(11, JANUARY, **RECORDED)], 0),
    Example(NEW, "6.1", 11, [work(11), work(11, JANUARY, **JOB)], 0),
    # A meaningful one has all seven points of the check-list; until 2025 nobody asked for them.
    *(
        example
        for lacking in (
            *({"checks": ALL_YES | {point: answer}} for point in MeaningfulCheck
              for answer in (CheckAnswer.NO, CheckAnswer.NOT_CHECKED)),
            *({"workplace": frozenset(WorkplaceContent) - {part}} for part in WorkplaceContent),
        )
        for example in (
            Example(NEW, "6.1", 11, [work(11), work(11, JANUARY, **lacking)], 0),
            Example(OLD, "6.1", 11, [work(11, **lacking)], 8),
            *never(NEW, "6.2", 13, work(13, **lacking)),
            *never(NEW, "6.1c", 12, work(12, **lacking)),
        )
    ),
    # 6.2 A further one by 18; what was online counts beside one in person, before or after 16.
    *windows(OLD, "6.2", 13, work, since(13, 12)),
    *never(OLD, "6.2", 13, work(13, **JOB), work(13, **RECORDED)),
    *windows(NEW, "6.2", 13, work, since(13, 12)),
    *never(NEW, "6.2", 13, work(13, **ONLINE), work(13, **JOB), work(13, **RECORDED)),
    Example(NEW, "6.2", 13, [work(13, since(13, 10), 5), work(13, **ONLINE)], 5),
    *(
        example
        for edition in (OLD, NEW)
        for year in OF_COLLEGES
        for example in windows(edition, "6.1c", year, work, since(year, 12))
    ),
    *never(OLD, "6.1c", 12, work(12, **JOB), work(12, **RECORDED)),
    *never(NEW, "6.1c", 12, work(12, **JOB), work(12, **ONLINE)),
    # 6.G Ten days are fifty hours, one occasion in person at least; 6.T how three tiers divide them.
    Example(NEW, "6.G", 11, [work(11, since(11, 7), minutes=2999), work(11, learners=5, minutes=1)], 5),
    Example(NEW, "6.G", 11, [work(11, date(2021, 8, 31), minutes=3000)], 0),
    Example(NEW, "6.G", 11, [work(11, minutes=3000, **ONLINE)], 0),
    Example(NEW, "6.G", 11, [work(11, minutes=2700, **ONLINE), work(11, learners=5)], 5),
    Example(NEW, "6.G", 11, [work(11, minutes=2700, **RECORDED), work(11)], 0),
    Example(NEW, "6.G", 11, [work(11, minutes=3000, **JOB)], 0),
    *(
        Example(NEW, code, year, [work(year, day, minutes=60 * hours)], reached)
        for code, year, enough in (("6.T1", 8, 10), ("6.T2", 9, 15), ("6.T3", 10, 25))
        for day, hours, reached in (
            (BEGAN, enough, 8), (BEFORE, enough, 0), (TODAY, enough, 8), (OCTOBER, enough - 1, 0),
        )
    ),
    # 7.1 Each kind of provider by 16; for colleges any of the next stage.
    *(
        example
        for edition, code, kind, other in (
            (OLD, "7.1", P.SIXTH_FORM_COLLEGE, P.FE_COLLEGE),
            (OLD, "7.2", P.FE_COLLEGE, P.UNIVERSITY),
            (OLD, "7.3", P.TRAINING_PROVIDER, P.FE_COLLEGE),
            (OLD, "7.4", P.UNIVERSITY, P.FE_COLLEGE),
            (OLD, "7.5", P.APPRENTICESHIP_EMPLOYER, P.TRAINING_PROVIDER),
            (NEW, "7.1a", P.SCHOOL_SIXTH_FORM, P.FE_COLLEGE),
            (NEW, "7.1b", P.FE_COLLEGE, P.SIXTH_FORM_COLLEGE),
            (NEW, "7.1c", P.UNIVERSITY, P.FE_COLLEGE),
            (NEW, "7.1d", P.APPRENTICESHIP_EMPLOYER, P.UNIVERSITY),
        )
        for example in (
            *windows(edition, code, 11, saw, since(11, 7), kind=kind),
            *never(edition, code, 11, saw(11, kind, **RECORDED), saw(11, other)),
        )
    ),
    *(
        example
        for edition, code in ((OLD, "7.1c"), (NEW, "7.1f"))
        for year in OF_COLLEGES
        for example in windows(edition, code, year, saw, since(year, 12), kind=P.UNIVERSITY)
    ),
    # A meaningful one has the four points, and says what learning there is like.
    *(
        example
        for code, kind in (
            ("7.1a", P.SCHOOL_SIXTH_FORM), ("7.1b", P.FE_COLLEGE), ("7.1c", P.UNIVERSITY),
            ("7.1d", P.TRAINING_PROVIDER),
        )
        for example in never(
            NEW, code, 11,
            saw(11, kind, checks={}),
            saw(11, kind, content=frozenset(AccessContent) - {AccessContent.LEARNING}),
        )
    ),
    *never(NEW, "7.1f", 12, saw(12, P.UNIVERSITY, checks={}), saw(12, P.UNIVERSITY, content=frozenset())),
    # Two visits by 18, both there: a talk at the school is no visit.
    *(
        Example(edition, code, 13, [saw(13, P.UNIVERSITY, type=T.HE_VISIT), second], reached)
        for edition, code in ((OLD, "7.6"), (NEW, "7.2"))
        for second, reached in (
            (saw(13, P.UNIVERSITY, since(13, 12), type=T.OPEN_EVENT), 8),
            (saw(13, P.UNIVERSITY, date(2024, 8, 31), type=T.OPEN_EVENT), 0),
            (saw(13, P.UNIVERSITY, TODAY, type=T.CAMPUS_VISIT), 8),
            (saw(13, P.UNIVERSITY, TOMORROW, type=T.CAMPUS_VISIT), 0),
            (saw(13, P.UNIVERSITY, type=T.PROVIDER_TALK), 0),
            (saw(13, P.UNIVERSITY, type=T.OPEN_EVENT, **ONLINE), 0),
        )
    ),
    # 7.B Parity: both an academic and a technical or work-based way on (more in test_parity).
    *(
        Example(NEW, code, year, [saw(year, P.UNIVERSITY, first), second], reached)
        for code, year, first in (
            ("7.B", 7, BEGAN), ("7.B", 13, since(13, 7)), ("7.Bc", 12, BEGAN), ("7.Bc", 14, since(14, 12)),
        )
        for second, reached in (
            (saw(year, P.TRAINING_PROVIDER), 8),
            (saw(year, P.SIXTH_FORM_COLLEGE), 0),
            (saw(year, P.TRAINING_PROVIDER, day_before(first)), 0),
            (met(year, families=frozenset({PathwayFamily.WORK_BASED})), 8),
        )
    ),
    # 7.P Two encounters in each phase, in its own time, in the school day, with all four parts.
    *(
        Example(NEW, "7.P", year, [access(year, first), access(year, day)], on, of=2, part=f"{phase}: owed")
        for year, phase, first in (
            (9, "first", since(9, 8)), (11, "second", since(11, 10)), (13, "third", since(13, 12)),
        )
        for day, on in ((date(2026, 2, 28), 2), (date(2026, 3, 1), 1))
    ),
    *(
        Example(NEW, "7.P", year, [access(year, BEGAN), access(year, day)], on, of=2, part=f"{phase}: owed")
        for year, phase in ((8, "first"), (10, "second"), (12, "third"))
        for day, on in ((TODAY, 2), (BEFORE, 1), (TOMORROW, 1))
    ),
    *(
        Example(NEW, "7.P", 8, [access(8, OCTOBER), access(8, JANUARY, **fault)], 1, of=2, part="first: owed")
        for fault in (
            {"in_school_day": CheckAnswer.NO}, {"in_school_day": CheckAnswer.NOT_CHECKED},
            {"content": frozenset()}, {"approved_technical": False}, UNCONFIRMED, RECORDED,
        )
    ),
    Example(NEW, "7.P", 8, [access(8, OCTOBER), access(8, JANUARY)], 8, part="first: attended"),
    Example(NEW, "7.P", 8, [access(8, OCTOBER)], 0, part="first: attended"),
    # 8.1 A meeting with an adviser of level 6 by 16, a further one by 18, one by a programme's end.
    *(
        example
        for edition in (OLD, NEW)
        for example in (
            *windows(edition, "8.1", 11, guided, since(11, 7)),
            *never(edition, "8.1", 11, guided(11, level=5), guided(11, level=None)),
            *never(edition, "8.2", 13, guided(13)),
            Example(edition, "8.2", 13, [guided(13, since(13, 7)), guided(13, since(13, 12))], 8),
            Example(edition, "8.2", 13, [guided(13, since(13, 7)), guided(13, date(2024, 8, 31))], 0),
            Example(edition, "8.2", 13, [guided(13, date(2019, 8, 31)), guided(13)], 0),
            *(
                one
                for year in OF_COLLEGES
                for one in windows(edition, "8.1c", year, guided, since(year, 12))
            ),
        )
    ),
]  # fmt: skip
