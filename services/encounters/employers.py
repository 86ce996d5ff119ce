"""Employers over the API: who they are, what they would host, what they hold, how often they are asked.

The rule: an id of an employer that was merged is answered with the one it was merged into.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.access import Resource
from hub_core.belonging import owners_of_employer
from hub_core.employers.approach_commands import RecordApproach, SetApproachLimits
from hub_core.employers.approaches import Approaches, approaches_stream
from hub_core.employers.check_commands import DeclareCheckNotNeeded, RecordCheck
from hub_core.employers.check_events import CheckKind, CheckNotNeededReason
from hub_core.employers.checks import Checks, checks_stream
from hub_core.employers.commands import (
    ChangeEmployerDetails,
    RecordStandardsAssessment,
    RegisterEmployer,
)
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.employers.events import EmployerForm
from hub_core.employers.standing_commands import (
    DesignateCornerstone,
    EndCornerstone,
    MergeEmployers,
    UndoMerge,
    VerifyEmployer,
    WithdrawVerification,
)
from hub_core.execute import ENGLAND
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.reference.employers import EmployerSize, Sector
from services.http.authentication import Connection
from services.http.parts import OpenPlatform
from services.http.permission import ledger_of
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route


class EmployerView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An employer as it describes itself; a sole trader's name and postcode are told to nobody.

    ``verified`` says that a hub has made sure who it is, ``cornerstoneOf`` for which hubs it is a
    cornerstone, ``merged`` which ids lead here since employers were merged.
    """

    id: UUID
    version: int
    form: EmployerForm
    name: str | None
    company_number: str | None
    charity_number: str | None
    postcode: str | None
    sic_codes: tuple[str, ...]
    sector: Sector | None
    size: EmployerSize | None
    verified: bool
    cornerstone_of: tuple[UUID, ...]
    standards_assessed_on: date | None
    merged: tuple[UUID, ...]


class CheckView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One check: until when it is valid, or why it is not needed; ``seenBy`` is a hub, if one saw it."""

    kind: CheckKind
    valid_until: date | None
    seen_by: UUID | None
    not_needed: CheckNotNeededReason | None


class ChecksView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The checks an employer holds; ``version`` is what If-Match refers to."""

    employer: UUID
    version: int
    checks: tuple[CheckView, ...]


class LimitsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """At most so many approaches in so many days, and so many days from one to the next."""

    approaches: int
    days: int
    cool_off_days: int


class ContactGuardView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How often institutions may approach an employer, and from when one more may; None for never."""

    employer: UUID
    version: int
    limits: LimitsView
    next_possible: date | None


async def employer_resolved(ledger: Ledger, employer: UUID) -> Employer:
    """The employer of an id, or the one it was merged into; raises ``NotFound``."""
    found = await find(ledger, Employer, employer, no_such_employer(employer))
    if found.merged_into is None:
        return found
    return await find(ledger, Employer, found.merged_into, no_such_employer(employer))


async def employer_about(connection: Connection) -> Resource:
    """The employer the path names, also by the id of one that was merged into it."""
    named: UUID = connection.path_params["employer"]
    owners = await owners_of_employer(ledger_of(connection), named)
    return Resource(owners=owners, things=frozenset({named}))


@read_route(
    "/employers/{employer:uuid}",
    operation="encounters.employer",
    about=employer_about,
    versioned=True,
)
async def employer(
    platform: OpenPlatform, employer: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[EmployerView]:
    """One employer."""
    found = await employer_resolved(platform.ledger, employer)
    details = found.details
    view = EmployerView(
        id=found.id,
        version=found.version,
        form=details.form,
        name=details.name,
        company_number=details.company_number,
        charity_number=details.charity_number,
        postcode=details.postcode,
        sic_codes=details.sic_codes,
        sector=details.sector,
        size=details.size,
        verified=found.verified_by is not None,
        cornerstone_of=tuple(sorted(found.cornerstone_of)),
        standards_assessed_on=found.standards_assessed_on,
        merged=tuple(sorted(found.absorbed)),
    )
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(
    "/employers/{employer:uuid}/checks",
    operation="employers.checks",
    about=employer_about,
    versioned=True,
)
async def checks(
    platform: OpenPlatform, employer: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[ChecksView]:
    """The insurance and checks an employer holds. Version 0 says that it told of none."""
    found = await employer_resolved(platform.ledger, employer)
    held = await load(platform.ledger, Checks, checks_stream(found.id))
    view = ChecksView(
        employer=found.id,
        version=held.version,
        checks=tuple(
            CheckView(
                kind=kind,
                valid_until=held.valid_until.get(kind),
                seen_by=held.seen_by.get(kind),
                not_needed=held.not_needed.get(kind),
            )
            for kind in CheckKind
            if kind in held.valid_until or kind in held.not_needed
        ),
    )
    return one(view, version=held.version, if_none_match=if_none_match)


@read_route(
    "/employers/{employer:uuid}/approaches",
    operation="employers.contact_guard",
    about=employer_about,
)
async def contact_guard(
    platform: OpenPlatform, employer: FromPath[UUID]
) -> Response[ContactGuardView]:
    """How often institutions may approach an employer, and when it is possible next."""
    found = await employer_resolved(platform.ledger, employer)
    guard = await load(platform.ledger, Approaches, approaches_stream(found.id))
    today = platform.clock().astimezone(ENGLAND).date()
    return Response(
        ContactGuardView(
            employer=found.id,
            version=guard.version,
            limits=msgspec.convert(guard.limits, LimitsView, from_attributes=True),
            next_possible=guard.next_possible(today),
        )
    )


_EMPLOYER = "/employers/{employer:uuid}"
_AT_HUB = "/hubs/{hub:uuid}/employers"

ROUTES = (
    employer,
    checks,
    contact_guard,
    command_route("/employers", RegisterEmployer, creates=True),
    command_route(_EMPLOYER, ChangeEmployerDetails, replaces=True),
    command_route(f"{_EMPLOYER}/checks", RecordCheck),
    command_route(f"{_EMPLOYER}/checks/not-needed", DeclareCheckNotNeeded),
    command_route(f"{_EMPLOYER}/standards-assessment", RecordStandardsAssessment),
    command_route(f"{_EMPLOYER}/approach-limits", SetApproachLimits, replaces=True),
    command_route("/institutions/{institution:uuid}/approaches", RecordApproach),
    command_route(f"{_AT_HUB}/{{employer:uuid}}/verify", VerifyEmployer),
    command_route(f"{_AT_HUB}/{{employer:uuid}}/withdraw-verification", WithdrawVerification),
    command_route(f"{_AT_HUB}/{{employer:uuid}}/cornerstone", DesignateCornerstone),
    command_route(f"{_AT_HUB}/{{employer:uuid}}/end-cornerstone", EndCornerstone),
    command_route(f"{_AT_HUB}/{{survivor:uuid}}/merge", MergeEmployers),
    command_route(f"{_AT_HUB}/{{survivor:uuid}}/undo-merge", UndoMerge),
)
