"""What a reader of the national figures chose: all of it stands in the address, which can be sent on.

The rule: an address that asks for what no release has is answered with a sentence, never with another figure.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec
from litestar.exceptions import NotFoundException

from hub_core.open_data.published import PublishedTable
from hub_core.snapshots.store import PublishedSnapshot
from services.web.national_page.figures import Way, choices, measures, parts, ways
from services.web.publications import newest_versions

#: What is shown before anything was chosen, where a release has it.
FIRST_MEASURE = "mean_benchmarks"
#: Names in the address that are no filters.
MEASURE, BY, AREA, OTHER, RELEASE = "measure", "by", "area", "with", "release"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One view: of which release, which measure, broken down which way (None: not so published), under which
    ``items`` of the other filters, with the ``area`` that is followed over time and the ``other`` beside it.
    ``pinned``: the address names the release, and goes on to."""

    release: PublishedSnapshot
    pinned: bool
    measure: str
    by: str
    way: Way | None
    items: Mapping[str, str]
    area: str
    other: str

    def query(self, **changed: str) -> str:
        """The same view as the part of an address after the question mark, with something changed."""
        asked = {MEASURE: self.measure, BY: self.by, **self.items}
        asked |= {AREA: self.area, OTHER: self.other}
        if self.pinned:
            asked[RELEASE] = release_key(self.release)
        return urlencode({name: value for name, value in (asked | changed).items() if value})


def release_key(release: PublishedSnapshot) -> str:
    """How an address names a release: 2026-07-31.GATSBY-2024.1."""
    return f"{release.measure_date}.{release.edition}.{release.version}"


def release_of(
    asked: Mapping[str, str], releases: Sequence[PublishedSnapshot]
) -> PublishedSnapshot:
    """The release an address names, by its day alone or in full; by default the newest. There is one."""
    standing = newest_versions(releases)
    if RELEASE not in asked:
        return standing[0]
    for one in [*standing, *releases]:
        if asked[RELEASE] in (release_key(one), one.measure_date.isoformat()):
            return one
    raise _not_there("release")


def choice_of(
    asked: Mapping[str, str],
    release: PublishedSnapshot,
    tables: Sequence[PublishedTable],
) -> Choice:
    """What an address asks of a release's tables; raises ``NotFoundException`` for what it does not have."""
    known = measures(tables)
    first = FIRST_MEASURE if FIRST_MEASURE in known else next(iter(known), "")
    measure = asked.get(MEASURE, first)
    if measure not in known:
        raise _not_there("measure")
    there = ways(tables, measure)
    by = asked.get(BY, next(iter(there), ""))
    way = there.get(by)
    if way is None and by not in _every_way(tables):
        raise _not_there("breakdown")
    items = {} if way is None else _items(asked, way)
    found = [] if way is None else parts(way, items)
    keys = {one.key for one in found}
    # Addresses sent on before hubs had codes have their names.
    by_name = {one.name: one.key for one in found}
    area, other = (
        key if key in keys else by_name.get(key, "")
        for key in (asked.get(AREA, ""), asked.get(OTHER, ""))
    )
    return Choice(
        release=release,
        pinned=RELEASE in asked,
        measure=measure,
        by=by,
        way=way,
        items=items,
        # A place of another breakdown was followed before: it is let go when that is changed.
        area=area,
        other=other if area and other != area else "",
    )


def _items(asked: Mapping[str, str], way: Way) -> dict[str, str]:
    chosen = {}
    for name, offered in choices(way).items():
        chosen[name] = asked.get(name, offered[0])
        if chosen[name] not in way.table.items(name):
            raise _not_there(way.table.filters[name].label.lower())
    return chosen


def _every_way(tables: Sequence[PublishedTable]) -> set[str]:
    return {key for measure in measures(tables) for key in ways(tables, measure)}


def _not_there(what: str) -> NotFoundException:
    return NotFoundException(
        f"No published figures have such a {what}. Begin again from the page of national figures."
    )
