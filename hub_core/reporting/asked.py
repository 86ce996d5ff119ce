"""Which return is meant: the funder and period somebody names, or the usual ones where they name none.

The rule: a funder or period there is not is answered with those there are.
"""

from datetime import date

from hub_core.academic_years import academic_year_of, first_day
from hub_core.gatsby.edition import editions
from hub_core.refusals import NotFound
from hub_core.reporting.codes import Period
from hub_core.reporting.funders import Funder, FunderPeriod, funders
from hub_core.values import AcademicYear


def period_asked(
    funder: str | None, academic_year: AcademicYear | None, period: str | None, *, today: date
) -> Period:
    """The first funder, the current year, and the period under way (of another year the first), where they
    were not named."""
    asked = _funder(funder or next(iter(funders())))
    this_year = academic_year_of(today)
    usual = asked.period_on(today) if academic_year in (None, this_year) else asked.period[0]
    about = Period(
        funder=asked.code, academic_year=academic_year or this_year, period=period or usual.code
    )
    asked_for(about)
    return about


def asked_for(about: Period) -> tuple[Funder, FunderPeriod]:
    """The funder and the period of it; raises ``NotFound`` with what there is."""
    first = next(iter(editions().values())).in_use_from
    if first_day(about.academic_year) < first:
        raise NotFound(
            f"Returns begin with {academic_year_of(first)}, when benchmarks were first asked for."
        )
    funder = _funder(about.funder)
    period = funder.period_of(about.period)
    if period is None:
        known = ", ".join(one.code for one in funder.period)
        raise NotFound(f"{funder.name} has no period {about.period!r}. It has: {known}.")
    return funder, period


def _funder(code: str) -> Funder:
    funder = funders().get(code)
    if funder is None:
        raise NotFound(f"There is no funder {code!r} here. There are: {', '.join(funders())}.")
    return funder
