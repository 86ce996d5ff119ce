"""Examples of benchmark 5: encounters with employers and employees."""

from tests.hub_core.gatsby.examples import JANUARY, fact
from tests.hub_core.gatsby.happened import (
    BEFORE,
    BEGAN,
    LESSON,
    NEW,
    OF_COLLEGES,
    OF_SCHOOLS,
    OLD,
    ONLINE,
    RECORDED,
    SECTORS,
    SIZES,
    TODAY,
    TOMORROW,
    UNCONFIRMED,
    Example,
    K,
    day_before,
    employer,
    every_kind,
    met,
    never,
    since,
    some,
    windows,
    work,
)

OF_EMPLOYERS: list[Example] = [
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
]  # fmt: skip
