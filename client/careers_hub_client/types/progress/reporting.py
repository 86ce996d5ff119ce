"""Types of reporting, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec


class CommentOnIndicator(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say something about one indicator of a return; nothing takes back what was said."""

    funder: str
    academic_year: str
    period: str
    indicator: str
    comment: str | None = None


#: A figure that stands already, with where it stands. Each is as at the period's last day.
FigureName = Literal[
    "adviser_matched",
    "all_eight",
    "benchmark_achieved",
    "coverage",
    "distance_travelled",
    "encounters",
    "evaluation_recency",
    "leader_in_post",
    "leader_trained",
    "leadership_reviewed",
    "learner_encounters",
    "mean_benchmarks",
    "members_with_encounters",
    "none_achieved",
    "peer_reviewed",
    "statement_published",
]


class FreezeReturn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Freeze the figures of a period that is over."""

    funder: str
    academic_year: str
    period: str


#: How far a return has come.
HubReturnState = Literal["frozen", "open", "signed_off"]


class IndicatorView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One line of the return. `workedOutFrom` names the figure it rests on; `met` is null without
    a target or a figure.
    """

    code: str
    label: str
    definition: str
    source: str
    worked_out_from: FigureName
    unit: ReturnUnit
    figure: ReturnFigureView
    target: float | None
    met: bool | None
    comment: str | None


class RestatedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A frozen indicator that would be told otherwise today, as at the same day."""

    code: str
    frozen: ReturnFigureView
    now: ReturnFigureView
    difference: float | None
    why: str


class ReturnFigureView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A figure. `value` is null where nobody told, and where it is `withheld` because it counts
    too few learners; `part` of `whole` institutions where it is a share; `newest` is the newest
    fact's day.
    """

    value: float | None
    part: int | None
    whole: int | None
    contributing: int
    eligible: int
    newest: date | None
    withheld: bool


class ReturnFrozenView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Which return was frozen, the version it has now, and where in the log that stands."""

    id: UUID
    version: int
    position: int


class ReturnLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One period and how far its return has come."""

    funder: str
    funder_name: str
    academic_year: str
    period: str
    label: str
    ends_on: date
    state: HubReturnState


class ReturnList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every funder's periods of an academic year, in their order."""

    returns: tuple[ReturnLine, ...]


#: What a figure is counted in.
ReturnUnit = Literal["change", "mean", "number", "percent"]


class ReturnView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's return of a period. `standsAt` is the log position of frozen figures; `sameQuestion`
    is false where the funder has come to ask something else since.
    """

    hub: UUID
    version: int
    funder: str
    academic_year: str
    period: str
    label: str
    state: HubReturnState
    as_at: date
    over: bool
    frozen_on: date | None
    stands_at: int | None
    signed_off_on: date | None
    same_question: bool
    indicators: tuple[IndicatorView, ...]
    unknown: tuple[UnknownView, ...]
    restatements: tuple[RestatedView, ...]


class SignOffReturn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Answer for the frozen figures of a return."""

    funder: str
    academic_year: str
    period: str


class UnknownView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the funder asks and no figure stands for."""

    code: str
    label: str
    why: str
    comment: str | None
