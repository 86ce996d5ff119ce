"""Matches over HTTP: records that may tell of one encounter, suggested, decided and split by the school.

The rule: suggestions and decisions are folded from the institution's own events when they are asked for, so
that what it reads is what it decided, no later; nobody is named or counted in them.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.matching.commands import MatchEncounter, RejectMatch, SplitMatch
from hub_core.matching.match import MatchStatus, match_stream
from hub_core.matching.records import Decision, Record
from hub_core.matching.suggestions import Reason, Suggestion
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.told_twice import records_of, suggestions_in
from services.http.parts import OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import Limit, find
from services.http.routes import command_route, read_route

_MATCHES = "/institutions/{institution:uuid}/matches"


class RecordView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One telling of an encounter: the employer's, or the school's own."""

    id: UUID
    on: date
    type: ActivityType
    mode: DeliveryMode | None
    employer: UUID | None


class ReasonView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that the two have in common, in words."""

    code: Reason
    label: str


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Two records that may be one encounter; ``score`` is of 100."""

    encounter: RecordView
    activity: RecordView
    score: int
    reasons: tuple[ReasonView, ...]


class SuggestionList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Pairs worth deciding, the likeliest first; ``undecided`` is how many there are in all."""

    suggestions: tuple[SuggestionView, ...]
    undecided: int


class MatchView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was decided about an encounter and an activity; ``version`` is what If-Match refers to."""

    id: UUID
    encounter: UUID
    activity: UUID
    version: int
    status: MatchStatus
    decided_on: date


class MatchList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Every pair that was decided, the latest first."""

    matches: tuple[MatchView, ...]


@read_route(f"{_MATCHES}/suggestions", operation="matching.suggestions", about=institution_in_path)
async def suggestions(
    platform: OpenPlatform, institution: FromPath[UUID], limit: Limit = 50
) -> Response[SuggestionList]:
    """Encounters employers told of that may be activities the institution recorded itself."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    records = await records_of(platform.ledger, institution)
    found = await suggestions_in(platform.ledger, records)
    shown = tuple(map(_view, found[:limit]))
    return Response(SuggestionList(suggestions=shown, undecided=len(found)))


@read_route(_MATCHES, operation="matching.matches", about=institution_in_path)
async def matches(platform: OpenPlatform, institution: FromPath[UUID]) -> Response[MatchList]:
    """What an institution decided about records of one encounter."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    records = await records_of(platform.ledger, institution)
    decided = sorted(records.decisions.values(), key=lambda one: one.decided_on, reverse=True)
    return Response(MatchList(matches=tuple(map(_decided, decided))))


def _view(one: Suggestion) -> SuggestionView:
    return SuggestionView(
        encounter=_record(one.encounter),
        activity=_record(one.activity),
        score=one.score,
        reasons=tuple(ReasonView(code=reason, label=reason.label) for reason in one.reasons),
    )


def _record(one: Record) -> RecordView:
    return RecordView(id=one.id, on=one.on, type=one.type, mode=one.mode, employer=one.employer)


def _decided(one: Decision) -> MatchView:
    return MatchView(
        id=match_stream(one.encounter, one.activity),
        encounter=one.encounter,
        activity=one.activity,
        version=one.version,
        status=one.status,
        decided_on=one.decided_on,
    )


ROUTES = (
    suggestions,
    matches,
    command_route(_MATCHES, MatchEncounter),
    command_route(f"{_MATCHES}/reject", RejectMatch),
    command_route(f"{_MATCHES}/split", SplitMatch),
)
