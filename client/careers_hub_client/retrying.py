"""When to ask again, and how long to wait: a decision without a clock, so that it can be read and tested.

The one rule: the same call is sent again only where waiting can help, which is when no answer came, and
on 429 and 503; any other refusal is final.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom

#: Too many requests; unavailable. Source: RFC 9110 and RFC 6585.
WAITING_HELPS = frozenset({429, 503})

_chance = SystemRandom().random


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Attempts in all, and seconds between them: twice as long each time, between ``first`` and
    ``longest``, a random part of it so that many callers do not come back together.

    A hub that says ``Retry-After`` is given that long, unless it asks for more than ``longest``: then
    the refusal is yours to schedule (``retry_after``).
    """

    attempts: int = 5
    first: float = 0.5
    longest: float = 60.0
    chance: Callable[[], float] = _chance

    def wait(self, attempt: int, *, retry_after: float | None = None) -> float | None:
        """Seconds before the attempt after this one (the first is 1); None to give up."""
        if attempt >= self.attempts:
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest else None
        most = min(self.longest, self.first * 2.0 ** (attempt - 1))
        return most * (0.5 + self.chance() / 2)


#: For callers that schedule everything themselves.
NO_PATIENCE = Patience(attempts=1)


def seconds_to_wait(retry_after: str | None, *, now: datetime | None = None) -> float | None:
    """What a ``Retry-After`` header asks for, in seconds or as a date; None when it asks nothing."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
