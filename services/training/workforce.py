"""The careers workforce over HTTP: an institution's people by name, a hub's posts without names.

The rule: names come out of the vault for the institution and its hub only, and each look is recorded.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.belonging import members_of
from hub_core.execute import ENGLAND
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.vault import Vault
from hub_core.workforce.codes import ColleagueRole
from hub_core.workforce.commands import (
    AppointCareersLeader,
    ChangeContract,
    ForgetPerson,
    MatchEnterpriseAdviser,
    NameColleague,
    StandDownCareersLeader,
    StandDownColleague,
    UnmatchEnterpriseAdviser,
)
from hub_core.workforce.members_contacts import RecordMembersContacts
from hub_core.workforce.register import Workforce, workforce_stream
from services.http.openapi import ETAG
from services.http.parts import OpenParts, OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import etag, find
from services.http.routes import command_route, read_route

_WORKFORCE = "/institutions/{institution:uuid}/workforce"
_LEADER = "/institutions/{institution:uuid}/careers-leader"


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the workforce; name and address are null once they were forgotten."""

    id: UUID
    name: str | None
    email: str | None


class CareersLeaderView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The careers leader in post. ``contractEndsOn`` is null where it is open-ended or not told."""

    person: StaffView
    since: date
    shared: bool
    contract_ends_on: date | None
    training_required: bool | None


class EnterpriseAdviserView(msgspec.Struct, frozen=True, kw_only=True):
    """An enterprise adviser matched to the institution."""

    person: StaffView
    since: date


class ColleagueView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who holds another role; ``volunteer_of`` is the employer that a governor comes from."""

    person: StaffView
    role: ColleagueRole
    since: date
    volunteer_of: UUID | None


class WorkforceView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's careers workforce as it stands. ``vacantSince`` is set while the post of careers
    leader is vacant after somebody left it; both null: nobody was ever told."""

    institution: UUID
    version: int
    careers_leader: CareersLeaderView | None
    vacant_since: date | None
    enterprise_advisers: tuple[EnterpriseAdviserView, ...]
    colleagues: tuple[ColleagueView, ...]


class PostsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether a member's posts are filled, without a name; ``governors_from`` are the employers that its
    link governors come from."""

    institution: UUID
    name: str
    careers_leader_since: date | None
    vacant_since: date | None
    contract_ends_on: date | None
    enterprise_advisers: int
    link_governor: bool
    governors_from: tuple[UUID, ...]


