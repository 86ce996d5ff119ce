"""The page of all hubs as a view: the tile map, its measures, the totals and the table twin.

The one rule: the map can be shaded by one measure at a time, each stated in words with its bands,
and a hub that has told us nothing is hatched, never pale.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from hub_core.reference.hub_areas import hub_areas
from projections.hub_dashboard.figures import HubTile
from services.web import headlines
from services.web.charts import Table, Tile, known, map_key, missing, tile_map
from services.web.charts.amount import share
from services.web.hubs_open import HubsOpen
from services.web.words import counted, number, when

#: Tiles in a row of the hubs that have no place on the map.
COLUMNS = 8


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One way to shade the map: its name, bands, and how a hub's value is worked out and said."""

    key: str
    label: str
    edges: tuple[float, ...]
    edge_words: tuple[str, ...]
    value: Callable[[HubTile], float | None]
    words: Callable[[HubTile], str]
    reached: tuple[str, str]


def _told(tile: HubTile, words: str) -> str:
    """Words for a hub that has told us something, or why it has not."""
    if not tile.members:
        return "no members yet"
    return words if tile.institutions_reporting else "no data supplied"


def _reporting(tile: HubTile) -> float | None:
    return None if not tile.institutions_reporting else tile.institutions_reporting / tile.members


def _encounters(tile: HubTile) -> float | None:
    return None if not tile.institutions_reporting else tile.encounters / tile.members


def _membership(tile: HubTile) -> float | None:
    return tile.members / tile.eligible if tile.eligible else None


MEASURES = (
    Measure(
        key="reporting",
        label="Members heard from",
        edges=(0.5, 0.7, 0.85),
        edge_words=("under 50%", "50% to 69%", "70% to 84%", "85% or more"),
        value=_reporting,
        words=lambda tile: _told(
            tile,
            f"{number(tile.institutions_reporting)} of {counted(tile.members, 'member')} "
            "supplied something",
        ),
        reached=("heard", "from 85% or more of their members"),
    ),
    Measure(
        key="encounters",
        label="Encounters per member",
        edges=(2, 5, 10),
        edge_words=("under 2", "2 to 4", "5 to 9", "10 or more"),
        value=_encounters,
        words=lambda tile: _told(
            tile, f"{counted(tile.encounters, 'encounter')} in {counted(tile.members, 'member')}"
        ),
        reached=("recorded", "10 encounters or more for each member"),
    ),
    Measure(
        key="membership",
        label="Membership",
        edges=(0.5, 0.75, 0.95),
        edge_words=("under 50%", "50% to 74%", "75% to 94%", "95% or more"),
        value=_membership,
        words=lambda tile: (
            f"{number(tile.members)} of {counted(tile.eligible, 'eligible institution')} "
            "are members"
        ),
        reached=("gathered", "95% or more of the eligible institutions"),
    ),
)


class HubRow(msgspec.Struct, frozen=True, kw_only=True):
    """One hub in the list below the map."""

    name: str
    href: str | None
    members: int
    eligible: int
    reporting: int
    encounters: str
    newest: str


class HubsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of all hubs needs."""

    headline: str
    academic_year: str
    search: str
    measure: Measure
    measures: tuple[Measure, ...]
    map: Markup
    elsewhere: Markup
    key: tuple[tuple[str, str], ...]
    finding: str
    rows: tuple[HubRow, ...]
    opens: HubsOpen
    totals: tuple[tuple[str, str, str], ...]
    hubs: int


def hubs_page(
    tiles: Sequence[HubTile],
    *,
    academic_year: str,
    measure: str,
    search: str,
    now: datetime,
    opens: HubsOpen,
) -> HubsPage:
    """The map of all hubs, and the list of those whose name holds ``search``, with links to the
    dashboards that open for whoever asks."""
    chosen = next((one for one in MEASURES if one.key == measure), MEASURES[0])
    wanted = search.casefold().strip()
    placed = [tile for tile in tiles if tile.slug in hub_areas()]
    elsewhere = [tile for tile in tiles if tile.slug not in hub_areas()]
    return HubsPage(
        headline=headlines.england(tiles, academic_year),
        academic_year=academic_year,
        search=search,
        measure=chosen,
        measures=MEASURES,
        map=_map([_tile(tile, tile.column, tile.row, chosen, opens) for tile in placed], chosen),
        elsewhere=_map(
            [
                _tile(tile, index % COLUMNS, index // COLUMNS, chosen, opens)
                for index, tile in enumerate(elsewhere)
            ],
            chosen,
        ),
        key=map_key([chosen.value(tile) for tile in tiles], chosen.edge_words),
        finding=_finding(tiles, chosen),
        rows=tuple(
            _row(tile, now, opens)
            for tile in sorted(tiles, key=lambda tile: tile.name)
            if wanted in tile.name.casefold()
        ),
        opens=opens,
        totals=_totals(tiles),
        hubs=len(tiles),
    )


def _finding(tiles: Sequence[HubTile], measure: Measure) -> str:
    """How many hubs reach the highest band."""
    values = [measure.value(tile) for tile in tiles]
    reached = sum(value is not None and value >= measure.edges[-1] for value in values)
    number_of = (
        f"{number(reached)} of {counted(len(tiles), 'hub')}" if reached else "No hub has yet"
    )
    return f"{number_of} {' '.join(measure.reached)}"


def hubs_table(tiles: Sequence[HubTile]) -> Table:
    """The figures of every hub, for the file."""
    return Table(
        ("Hub", "Members", "Eligible", "Supplied something", "Encounters"),
        tuple(
            (
                tile.name,
                (
                    known(tile.members),
                    known(tile.eligible),
                    known(tile.institutions_reporting),
                    known(tile.encounters) if tile.institutions_reporting else missing(),
                ),
            )
            for tile in sorted(tiles, key=lambda tile: tile.name)
        ),
    )


def _map(tiles: list[Tile], measure: Measure) -> Markup:
    return tile_map(tiles, edges=measure.edges) if tiles else Markup("")


def _tile(tile: HubTile, column: int, row: int, measure: Measure, opens: HubsOpen) -> Tile:
    return Tile(
        column=column,
        row=row,
        label=tile.tile_label,
        name=tile.name,
        href=opens.link(tile.slug),
        value=measure.value(tile),
        words=measure.words(tile),
    )


def _row(tile: HubTile, now: datetime, opens: HubsOpen) -> HubRow:
    return HubRow(
        name=tile.name,
        href=opens.link(tile.slug),
        members=tile.members,
        eligible=tile.eligible,
        reporting=tile.institutions_reporting,
        encounters=_told(tile, number(tile.encounters)),
        newest=when(tile.newest, now) if tile.newest else "",
    )


def _totals(tiles: Sequence[HubTile]) -> tuple[tuple[str, str, str], ...]:
    members = sum(tile.members for tile in tiles)
    eligible = sum(tile.eligible for tile in tiles)
    reporting = sum(tile.institutions_reporting for tile in tiles)
    encounters = sum(tile.encounters for tile in tiles)
    of_eligible = f"{share(members, eligible)} of " if eligible and members <= eligible else "Of "
    return (
        ("Hubs", number(len(tiles)), "Areas on the map are illustrative"),
        ("Member institutions", number(members), f"{of_eligible}{number(eligible)} eligible"),
        (
            "Heard from this year",
            number(reporting),
            (
                f"{number(members - reporting)} "
                f"{'has' if members - reporting == 1 else 'have'} told us nothing yet"
            ),
        ),
        (
            "Encounters delivered",
            number(encounters) if reporting else "no data supplied",
            "One for each institution that took part",
        ),
    )
