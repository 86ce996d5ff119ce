"""Examples of benchmarks 1 to 4: the programme, labour market information, each learner, the curriculum."""

from hub_core.gatsby.leadership import Leader
from hub_core.reference.activities import Subject
from tests.hub_core.gatsby.examples import OCTOBER, fact
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
    K,
    P,
    T,
    for_parents,
    guided,
    link,
    lmi,
    met,
    saw,
    since,
    windows,
    work,
)

OF_PROGRAMME: list[Example] = [
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
]  # fmt: skip
