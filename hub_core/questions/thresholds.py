"""Thresholds of the questions, read from their file.

The rule: no number stands in code; each comes with where it is from.
"""

from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

_Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
_Number = Annotated[int, msgspec.Meta(ge=1)]


class _Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of the file has: where its numbers are from."""

    source: str


class CopiedForward(_Threshold, frozen=True, kw_only=True):
    """Official results of a year that only repeat the one before: so many."""

    at_least: _Number


class RollDiffers(_Threshold, frozen=True, kw_only=True):
    """A roll that differs from the census by more than so many per cent of it."""

    percent: _Percent


class SelfTicked(_Threshold, frozen=True, kw_only=True):
    """So many check-lists of only yes that nobody else tells of, and more than this share of all answered."""

    at_least: _Number
    percent: _Percent


class ConfirmedInSeconds(_Threshold, frozen=True, kw_only=True):
    """So many confirmations within so many seconds."""

    seconds: _Number
    at_least: _Number


class SampleSize(_Threshold, frozen=True, kw_only=True):
    """How many records a sample holds."""

    size: _Number


class Thresholds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them."""

    copied_forward: CopiedForward
    roll: RollDiffers
    self_ticked: SelfTicked
    confirmed_in_seconds: ConfirmedInSeconds
    sample: SampleSize


@cache
def thresholds() -> Thresholds:
    """The thresholds as shipped."""
    text = (files("hub_core.questions") / "thresholds.toml").read_bytes()
    return msgspec.toml.decode(text, type=Thresholds)
