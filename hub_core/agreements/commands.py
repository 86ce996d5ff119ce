"""Commands about an institution's data-sharing agreement.

The rule: the institution's own head (or its trust, the controller of an academy's data) signs, changes
and ends it; neither a hub nor whoever runs the platform can.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.agreements.agreement import Agreement, agreement_stream
from hub_core.agreements.codes import EndingReason
from hub_core.agreements.events import Terms
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.work import Changed, Command, Work, handles


class SignAgreement(Command, frozen=True, kw_only=True):
    """Sign a data-sharing agreement."""

    OPERATION: ClassVar[str] = "agreements.sign_agreement"
    institution: UUID
    terms: Terms


class AmendAgreement(Command, frozen=True, kw_only=True):
    """Give the whole terms of the agreement anew."""

    OPERATION: ClassVar[str] = "agreements.amend_agreement"
    institution: UUID
    terms: Terms


class EndAgreement(Command, frozen=True, kw_only=True):
    """End the agreement before its day."""

    OPERATION: ClassVar[str] = "agreements.end_agreement"
    institution: UUID
    reason: EndingReason


@handles(SignAgreement)
async def sign_agreement(command: SignAgreement, work: Work) -> Changed:
    """Refuses terms that cannot stand, each fault told, and a second one while one stands."""
    agreement = await _of(command.institution, work)
    agreement.sign(command.institution, command.terms, on=work.today, at=work.now)
    return Changed(id=command.institution, version=agreement.version)


@handles(AmendAgreement)
async def amend_agreement(command: AmendAgreement, work: Work) -> Changed:
    """New terms count from now on: renew it, cover more, or cover less."""
    agreement = await _of(command.institution, work)
    agreement.amend(command.institution, command.terms, on=work.today, at=work.now)
    return Changed(id=command.institution, version=agreement.version)


@handles(EndAgreement)
async def end_agreement(command: EndAgreement, work: Work) -> Changed:
    """Nothing more is taken in. What was sent stays until its learners are erased."""
    agreement = await _of(command.institution, work)
    agreement.end(command.institution, command.reason, on=work.today, at=work.now)
    return Changed(id=command.institution, version=agreement.version)


async def _of(institution: UUID, work: Work) -> Agreement:
    await work.find(Institution, institution, no_such_institution(institution))
    agreement = await work.load(Agreement, agreement_stream(institution))
    work.expect(agreement)
    return agreement
