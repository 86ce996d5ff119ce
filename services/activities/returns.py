"""Returns over HTTP: a primary school's year, an adult service's month, sent, corrected and read."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.membership.institution import Institution, no_such_institution
from hub_core.returns.commands import (
    CorrectMonthlyCounts,
    CorrectPrimaryReturn,
    SendMonthlyCounts,
    SendPrimaryReturn,
)
from hub_core.returns.events import Month, MonthOfAdults, PrimaryYear
from hub_core.values import AcademicYear
from services.activities.returns_of_institution import monthly_counts_of, primary_returns_of
from services.http.bodies import spelt
from services.http.parts import OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import find
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"


class PrimaryReturnView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A primary school's year as it stands; ``version`` is what If-Match refers to."""

    academic_year: AcademicYear
    version: int
    sent_on: date
    corrected_on: date | None
    counts: spelt(PrimaryYear)  # type: ignore[valid-type]


class PrimaryReturnList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Every return a primary school has sent, the latest year first."""

    returns: tuple[PrimaryReturnView, ...]


class MonthlyCountsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An adult service's month as it stands; ``version`` is what If-Match refers to."""

    month: Month
    version: int
    sent_on: date
    corrected_on: date | None
    counts: spelt(MonthOfAdults)  # type: ignore[valid-type]


class MonthlyCountsList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Every month an adult service has sent, the latest first."""

    months: tuple[MonthlyCountsView, ...]


@read_route(
    f"{_INSTITUTION}/primary-returns",
    operation="returns.primary_returns",
    about=institution_in_path,
)
async def primary_returns(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[PrimaryReturnList]:
    """A primary school's returns, the latest year first."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await primary_returns_of(platform.ledger, institution)
    return Response(
        PrimaryReturnList(
            returns=tuple(
                PrimaryReturnView(
                    academic_year=one.academic_year,
                    version=one.version,
                    sent_on=one.sent_on,
                    corrected_on=one.corrected_on,
                    counts=_outside(one.counts),
                )
                for one in found
            )
        )
    )


@read_route(
    f"{_INSTITUTION}/monthly-counts",
    operation="returns.monthly_counts",
    about=institution_in_path,
)
async def monthly_counts(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[MonthlyCountsList]:
    """An adult service's months, the latest first."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await monthly_counts_of(platform.ledger, institution)
    return Response(
        MonthlyCountsList(
            months=tuple(
                MonthlyCountsView(
                    month=one.month,
                    version=one.version,
                    sent_on=one.sent_on,
                    corrected_on=one.corrected_on,
                    counts=_outside(one.counts),
                )
                for one in found
            )
        )
    )


def _outside(counts: PrimaryYear | MonthOfAdults) -> msgspec.Struct:
    """What was counted, spelt for the outside."""
    return msgspec.convert(counts, spelt(type(counts)), from_attributes=True)


ROUTES = (
    primary_returns,
    monthly_counts,
    command_route(f"{_INSTITUTION}/primary-returns", SendPrimaryReturn, creates=True),
    command_route(f"{_INSTITUTION}/primary-returns/correct", CorrectPrimaryReturn),
    command_route(f"{_INSTITUTION}/monthly-counts", SendMonthlyCounts, creates=True),
    command_route(f"{_INSTITUTION}/monthly-counts/correct", CorrectMonthlyCounts),
)
