"""The tile map: one square a hub, laid out by hand so that neighbours stay neighbours.

The one rule: the tiles are in reading order, links where they lead somewhere, and the shade repeats
what a table says, so the map works by keyboard, without colour, and without sight.
"""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

#: Shades from least to most; a tile without data is hatched, not pale.
BANDS = 4


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """One square: where it lies (from 0), what it is called, where it leads (None: nowhere), and its value.

    ``value`` decides the shade between nought and the largest; None is hatched. ``words`` say the
    value.
    """

    column: int
    row: int
    label: str
    name: str
    href: str | None
    value: float | None
    words: str


def band(value: float | None, edges: Sequence[float]) -> str:
    """The class of a value: the number of edges it reaches, or ``none`` without data."""
    if value is None:
        return "none"
    return str(1 + sum(value >= edge for edge in edges))


def initials(label: str) -> str:
    """A label for the small tiles of a phone: initials, or the first letters of a single word."""
    words = [word for word in label.split() if word not in ("and", "of", "the")]
    return words[0][:4] if len(words) == 1 else "".join(word[0] for word in words)


def map_key(
    values: Sequence[float | None], edge_words: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The shades with what each stands for; hatching only where some value is missing."""
    key = tuple((str(index + 1), words) for index, words in enumerate(edge_words))
    return (*key, ("none", "no data supplied")) if None in values else key


def tile_map(tiles: Sequence[Tile], *, edges: Sequence[float]) -> Markup:
    """Draw the tiles, from north to south and west to east.

    ``edges`` are the lower ends of the second and later bands. Raises ``ValueError`` for more bands
    than there are shades, and for two hubs on one tile.
    """
    if len(edges) >= BANDS:
        raise ValueError(f"{len(edges)} edges make {len(edges) + 1} bands; there are {BANDS}.")
    taken: dict[tuple[int, int], str] = {}
    for tile in tiles:
        place = (tile.column, tile.row)
        if place in taken:
            raise ValueError(f"{tile.name} and {taken[place]} lie on the same tile {place}.")
        taken[place] = tile.name
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    squares = Markup("").join(_square(tile, band(tile.value, edges)) for tile in ordered)
    return Markup('<ol class="hub-tiles">{}</ol>').format(squares)


def _square(tile: Tile, shade: str) -> Markup:
    leads = Markup('a href="{}"').format(tile.href) if tile.href else Markup("span")
    return Markup(
        '<li class="hub-tile hub-tile--column-{} hub-tile--row-{}">'
        '<{} class="hub-tile__link hub-tile__link--{}">'
        '<svg class="hub-tile__square" width="100%" height="100%" aria-hidden="true" '
        'focusable="false"><rect class="hub-shade--{}" width="100%" height="100%" rx="4"/></svg>'
        '<span class="hub-tile__label" aria-hidden="true">{}</span>'
        '<span class="hub-tile__short" aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden">{}: {}</span>'
        '<span class="hub-tile__card" aria-hidden="true"><strong>{}</strong> {}</span></{}></li>'
    ).format(
        tile.column, tile.row, leads, shade, shade, tile.label, initials(tile.label),
        tile.name, tile.words, tile.name, tile.words, "a" if tile.href else "span",
    )  # fmt: skip
