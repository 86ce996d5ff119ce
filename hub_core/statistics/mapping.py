"""How the files of a published collection are read: which column says what, told by a mapping file.

The rule: a year with other columns needs another word in its mapping and no code; what a mapping asks for and
a file lacks is told in a sentence.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

_FOLDER = files("hub_core.statistics") / "mappings"


class BadMapping(ValueError):
    """A mapping file cannot be used; the sentence says why."""


class Measure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a column holds, under whichever of its names a file has. ``unit`` is "" for numbers."""

    code: str
    label: str
    columns: tuple[str, ...]
    unit: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The parts add up to the whole, to within so much, where all of them are numbers."""

    whole: str
    parts: tuple[str, ...]
    within: float


class Collection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published collection: whose, under which licence, and how its files are read.

    ``places`` has the column of the place's GSS code by geographic level; rows of other levels, and those
    with other values than ``only`` allows, are left aside.
    """

    code: str
    title: str
    source: str
    licence: str
    period: str
    places: Mapping[str, str]
    measures: tuple[Measure, ...]
    only: Mapping[str, tuple[str, ...]] = {}
    identities: tuple[Identity, ...] = ()

    def reads(self, columns: frozenset[str]) -> bool:
        """Whether a file with these columns is of this collection: all but some measures are there."""
        needed = {self.period, "geographic_level", *self.only}
        return needed <= columns and any(columns.intersection(one.columns) for one in self.measures)


@cache
def collections() -> Mapping[str, Collection]:
    """The collections that come with the platform, by code."""
    shipped = [
        parsed(one.read_text("utf-8"), one.name)
        for one in sorted(_FOLDER.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".toml")
    ]
    return {one.code: one for one in shipped}


def parsed(text: str, name: str) -> Collection:
    """A mapping's text as a collection. Raises ``BadMapping``."""
    try:
        found = msgspec.convert(tomllib.loads(text), Collection)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise BadMapping(f"The mapping {name} cannot be used: {problem}.") from problem
    measures = {one.code for one in found.measures}
    for one in found.identities:
        if unknown := sorted({one.whole, *one.parts} - measures):
            raise BadMapping(f"The mapping {name} has an identity of unknown measures: {unknown}.")
    return found
