"""People over the API: who is in which role where, leaving, handing over, being forgotten.

The rule: names are told to colleagues and to those who may invite there; everybody else who may look sees
roles and pseudonyms.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.execute import ENGLAND
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.directory import Colleague, may_see_names, named, people_of
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.identity.people.keys import person_of_principal
from hub_core.identity.people.leaving_commands import EndRole, ErasePerson, HandOver
from hub_core.identity.people.organisation_names import names_of
from hub_core.identity.people.principals import Held, organisations_of
from hub_core.log.ledger import Ledger
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.permission import everybodys
from services.http.routes import command_route, read_route
from services.identity.about import organisation_in_path
from services.identity.links import HolderView


class HeldView(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation you can act for: your roles there, and its name."""

    organisation: HolderView
    roles: tuple[Role, ...]
    name: str


class MeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who asks: pseudonym, the organisation acted for and the roles there, and everywhere else."""

    id: str
    person: UUID | None
    organisation: HolderView | None
    roles: tuple[Role, ...]
    on_behalf_of: HolderView | None
    organisations: tuple[HeldView, ...]


class DutyView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing somebody looks after: an institution, an invitation, a key, a link, an encounter.

    ``until`` is the day after which it is over by itself.
    """

    kind: DutyKind
    thing: UUID
    until: date | None


class PersonView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody with a role. ``name`` and ``email`` are null where they are not to be shown."""

    id: UUID
    name: str | None
    email: str | None
    roles: tuple[Role, ...]
    duties: tuple[DutyView, ...]


class PeopleList(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody with a role at an organisation, in the order they came."""

    people: tuple[PersonView, ...]


@read_route("/me", operation="identity.me", about=everybodys)
async def me(platform: OpenPlatform, principal: CurrentPrincipal) -> Response[MeView]:
    """Who you are here: the organisation you act for, and the others you could act for."""
    view = MeView(
        id=principal.id,
        person=person_of_principal(principal.id),
        organisation=_holder(principal.organisation),
        roles=tuple(role for role in Role if role in principal.roles),
        on_behalf_of=_holder(principal.on_behalf_of),
        organisations=tuple(
            HeldView(organisation=_view(one.organisation), roles=one.roles, name=one.name)
            for one in await _everywhere(platform.ledger, principal)
        ),
    )
    return Response(view, headers={"cache-control": "no-store"})


@read_route(
    "/organisations/{kind:str}/{organisation:uuid}/people",
    operation="identity.people",
    about=organisation_in_path,
)
async def people(
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
    kind: FromPath[OrganisationKind],
    organisation: FromPath[UUID],
) -> Response[PeopleList]:
    """Everybody with a role at an organisation; names for colleagues and for those who may invite there."""
    at = Organisation(kind, organisation)
    today = platform.clock().astimezone(ENGLAND).date()
    found = await people_of(platform.ledger, at, today=today)
    if await may_see_names(platform.ledger, principal, at):
        found = await named(platform.ledger, parts.vault, found)
    return Response(PeopleList(people=tuple(map(_shown, found))))


async def _everywhere(ledger: Ledger, principal: Principal) -> tuple[Held, ...]:
    if (person := person_of_principal(principal.id)) is not None:
        return await organisations_of(ledger, person)
    if principal.organisation is None:
        return ()
    names = await names_of(ledger, [principal.organisation])
    roles = tuple(role for role in Role if role in principal.roles)
    return (
        Held(
            organisation=principal.organisation,
            roles=roles,
            name=names[principal.organisation],
        ),
    )


def _view(organisation: Organisation) -> HolderView:
    return HolderView(kind=organisation.kind, id=organisation.id)


def _holder(organisation: Organisation | None) -> HolderView | None:
    return None if organisation is None else _view(organisation)


def _shown(colleague: Colleague) -> PersonView:
    return PersonView(
        id=colleague.person,
        name=colleague.name,
        email=colleague.email,
        roles=colleague.roles,
        duties=tuple(
            DutyView(kind=one.kind, thing=one.thing, until=one.until) for one in colleague.duties
        ),
    )


ROUTES: tuple[HTTPRouteHandler, ...] = (
    me,
    people,
    command_route("/people/{person:uuid}/end-role", EndRole),
    command_route("/people/{person:uuid}/hand-over", HandOver),
    command_route("/people/{person:uuid}/erase", ErasePerson),
    command_route("/hubs/{hub:uuid}/caseload", AssignCaseload),
)
