"""Facilitators over the API: who of a hub looks after whom, what they noted, agreed and decided.

The rule: names and notes are told to the hub's own lead and facilitators alone, and each look is recorded.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.attention.commands import AssignMatter, CloseMatter, ReopenMatter, SnoozeMatter
from hub_core.attention.decisions import Decisions
from hub_core.attention.keys import decisions_stream, matter_id
from hub_core.attention.reasons import Concern
from hub_core.execute import ENGLAND
from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.commands import (
    AgreeAction,
    EndAction,
    NoteVisit,
    RearrangeAction,
    WithdrawVisit,
)
from hub_core.facilitation.record import MemberRecord, record_stream
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.directory import named, people_of
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.on_behalf import ACTING
from hub_core.identity.people.team import Team
from hub_core.log.repository import load
from hub_core.membership.hub import Hub, no_such_hub
from services.http.openapi import ETAG
from services.http.parts import OpenParts, Parts
from services.http.permission import hub_in_path
from services.http.reading import etag, find
from services.http.routes import command_route, read_route

_MEMBER = "/hubs/{hub:uuid}/members/{institution:uuid}"


class FacilitatorView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the hub's people and what is in their hands. ``name`` is null once they were forgotten."""

    person: UUID
    name: str | None
    roles: tuple[Role, ...]
    caseload: tuple[UUID, ...]
    matters: int
    actions: int


class Facilitators(msgspec.Struct, frozen=True, kw_only=True):
    """Those who can look after members, in the order they came."""

    people: tuple[FacilitatorView, ...]


class VisitView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A meeting with the member; ``by`` is the person of the hub who noted it."""

    id: UUID
    held_on: date
    kind: VisitKind
    note: str | None
    by: UUID | None


class MemberActionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An agreed action. ``owner`` is whose hands it is in now; null for the member's own and for what a
    leaver left undone, which ``left`` tells apart. ``outcome`` is null while it is open."""

    id: UUID
    agreed_on: date
    due_on: date
    text: str | None
    owner: UUID | None
    left: bool
    ended_on: date | None
    outcome: ActionOutcome | None


class MatterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was decided about a matter: given to ``person``, or set aside ``until`` a day, or closed where
    that is null. It holds for the fact of ``on`` and ``count``."""

    reason: Concern
    person: UUID | None
    decided_on: date | None
    until: date | None
    words: str | None
    on: date | None
    count: int | None


class MemberRecordView(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub holds of one member; ``version`` is that of its meetings and actions."""

    institution: UUID
    version: int
    visits: tuple[VisitView, ...]
    actions: tuple[MemberActionView, ...]
    matters: tuple[MatterView, ...]


@read_route(
    "/hubs/{hub:uuid}/facilitators", operation="facilitation.facilitators", about=hub_in_path
)
async def facilitators(parts: OpenParts, hub: FromPath[UUID]) -> Response[Facilitators]:
    """Who of a hub looks after which members, and how much else is in their hands."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    today = parts.platform.clock().astimezone(ENGLAND).date()
    at = Organisation(OrganisationKind.HUB, hub)
    found = await people_of(ledger, at, today=today)
    listed = await named(
        ledger, parts.vault, [one for one in found if ACTING.intersection(one.roles)]
    )
    view = Facilitators(
        people=tuple(
            FacilitatorView(
                person=one.person,
                name=one.name,
                roles=one.roles,
                caseload=one.things(DutyKind.CASELOAD),
                matters=len(one.things(DutyKind.ATTENTION)),
                actions=len(one.things(DutyKind.ACTION)),
            )
            for one in listed
        )
    )
    return Response(view, headers={"cache-control": "no-store"})


@read_route(
    f"{_MEMBER}/record",
    operation="facilitation.member_record",
    about=hub_in_path,
    headers=(ETAG,),
)
async def member_record(
    parts: OpenParts, hub: FromPath[UUID], institution: FromPath[UUID]
) -> Response[MemberRecordView]:
    """What a hub noted of a member, agreed with it, and decided about its matters."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    record = await load(ledger, MemberRecord, record_stream(hub, institution))
    decisions = await load(ledger, Decisions, decisions_stream(hub, institution))
    team = await load(ledger, Team, team_stream(Organisation(OrganisationKind.HUB, hub)))
    today = parts.platform.clock().astimezone(ENGLAND).date()
    view = MemberRecordView(
        institution=institution,
        version=record.version,
        visits=await _visits(parts, record),
        actions=await _actions(parts, record, team, today),
        matters=await _matters(parts, hub, institution, decisions, team, today),
    )
    return Response(view, headers={"etag": etag(record.version), "cache-control": "no-store"})


async def _visits(parts: Parts, record: MemberRecord) -> tuple[VisitView, ...]:
    found = [
        VisitView(
            id=one.visit,
            held_on=one.held_on,
            kind=one.kind,
            note=await parts.vault.reveal(one.note),
            by=one.by,
        )
        for one in record.latest_visits()
    ]
    return tuple(found)


async def _actions(
    parts: Parts, record: MemberRecord, team: Team, today: date
) -> tuple[MemberActionView, ...]:
    found = []
    for one in record.actions_in_order():
        holder = team.holder_of(DutyKind.ACTION, one.action, on=today)
        found.append(
            MemberActionView(
                id=one.action,
                agreed_on=one.agreed_on,
                due_on=one.due_on,
                text=await parts.vault.reveal(one.text),
                owner=holder,
                left=one.left_by_owner(holder),
                ended_on=one.ended_on,
                outcome=one.outcome,
            )
        )
    return tuple(found)


async def _matters(
    parts: OpenParts,
    hub: UUID,
    institution: UUID,
    decisions: Decisions,
    team: Team,
    today: date,
) -> tuple[MatterView, ...]:
    found = []
    for reason in Concern:
        thing = matter_id(hub, institution, reason)
        person = team.holder_of(DutyKind.ATTENTION, thing, on=today)
        decision = decisions.standing.get(reason)
        if person is None and decision is None:
            continue
        found.append(
            MatterView(
                reason=reason,
                person=person,
                decided_on=decision.decided_on if decision else None,
                until=decision.until if decision else None,
                words=await parts.vault.reveal(decision.words) if decision else None,
                on=decision.need.on if decision else None,
                count=decision.need.count if decision else None,
            )
        )
    return tuple(found)


ROUTES = (
    facilitators,
    member_record,
    command_route(f"{_MEMBER}/attention/assign", AssignMatter),
    command_route(f"{_MEMBER}/attention/snooze", SnoozeMatter),
    command_route(f"{_MEMBER}/attention/close", CloseMatter),
    command_route(f"{_MEMBER}/attention/reopen", ReopenMatter),
    command_route(f"{_MEMBER}/visits", NoteVisit, creates=True),
    command_route(f"{_MEMBER}/visits/{{visit:uuid}}/withdraw", WithdrawVisit),
    command_route(f"{_MEMBER}/actions", AgreeAction, creates=True),
    command_route(f"{_MEMBER}/actions/{{action:uuid}}", RearrangeAction, replaces=True),
    command_route(f"{_MEMBER}/actions/{{action:uuid}}/end", EndAction),
)
