"""Examples of benchmark 6: experiences of workplaces."""

from datetime import date

from hub_core.reference.activities import WorkplaceContent
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from tests.hub_core.gatsby.examples import ALL_YES, JANUARY, OCTOBER
from tests.hub_core.gatsby.happened import (
    BEFORE,
    BEGAN,
    JOB,
    NEW,
    OF_COLLEGES,
    OLD,
    ONLINE,
    RECORDED,
    TODAY,
    TOMORROW,
    Example,
    never,
    since,
    windows,
    work,
)

OF_WORKPLACES: list[Example] = [
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
]  # fmt: skip
