"""Refusals: what a person is told when a command cannot be accepted.

    Refusal
    ├── Invalid        the request itself is wrong; every wrong field is listed
    ├── Forbidden      this principal may not do this
    ├── NotFound       there is no such thing, or none this principal may know of
    ├── Conflict       the thing's state does not allow it (a second confirmation)
    ├── StaleVersion   it has changed since the caller last read it
    └── CommandIdReused  the command id was used before for another request

Every refusal carries a stable ``kind`` (part of the API) and a sentence that says what, where and how
to mend it. Nothing has been written when one is raised.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with one field. ``field`` is a JSON path such as ``attendance.learners[3]``."""

    field: str
    reason: str
    remedy: str = ""


class Refusal(Exception):
    """Base of all refusals. ``kind`` is stable; ``detail`` is for the person who must act."""

    KIND: ClassVar[str] = "refused"
    TITLE: ClassVar[str] = "The request was refused"

    def __init__(
        self, detail: str, *, kind: str | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = kind or self.KIND
        self.problems = tuple(problems)


class Invalid(Refusal):
    """One or more fields are wrong. Nothing was recorded."""

    KIND = "invalid-request"
    TITLE = "Some of what was sent needs mending"

    @classmethod
    def field(cls, field: str, reason: str, remedy: str = "") -> "Invalid":
        """A refusal about a single field."""
        problem = Problem(field=field, reason=reason, remedy=remedy)
        return cls(f"{reason} {remedy}".strip(), problems=(problem,))


class Forbidden(Refusal):
    """The principal may not do this."""

    KIND = "forbidden"
    TITLE = "You may not do this"


class NotFound(Refusal):
    """There is no such thing."""

    KIND = "not-found"
    TITLE = "There is no such thing"


class Conflict(Refusal):
    """The state of things does not allow it."""

    KIND = "conflict"
    TITLE = "This cannot be done now"


class StaleVersion(Refusal):
    """The caller decided on an earlier version than the one that stands."""

    KIND = "stale-version"
    TITLE = "This has changed since you last read it"


class CommandIdReused(Refusal):
    """Same command id, another request."""

    KIND = "idempotency-key-reused"
    TITLE = "This Idempotency-Key was used for another request"
