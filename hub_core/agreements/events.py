"""What happens to an institution's data-sharing agreement.

The rule: an event gives the whole terms as they stand from then on. That an agreement has expired is
no event: its last day says so, on every day after it.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.agreements.codes import (
    DataClass,
    EndingReason,
    LawfulBasis,
    Purpose,
    SpecialCondition,
)
from hub_core.log.event import Event

#: The reference of a document as its keeper files it: a code of capitals and digits, no prose.
DocumentReference = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(?=[A-Z/.-]*[0-9])[A-Z0-9][A-Z0-9./-]{1,39}$(?!\n)",
        min_length=2,
        max_length=40,
        description="The reference under which the institution files a document: capitals, digits, "
        "full stops, strokes and hyphens, with at least one digit",
        examples=["DPIA-2026/014"],
    ),
]


class Terms(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What was agreed. ``expires_on`` is the last day on which data may be sent under it.

    ``special_condition`` goes with sensitive groups; ``impact_assessment`` with anything about single
    learners; ``document`` is the signed agreement itself, where the institution files it.
    """

    covers: Annotated[tuple[DataClass, ...], msgspec.Meta(min_length=1, max_length=len(DataClass))]
    purposes: Annotated[tuple[Purpose, ...], msgspec.Meta(min_length=1, max_length=len(Purpose))]
    lawful_basis: LawfulBasis
    starts_on: date
    expires_on: date
    special_condition: SpecialCondition | None = None
    impact_assessment: DocumentReference | None = None
    document: DocumentReference | None = None


class AgreementSigned(Event, frozen=True, kw_only=True):
    """An institution signed a data-sharing agreement."""

    TOPIC = "agreements.AgreementSigned.v1"
    institution: UUID
    occurred_on: date
    terms: Terms

    def heading(self) -> str:
        return f"An institution signed a data-sharing agreement {_until(self.terms)}"


class AgreementAmended(Event, frozen=True, kw_only=True):
    """The whole terms as they stand from this day on."""

    TOPIC = "agreements.AgreementAmended.v1"
    institution: UUID
    occurred_on: date
    terms: Terms

    def heading(self) -> str:
        return f"An institution changed its data-sharing agreement, which runs {_until(self.terms)}"


class AgreementEnded(Event, frozen=True, kw_only=True):
    """An institution ended its agreement: nothing is taken in under it from this moment on."""

    TOPIC = "agreements.AgreementEnded.v1"
    institution: UUID
    occurred_on: date
    reason: EndingReason

    def heading(self) -> str:
        return f"An institution ended its data-sharing agreement: {self.reason.label}"


def _until(terms: Terms) -> str:
    return f"until {terms.expires_on:%-d %B %Y}"
