"""Charts drawn on the server: small SVG shapes with their words, table and file of the same
figures.

The one rule: a picture never stands alone. Every chart has a headline that says what it shows, a
text alternative made from the same numbers, and a table twin; a suppressed value and a missing one
are drawn as what they are, never as nought.
"""

from services.web.charts.amount import Amount, known, missing, not_yet, suppressed
from services.web.charts.bars import bar_chart, columns_by_month, coverage_bar
from services.web.charts.chart import Chart, DrawnChart, Table
from services.web.charts.sparkline import sparkline
from services.web.charts.tiles import Tile, map_key, tile_map

__all__ = [
    "Amount",
    "Chart",
    "DrawnChart",
    "Table",
    "Tile",
    "bar_chart",
    "columns_by_month",
    "coverage_bar",
    "known",
    "map_key",
    "missing",
    "not_yet",
    "sparkline",
    "suppressed",
    "tile_map",
]
