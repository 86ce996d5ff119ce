"""Agreements over HTTP: signed, changed, ended and read; a hub is told how its members' stand, no more."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.agreements.agreement import Agreement, agreement_stream
from hub_core.agreements.codes import AgreementState, DataClass
from hub_core.agreements.commands import AmendAgreement, EndAgreement, SignAgreement
from hub_core.agreements.events import Terms
from hub_core.execute import ENGLAND, Platform
from hub_core.log.repository import load
from hub_core.membership.institution import Institution, no_such_institution
from services.http.bodies import spelt
from services.http.parts import OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_AGREEMENT = "/institutions/{institution:uuid}/agreement"


class AgreementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The agreement that stands, or stood last; ``version`` is what If-Match refers to.

    ``terms`` is null and ``version`` 0 where none was ever signed.
    """

    institution: UUID
    version: int
    state: AgreementState
    signed_on: date | None
    ended_on: date | None
    terms: spelt(Terms) | None  # type: ignore[valid-type]


class AgreementStateView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether an institution has an agreement, what it covers today and how long; no documents."""

    institution: UUID
    state: AgreementState
    covers: tuple[DataClass, ...]
    expires_on: date | None


@read_route(_AGREEMENT, operation="agreements.agreement", about=institution_in_path, versioned=True)
async def agreement(
    platform: OpenPlatform, institution: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[AgreementView]:
    """An institution's data-sharing agreement with all its terms."""
    found, today = await _found(platform, institution)
    view = AgreementView(
        institution=institution,
        version=found.version,
        state=found.state(today),
        signed_on=found.signed_on if found.terms else None,
        ended_on=found.ended_on,
        terms=msgspec.convert(found.terms, spelt(Terms) | None, from_attributes=True),
    )
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(
    f"{_AGREEMENT}/state", operation="agreements.agreement_state", about=institution_in_path
)
async def agreement_state(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[AgreementStateView]:
    """Whether an institution has a current agreement, for which classes of data, and until when."""
    found, today = await _found(platform, institution)
    covered = found.covered(today)
    return Response(
        AgreementStateView(
            institution=institution,
            state=found.state(today),
            covers=tuple(each for each in DataClass if each in covered),
            expires_on=found.terms.expires_on if found.terms else None,
        )
    )


async def _found(platform: Platform, institution: UUID) -> tuple[Agreement, date]:
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, Agreement, agreement_stream(institution))
    return found, platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    agreement,
    agreement_state,
    command_route(_AGREEMENT, SignAgreement, creates=True),
    command_route(_AGREEMENT, AmendAgreement, replaces=True),
    command_route(f"{_AGREEMENT}/end", EndAgreement),
)
