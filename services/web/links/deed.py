"""What a link's page is made from: the deed, in words, and the form that tells how it went.

The rule: a deed knows its own purpose's facts only. ``read`` turns answers into the one command it is for.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from hub_core.work import Command
from services.web.links.fields import Answers, Field

#: A label and what stands beside it.
Row = tuple[str, str]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a deed's page. ``about`` are its facts, ``asks`` follows the sender's name."""

    heading: str
    asks: str
    about: tuple[Row, ...]
    recorded: str
    send: str


class Deed(Protocol):
    """One purpose, about one thing."""

    @property
    def wording(self) -> Wording:
        """Its page in words."""

    @property
    def form(self) -> tuple[Field, ...]:
        """Its questions, in order."""

    @property
    def begins_with(self) -> Mapping[str, str]:
        """What stands in the form before anything is typed."""

    @property
    def checked(self) -> bool:
        """Whether answers are shown once more before they are sent."""

    def read(self, answers: Answers) -> Command | None:
        """The command; None when something in ``answers`` is wrong."""

    def told(self, command: Command) -> tuple[Row, ...]:
        """What is about to be recorded, for checking."""

    def place(self, field: str) -> str | None:
        """Where in the form a refused field of the command was typed."""


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """The link is good, but what it was for is settled by now."""

    why: str