class HubWorkforce(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub's members and their posts, by name. ``untold`` have never named a careers leader, which is
    not the same as a vacancy. ``governed`` have a link governor, ``governed_by_employers`` one from an
    employer. ``renewals`` are contracts that end within a year, the soonest first."""

    members: int
    in_post: int
    vacant: int
    untold: int
    matched: int
    governed: int
    governed_by_employers: int
    renewals: tuple[UUID, ...]
    institutions: tuple[PostsView, ...]


@read_route(_WORKFORCE, operation="workforce.workforce", about=institution_in_path, headers=(ETAG,))
async def workforce(parts: OpenParts, institution: FromPath[UUID]) -> Response[WorkforceView]:
    """Who leads, advises on and governs careers at an institution, by name."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    found = await load(ledger, Workforce, workforce_stream(institution))
    people = await _people(found, parts.vault)
    leader = found.leader
    view = WorkforceView(
        institution=institution,
        version=found.version,
        careers_leader=CareersLeaderView(
            person=_person(leader.person, people),
            since=leader.since,
            shared=leader.shared,
            contract_ends_on=leader.contract.ends_on if leader.contract else None,
            training_required=leader.contract.training_required if leader.contract else None,
        )
        if leader
        else None,
        vacant_since=found.vacant_since,
        enterprise_advisers=tuple(
            EnterpriseAdviserView(person=_person(person, people), since=since)
            for person, since in found.advisers.items()
        ),
        colleagues=tuple(
            ColleagueView(
                person=_person(person, people),
                role=role,
                since=since,
                volunteer_of=found.governors_from.get(person)
                if role is ColleagueRole.LINK_GOVERNOR
                else None,
            )
            for (person, role), since in found.colleagues.items()
        ),
    )
    return Response(view, headers={"etag": etag(found.version), "cache-control": "no-store"})


@read_route("/hubs/{hub:uuid}/workforce", operation="workforce.hub_workforce", about=hub_in_path)
async def hub_workforce(platform: OpenPlatform, hub: FromPath[UUID]) -> Response[HubWorkforce]:
    """Which of a hub's members have a careers leader, an enterprise adviser, a link governor."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    members = await members_of(platform.ledger, hub)
    known = await load_many(platform.ledger, Institution, members)
    registers = await load_many(platform.ledger, Workforce, map(workforce_stream, members))
    posts = sorted(
        (_posts(known[one], registers[workforce_stream(one)]) for one in members),
        key=lambda one: (one.name, one.institution),
    )
    today = platform.clock().astimezone(ENGLAND).date()
    return Response(
        HubWorkforce(
            members=len(posts),
            in_post=sum(one.careers_leader_since is not None for one in posts),
            vacant=sum(one.vacant_since is not None for one in posts),
            untold=sum(
                one.careers_leader_since is None and one.vacant_since is None for one in posts
            ),
            matched=sum(one.enterprise_advisers > 0 for one in posts),
            governed=sum(one.link_governor for one in posts),
            governed_by_employers=sum(bool(one.governors_from) for one in posts),
            renewals=_renewals(posts, today),
            institutions=tuple(posts),
        )
    )


async def _people(found: Workforce, vault: Vault) -> Mapping[UUID, StaffView]:
    shown = {*found.advisers, *(person for person, _ in found.colleagues)}
    if found.leader is not None:
        shown.add(found.leader.person)
    return {
        person: StaffView(
            id=person,
            name=await vault.reveal(kept.name),
            email=await vault.reveal(kept.email) if kept.email else None,
        )
        for person in shown
        if (kept := found.people.get(person)) is not None
    }


def _person(person: UUID, people: Mapping[UUID, StaffView]) -> StaffView:
    return people.get(person) or StaffView(id=person, name=None, email=None)


def _posts(institution: Institution, found: Workforce) -> PostsView:
    leader = found.leader
    return PostsView(
        institution=institution.id,
        name=institution.details.name,
        careers_leader_since=leader.since if leader else None,
        vacant_since=found.vacant_since,
        contract_ends_on=leader.contract.ends_on if leader and leader.contract else None,
        enterprise_advisers=len(found.advisers),
        link_governor=any(role is ColleagueRole.LINK_GOVERNOR for _, role in found.colleagues),
        governors_from=tuple(sorted(set(found.governors_from.values()))),
    )


def _renewals(posts: list[PostsView], today: date) -> tuple[UUID, ...]:
    """Members whose careers leader's contract ends within 365 days, or has ended, the soonest first."""
    ending = [
        (one.contract_ends_on, one.institution)
        for one in posts
        if one.contract_ends_on is not None and (one.contract_ends_on - today).days <= 365
    ]
    return tuple(institution for _, institution in sorted(ending))


ROUTES = (
    workforce,
    hub_workforce,
    command_route("/hubs/{hub:uuid}/workforce/file", RecordMembersContacts),
    command_route(_LEADER, AppointCareersLeader, creates=True),
    command_route(f"{_LEADER}/stand-down", StandDownCareersLeader),
    command_route(f"{_LEADER}/contract", ChangeContract, replaces=True),
    command_route(
        "/institutions/{institution:uuid}/enterprise-advisers", MatchEnterpriseAdviser, creates=True
    ),
    command_route(
        "/institutions/{institution:uuid}/enterprise-advisers/{person:uuid}/unmatch",
        UnmatchEnterpriseAdviser,
    ),
    command_route(_WORKFORCE, NameColleague, creates=True),
    command_route(f"{_WORKFORCE}/{{person:uuid}}/stand-down", StandDownColleague),
    command_route(f"{_WORKFORCE}/{{person:uuid}}/forget", ForgetPerson),
)
