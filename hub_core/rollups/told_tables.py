"""The tables of what institutions told the log, and of who is a hub's member.

The rule: as with official results, every row says how many contributed of how many could have, and where a
group is withheld every figure of it is, sums and shares alike.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.institution_types import ELIGIBLE_PHASES
from hub_core.rollups.layout import (
    BEHIND,
    CHARACTERISTICS,
    LAYOUTS,
    PLAIN,
    By,
    Filter,
    Row,
    Table,
    columns,
    time_of,
)
from hub_core.rollups.levels import TOTAL
from hub_core.rollups.printed import NOT_APPLICABLE, SUPPRESSED, UNAVAILABLE, behind, share
from hub_core.rollups.release import Release
from hub_core.rollups.subjects import (
    PHASES,
    TOLD_APART_BY,
    Subject,
    ToldIndicator,
    Word,
    told_indicators,
)
from hub_core.rollups.told import ToldGroup

EVIDENCE = Filter(
    col_name="evidence",
    label="Whose word it rests on",
    hint="Total is every employer encounter of those contributing",
)
PHASE = Filter(
    col_name="service_phase",
    label="Phase",
    hint="As the register describes institutions; Total is all five phases",
)


def told_tables(release: Release) -> Iterator[Table]:
    """Every table of what was told, by the characteristics by which a subject is told apart as well."""
    for subject in Subject:
        for by in _layouts(subject):
            yield _of_subject(release, subject, by)
        for level in TOLD_APART_BY[subject]:
            yield _of_subject(release, subject, CHARACTERISTICS[level])
    for by in _layouts(Subject.ACTIVITY):
        yield _evidence(release, by)
    for by in PLAIN:
        yield _coverage(release, by)


def _layouts(subject: Subject) -> tuple[By, ...]:
    """By type as well, where they are those who complete evaluations."""
    return LAYOUTS if PHASES[subject] == ELIGIBLE_PHASES else PLAIN


def _of_subject(release: Release, subject: Subject, by: By) -> Table:
    told = told_indicators(subject)
    return _table(
        by,
        name=subject.value,
        title=subject.label,
        filters=(),
        indicators=(*BEHIND, *(one.indicator for one in told)),
        rows=[
            _begin(release, group, by)
            | {one.indicator: _figure(release, group, one) for one in told}
            for group in _groups(release, subject, by)
        ],
    )


def _evidence(release: Release, by: By) -> Table:
    whole = "employer_encounters"
    parts = {TOTAL: whole} | {word.label: word.measure for word in Word}
    rows = []
    for group in _groups(release, Subject.ACTIVITY, by):
        for item, part in parts.items():
            told = (_indicator("encounters", part, None), _indicator("percent", part, whole))
            rows.append(
                _begin(release, group, by)
                | {EVIDENCE.col_name: item}
                | {one.indicator: _figure(release, group, one) for one in told}
            )
    return _table(
        by,
        name="evidence",
        title="Employer encounters and whose word they rest on",
        filters=(EVIDENCE,),
        indicators=(*BEHIND, "evidence_encounters", "evidence_percent"),
        rows=rows,
    )


def _coverage(release: Release, by: By) -> Table:
    of = {one.key: one for one in release.coverage}
    rows = []
    for key in by.in_order(of):
        eligible, members = of[key].eligible, of[key].members
        begin = time_of(release.measure_date) | by.of_group(key, release.hubs)
        rows.append(begin | _covered(release, TOTAL, sum(eligible.values()), sum(members.values())))
        rows += [
            begin | _covered(release, phase.label, eligible.get(phase, 0), members.get(phase, 0))
            for phase in ServicePhase
        ]
    return _table(
        by,
        name="coverage",
        title="Institutions in scope and members of Careers Hubs",
        filters=(PHASE,),
        indicators=("in_scope", "members_count", "members_percent"),
        rows=rows,
    )


def _covered(release: Release, phase: str, eligible: int, members: int) -> Row:
    part = Fraction(100 * members, eligible) if eligible else None
    return {
        PHASE.col_name: phase,
        "in_scope": str(eligible),
        "members_count": str(members),
        "members_percent": NOT_APPLICABLE if part is None else share(part, release.policy),
    }


def _table(
    by: By,
    *,
    name: str,
    title: str,
    filters: tuple[Filter, ...],
    indicators: tuple[str, ...],
    rows: Sequence[Row],
) -> Table:
    every = (*by.filters, *filters)
    return Table(
        name=f"{name}_by_{by.name}",
        title=f"{title} by {by.title}",
        columns=columns(by, every, indicators),
        filters=every,
        indicators=indicators,
        rows=tuple(rows),
    )


def _groups(release: Release, subject: Subject, by: By) -> list[ToldGroup]:
    of = {one.key: one for one in release.told if one.subject is subject}
    return [of[key] for key in by.in_order(of)]


def _begin(release: Release, group: ToldGroup, by: By) -> Row:
    who = behind(group.eligible, group.figures, release.policy)
    return time_of(release.measure_date) | by.of_group(group.key, release.hubs) | who


def _figure(release: Release, group: ToldGroup, one: ToldIndicator) -> str:
    figures = group.figures
    if figures is None:
        return SUPPRESSED
    if not figures.contributing:
        return UNAVAILABLE if group.eligible else NOT_APPLICABLE
    if one.whole is None:
        return str(figures.total(one.part))
    return share(figures.share(one), release.policy)


def _indicator(what: str, part: str, whole: str | None) -> ToldIndicator:
    return ToldIndicator(
        subject=Subject.ACTIVITY,
        indicator=f"evidence_{what}",
        part=part,
        whole=whole,
        entered="exact",
    )
