"""Types of providers, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import ProviderKind
from careers_hub_client.types.shared import Organisation, Publication

#: What a provider may come to tell of.
ApprovedRoute = Literal["apprenticeship", "htq", "supported_internship", "t_level", "traineeship"]


class AskForAnotherDate(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Ask a provider for another date."""

    possible: tuple[date, ...] = ()


class GrantAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Agree that a provider comes on a date."""

    agreed_for: date


class LinkEncounter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say which recorded activity a granted request led to."""

    activity: UUID


class OfferDates(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Offer a school other dates."""

    provider: Organisation
    dates: tuple[date, ...]


class PublishStatement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say where the school's provider access statement is published."""

    address: str
    reviewed_on: date | None = None


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record a request that reached a school otherwise, from a provider that is not here."""

    provider_kind: ProviderKind
    provider_name: str
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    received_on: date | None = None


#: Why a school says no.
RefusalReason = Literal[
    "another_provider",
    "checks_missing",
    "enough_arranged",
    "no_suitable_date",
    "not_approved",
    "not_our_year_groups",
    "other",
]


class RefuseAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say no to a provider, and why."""

    reason: RefusalReason


class RequestAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Ask a school to let a provider meet its learners."""

    provider: Organisation
    school: UUID
    provider_kind: ProviderKind
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]


class RequestList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Requests, the latest first; `waiting` of them wait for an answer of the school."""

    waiting: int
    requests: tuple[RequestView, ...]


#: Where a request stands.
RequestStatus = Literal["another_date", "granted", "refused", "took_place", "waiting", "withdrawn"]


class RequestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A request as both sides see it. `daysWaiting` counts to the school's first answer, or to
    today; `possible` are dates the school proposed itself.
    """

    id: UUID
    version: int
    school: UUID
    provider: UUID | None
    employer: UUID | None
    provider_kind: ProviderKind
    provider_name: str | None
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    asked_on: date
    status: RequestStatus
    days_waiting: int | None
    answered_on: date | None
    agreed_for: date | None
    possible: tuple[date, ...]
    refusal: RefusalReason | None
    activity: UUID | None


class StatementList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The statements of the schools within reach that must have one; those to remind lead."""

    schools: int
    published: int
    statements: tuple[StatementView, ...]


class StatementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A school's provider access statement and what the checker finds; version 0: it never had
    one.

    `remind` says that somebody has something to do: publish it, or review it.
    """

    institution: UUID
    name: str
    version: int
    publication: Publication
    address: str | None
    reviewed_on: date | None
    review_due_on: date | None
    remind: bool


class WithdrawRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a request back."""

    provider: Organisation
    reason: WithdrawnReason


class WithdrawStatement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the statement is no longer published."""


#: Why a request is taken back.
WithdrawnReason = Literal["made_in_error", "no_answer", "not_able", "other"]
