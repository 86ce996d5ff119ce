"""The page of a return: every line in words, and what can be done next.

The rule: the page offers only what the state of the return allows, and the command decides again.
"""

from datetime import date
from itertools import groupby

import msgspec

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.reporting.codes import Period, ReturnUnit
from hub_core.reporting.events import FrozenFigure
from hub_core.reporting.funders import Funder, FunderPeriod, Indicator, funders
from hub_core.reporting.restatement import Restated
from projections.hub_return.reading import StandingReturn
from services.web.academic_years import from_address, in_address
from services.web.hub_return import words
from services.web.words import counted, long_date, number


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One quarter or funder to choose."""

    value: str
    label: str
    chosen: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator in words; what the hub wrote about it stands apart, for the vault has it."""

    code: str
    label: str
    definition: str
    target: str
    value: str
    share: str
    rests_on: str
    age: str
    met: str
    met_class: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Indicators under one heading."""

    label: str
    lines: tuple[Line, ...]


class LateLine(msgspec.Struct, frozen=True, kw_only=True):
    """One restatement in words."""

    label: str
    frozen: str
    now: str
    difference: str
    rests_on: str
    why: str


class UnknownLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked and cannot be told."""

    code: str
    label: str
    why: str


class ReturnPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a return needs. ``state`` is ``under-way``, ``over``, ``frozen`` or
    ``signed-off``; ``address`` names the quarter."""

    funder: str
    note: str
    source: str
    title: str
    headline: str
    state: str
    state_words: str
    targets: str
    told: str
    restated: str
    groups: tuple[Group, ...]
    unknown: tuple[UnknownLine, ...]
    late: tuple[LateLine, ...]
    changed_question: bool
    quarters: tuple[Choice, ...]
    funders: tuple[Choice, ...]
    funder_code: str
    quarter: str
    address: str


def quarter_of(about: Period) -> str:
    """A quarter as addresses name it: 2025-26-q2."""
    return f"{in_address(about.academic_year)}-{about.period}"


def from_quarter(text: str) -> tuple[str, str] | None:
    """The academic year and the period an address names; None where it names none."""
    year, dash, period = text.rpartition("-")
    found = from_address(year) if dash and period else None
    return None if found is None else (found, period)


def return_page(found: StandingReturn, *, here: str, today: date) -> ReturnPage:
    """The page of a return as it stands today."""
    asked = {one.code: one for one in found.funder.indicator}
    shown = [(asked[one.indicator], one) for one in found.figures if one.indicator in asked]
    aimed = [one for _, one in shown if one.target is not None]
    quarter = quarter_of(found.about)
    return ReturnPage(
        funder=found.funder.name,
        note=found.funder.note,
        source=found.funder.source,
        title=f"{found.period.label}, {found.about.academic_year}",
        headline=_headline(found, aimed),
        state=_state(found),
        state_words=_state_words(found),
        targets=f"{sum(one.met is True for one in aimed)} of {len(aimed)}",
        told=f"{sum(one.value is not None for _, one in shown)} of {len(shown)}",
        restated=number(len(found.restated)),
        groups=tuple(
            Group(label=label, lines=tuple(_line(*pair) for pair in pairs))
            for label, pairs in groupby(shown, key=lambda pair: pair[0].group)
        ),
        unknown=tuple(
            UnknownLine(code=one.code, label=one.label, why=one.why) for one in found.funder.unknown
        ),
        late=tuple(
            _late(asked[one.indicator], one) for one in found.restated if one.indicator in asked
        ),
        changed_question=not found.same_question,
        quarters=_quarters(found.funder, found.about, today),
        funders=tuple(
            Choice(value=one.code, label=one.name, chosen=one.code == found.funder.code)
            for one in funders().values()
        ),
        funder_code=found.funder.code,
        quarter=quarter,
        address=f"{here}?funder={found.funder.code}&quarter={quarter}",
    )


def label_of(found: StandingReturn, code: str) -> str:
    """What a line that can be commented on is called; empty where there is none."""
    labels = {one.code: one.label for one in found.funder.indicator}
    labels |= {one.code: one.label for one in found.funder.unknown}
    return labels.get(code, "")


def _state(found: StandingReturn) -> str:
    if found.signed_off is not None:
        return "signed-off"
    if found.frozen is not None:
        return "frozen"
    return "over" if found.over else "under-way"


def _state_words(found: StandingReturn) -> str:
    ends = long_date(found.period.last_day(found.about.academic_year))
    if found.frozen is None:
        if found.over:
            return f"Not frozen yet. The quarter ended on {ends}: figures still move as records come in."
        begins = found.period.first_day(found.about.academic_year)
        if found.as_at < begins:
            return f"This quarter begins on {long_date(begins)}."
        return f"Under way until {ends}. It can be frozen from the day after."
    frozen = f"Frozen on {long_date(found.frozen.occurred_on)}, as at {ends}"
    if found.signed_off is None:
        return f"{frozen}. Not signed off yet."
    return f"{frozen}. Signed off on {long_date(found.signed_off.on)}."


def _headline(found: StandingReturn, aimed: list[FrozenFigure]) -> str:
    if not any(one.value is not None for one in found.figures):
        return "Nothing is known of this quarter yet"
    if not aimed:
        return "This funder has set no targets"
    met = sum(one.met is True for one in aimed)
    unknown = sum(one.met is None for one in aimed)
    said = f"{met} of {counted(len(aimed), 'target')} {'is' if met == 1 else 'are'} met"
    return f"{said}, {unknown} not known" if unknown else said


def _line(indicator: Indicator, figure: FrozenFigure) -> Line:
    unit = indicator.figure.unit
    verdict = words.met(figure)
    return Line(
        code=indicator.code,
        label=indicator.label,
        definition=indicator.definition,
        target=_target(indicator, figure, unit),
        value=words.value(figure, unit),
        share=f"{number(figure.part)} of {number(figure.whole)}"
        if figure.part is not None and figure.whole is not None
        else "",
        rests_on=f"{number(figure.contributing)} of {number(figure.eligible)}",
        age=long_date(figure.newest) if figure.newest else "–",
        met=verdict,
        met_class={"Met": "met", "Not met": "missed"}.get(verdict, "none"),
    )


def _target(indicator: Indicator, figure: FrozenFigure, unit: ReturnUnit) -> str:
    if figure.target is None:
        return "–"
    bound = "at least" if indicator.better == "higher" else "at most"
    return f"{bound} {words.amount(figure.target, unit)}"


def _late(indicator: Indicator, one: Restated) -> LateLine:
    unit = indicator.figure.unit
    return LateLine(
        label=indicator.label,
        frozen=words.value(one.frozen, unit),
        now=words.value(one.now, unit),
        difference=_difference(one.difference, unit),
        rests_on=f"{number(one.now.contributing)} of {number(one.now.eligible)}",
        why=one.why,
    )


def _difference(by: float | None, unit: ReturnUnit) -> str:
    if by is None:
        return "–"
    return words.amount(by, unit, signed=True) if by else "No change"


def _quarters(funder: Funder, about: Period, today: date) -> tuple[Choice, ...]:
    """Those of this year and the one before that have begun, and the one shown; the latest first."""
    this = academic_year_of(today)
    years = sorted({this, previous_academic_year(this), about.academic_year}, reverse=True)
    return tuple(
        Choice(
            value=f"{in_address(year)}-{period.code}",
            label=f"{period.label}, {year}",
            chosen=(year, period.code) == (about.academic_year, about.period),
        )
        for year in years
        for period in reversed(funder.period)
        if _begun(period, year, today) or (year, period.code) == (about.academic_year, about.period)
    )


def _begun(period: FunderPeriod, year: str, today: date) -> bool:
    return period.first_day(year) <= today
