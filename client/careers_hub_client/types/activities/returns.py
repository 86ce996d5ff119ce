"""Types of returns, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class ClassesOfYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The classes of one year group, and how many of them met somebody from the world of work."""

    classes: int
    met: int


class CorrectMonthlyCounts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give an adult service's whole month anew."""

    month: str
    counts: MonthOfAdults
    reason: ReturnCorrection


class CorrectPrimaryReturn(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give a primary school's whole return anew."""

    academic_year: str
    counts: PrimaryYear
    reason: ReturnCorrection


class MonthOfAdults(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An adult service's month: people it was in contact with, referred to it, referred on, and
    what they reached. A person counts once in each number.
    """

    contacts: int
    referrals_in: int
    referrals_out: int
    outcomes: dict[str, int] = {}


class MonthlyCountsList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every month an adult service has sent, the latest first."""

    months: tuple[MonthlyCountsView, ...]


class MonthlyCountsView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An adult service's month as it stands; `version` is what If-Match refers to."""

    month: str
    version: int
    sent_on: date
    corrected_on: date | None
    counts: MonthOfAdults


class PrimaryReturnList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every return a primary school has sent, the latest year first."""

    returns: tuple[PrimaryReturnView, ...]


class PrimaryReturnView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A primary school's year as it stands; `version` is what If-Match refers to."""

    academic_year: str
    version: int
    sent_on: date
    corrected_on: date | None
    counts: PrimaryYear


class PrimaryYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A primary school's year: classes by year group, visits, pupils reached, and what is in
    place.

    `pupils` counts a child once, `encounters` each visit once. Source of what is asked: the
    primary programme's own measures (domain 3.5).
    """

    classes: dict[str, ClassesOfYear]
    encounters: int
    pupils: int
    strategy: bool
    in_curriculum: bool
    lead_teacher: bool


#: Why a return is corrected.
ReturnCorrection = Literal["incomplete", "other", "wrong_numbers", "wrong_period"]


class SendMonthlyCounts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send an adult service's counts of a month that is over."""

    month: str
    counts: MonthOfAdults


class SendPrimaryReturn(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send a primary school's return of an academic year."""

    academic_year: str
    counts: PrimaryYear
