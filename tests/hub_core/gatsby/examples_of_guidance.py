"""Examples of benchmark 8: personal guidance."""

from datetime import date

from tests.hub_core.gatsby.examples import JANUARY
from tests.hub_core.gatsby.happened import (
    BEFORE,
    BEGAN,
    NEW,
    OF_COLLEGES,
    OLD,
    TODAY,
    TOMORROW,
    UNCONFIRMED,
    Example,
    guided,
    never,
    since,
    windows,
)

OF_GUIDANCE: list[Example] = [
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
