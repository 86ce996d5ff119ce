"""Examples of benchmark 7: encounters with further and higher education, and provider access."""

from datetime import date

from hub_core.reference.activities import AccessContent, PathwayFamily
from hub_core.reference.encounters import CheckAnswer
from tests.hub_core.gatsby.examples import JANUARY, OCTOBER
from tests.hub_core.gatsby.happened import (
    BEFORE,
    BEGAN,
    NEW,
    OF_COLLEGES,
    OLD,
    ONLINE,
    RECORDED,
    TODAY,
    TOMORROW,
    UNCONFIRMED,
    Example,
    P,
    T,
    access,
    day_before,
    met,
    never,
    saw,
    since,
    windows,
)

OF_PROVIDERS: list[Example] = [
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
]  # fmt: skip
