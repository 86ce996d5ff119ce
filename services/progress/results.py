"""Official Compass results over HTTP: an institution's own, and a hub's members' side by side.

The rule: shown as reported, never recomputed and never mixed with what the log evidences.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.belonging import members_of
from hub_core.evaluations.codes import BenchmarkStatus, EvaluationType, ResultSource
from hub_core.evaluations.commands import (
    CorrectCompassResult,
    RecordCompassResult,
    WithdrawCompassResult,
)
from hub_core.evaluations.members_file import RecordMembersFile
from hub_core.evaluations.members_results import RecordMembersResults
from hub_core.evaluations.official_results import OfficialResults, results_stream
from hub_core.evaluations.standing import OfficialResult, in_order, last_measure_date, latest
from hub_core.execute import ENGLAND
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from services.http.openapi import ETAG
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import etag, find
from services.http.routes import command_route, read_route
from services.progress.asked import asked_day

_RESULTS = "/institutions/{institution:uuid}/compass-results"
_RESULT = f"{_RESULTS}/{{result:uuid}}"

AsAt = Annotated[
    date | None,
    QueryParameter(
        name="asAt", description="Only what was completed by this day; by default today."
    ),
]


class ReportedView(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark as reported; null where Compass gave no percentage or no status."""

    benchmark: int
    percentage: int | None
    status: BenchmarkStatus | None
    achieved: bool


class ResultView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One completed evaluation as reported. ``copiedForward`` says that it only repeats the one before."""

    id: UUID
    completed_on: date
    edition: str
    evaluation_type: EvaluationType
    source: ResultSource
    achieved: int
    copied_forward: bool
    benchmarks: tuple[ReportedView, ...]


class ResultList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's results, the latest first. ``atMeasureDate`` is the one that counts at the
    measure date before ``asAt``; null where nothing had been reported by then."""

    institution: UUID
    version: int
    as_at: date
    measure_date: date
    at_measure_date: UUID | None
    results: tuple[ResultView, ...]


class MemberResultView(msgspec.Struct, frozen=True, kw_only=True):
    """A member with its latest result, null where it has reported none."""

    institution: UUID
    name: str
    urn: str | None
    latest: ResultView | None


class HubResults(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub's members with the latest result of each by ``asAt``, as reported, by name.

    ``reported`` of ``members`` have one; ``sinceMeasureDate`` of them completed it on or after the
    measure date before ``asAt``.
    """

    as_at: date
    measure_date: date
    members: int
    reported: int
    since_measure_date: int
    institutions: tuple[MemberResultView, ...]


@read_route(
    _RESULTS, operation="evaluations.compass_results", about=institution_in_path, headers=(ETAG,)
)
async def compass_results(
    platform: OpenPlatform,
    institution: FromPath[UUID],
    as_at: AsAt = None,
) -> Response[ResultList]:
    """An institution's official Compass results as reported, the latest first."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    day = asked_day(as_at, platform.clock().astimezone(ENGLAND).date())
    results = await load(platform.ledger, OfficialResults, results_stream(institution))
    standing = [each for each in in_order(results.standing.values()) if each.completed_on <= day]
    measure_date = last_measure_date(day)
    counts = latest(standing, measure_date)
    view = ResultList(
        institution=institution,
        version=results.version,
        as_at=day,
        measure_date=measure_date,
        at_measure_date=counts.result if counts else None,
        results=tuple(map(_shown, reversed(standing))),
    )
    return Response(view, headers={"etag": etag(results.version)})


@read_route(
    "/hubs/{hub:uuid}/compass-results", operation="evaluations.hub_results", about=hub_in_path
)
async def hub_results(
    platform: OpenPlatform, hub: FromPath[UUID], as_at: AsAt = None
) -> Response[HubResults]:
    """The latest official result of each member of a hub, as reported."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    day = asked_day(as_at, platform.clock().astimezone(ENGLAND).date())
    measure_date = last_measure_date(day)
    members = await members_of(platform.ledger, hub)
    known = await load_many(platform.ledger, Institution, members)
    told = await load_many(platform.ledger, OfficialResults, map(results_stream, members))
    last = {
        each: latest(in_order(told[results_stream(each)].standing.values()), day)
        for each in members
    }
    found = [result for result in last.values() if result is not None]
    return Response(
        HubResults(
            as_at=day,
            measure_date=measure_date,
            members=len(members),
            reported=len(found),
            since_measure_date=sum(result.completed_on >= measure_date for result in found),
            institutions=tuple(
                MemberResultView(
                    institution=each,
                    name=known[each].details.name,
                    urn=known[each].urn,
                    latest=_shown(result) if (result := last[each]) else None,
                )
                for each in sorted(members, key=lambda each: (known[each].details.name, each))
            ),
        )
    )


def _shown(result: OfficialResult) -> ResultView:
    return ResultView(
        id=result.result,
        completed_on=result.completed_on,
        edition=result.edition,
        evaluation_type=result.evaluation_type,
        source=result.source,
        achieved=result.achieved,
        copied_forward=result.copied_forward,
        benchmarks=tuple(
            ReportedView(
                benchmark=number,
                percentage=told.percentage,
                status=told.status,
                achieved=told.achieved,
            )
            for number, told in sorted(result.benchmarks.items())
        ),
    )


ROUTES = (
    compass_results,
    hub_results,
    command_route(_RESULTS, RecordCompassResult, creates=True),
    command_route(_RESULT, CorrectCompassResult, replaces=True),
    command_route(f"{_RESULT}/withdraw", WithdrawCompassResult),
    command_route("/hubs/{hub:uuid}/compass-results", RecordMembersResults),
    command_route("/hubs/{hub:uuid}/compass-results/file", RecordMembersFile),
)
