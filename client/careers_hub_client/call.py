"""What is asked of the hub, as a value: one operation with its path, its body and its key.

The one rule: a call is one deed. Sending the same call again, now or after a failure, is the same deed
again, and the hub records it once: its `Idempotency-Key` is made with the call, not with the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Self, TypeVar
from uuid import uuid4

Told = TypeVar("Told")
Item = TypeVar("Item")

JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Call(Generic[Told]):
    """One operation of the API, ready to be sent by a client. Made by the functions of ``operations``.

    ``answer`` is the type its answer is decoded as; ``bytes`` is given as it comes.
    """

    operation: str
    method: str
    path: str
    answer: Any
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    content_type: str = JSON
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"

    def under(self, key: str) -> Self:
        """The same under your own key, 8 to 100 visible ASCII characters: for deeds that have a number
        in your system, so that even a restart of it sends none of them twice."""
        return replace(self, key=key)


@dataclass(frozen=True, kw_only=True)
class PagedCall(Call[Told], Generic[Told, Item]):
    """One whose answer comes in pages. ``items`` is the field of a page that holds its items."""

    items: str

    def after(self, cursor: str) -> Self:
        """The page after the one that ended with this cursor."""
        return replace(self, query={**self.query, "cursor": cursor})


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[Told]):
    """What the hub answered.

    ``etag`` is the version it has now, for ``if_match`` of the next change; ``position`` is where in
    the log a change stands, for ``at_least`` of a read; ``replayed`` says that this is the first answer
    again, and nothing was recorded now.
    """

    told: Told
    etag: str | None = None
    position: int | None = None
    replayed: bool = False
