"""A release as files to download: pairs for "Explore education statistics", and what explains them.

The rule: the same release gives the same files, to the byte; each pair passes the standard's checker, and
definitions, policy, licence and checksums go with them.
"""

import hashlib
from collections.abc import Iterator

from hub_core.open_data.checking import check
from hub_core.open_data.csvw import metadata
from hub_core.open_data.data_package import data_package
from hub_core.open_data.pair import META_COLUMNS, Pair, as_csv, filter_row, indicator_row
from hub_core.open_data.published import METADATA, PACKAGE, SUMS
from hub_core.rollups.about import LICENCE, LICENCE_ADDRESS, about, heading
from hub_core.rollups.definitions import indicators
from hub_core.rollups.explaining import ABOUT, explaining
from hub_core.rollups.layout import Table
from hub_core.rollups.release import Release
from hub_core.rollups.tables import tables


class NotToStandard(Exception):
    """A table of ours breaks the open data standard; the sentences say where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The export breaks the open data standard: " + " ".join(problems))
        self.problems = problems


def export(release: Release) -> dict[str, bytes]:
    """Every file of a release by its name. Raises ``NotToStandard`` rather than give a file that is wrong."""
    found = list(tables(release))
    files: dict[str, bytes] = {}
    for table in found:
        pair = pair_of(table)
        if problems := check(pair):
            raise NotToStandard(problems)
        files |= pair.files()
    files |= explaining(release, found)
    files["about.txt"] = about(release).encode()
    described = [(f"{table.name}.csv", table.title, _columns(table)) for table in found]
    files[METADATA] = metadata(described, licence=LICENCE_ADDRESS)
    files[PACKAGE] = data_package(
        [*described, *ABOUT],
        files,
        name=f"careers-in-england-{release.measure_date}-{release.edition.lower()}",
        title=heading(release),
        licence=(LICENCE, LICENCE_ADDRESS),
    )
    files[SUMS] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()
    return files


def pair_of(table: Table) -> Pair:
    """A table as data and meta data."""
    return Pair(
        name=table.name,
        data=as_csv(table.columns, table.rows),
        meta=as_csv(META_COLUMNS, _meta_rows(table)),
    )


def _meta_rows(table: Table) -> Iterator[dict[str, str]]:
    for one in table.filters:
        yield filter_row(col_name=one.col_name, label=one.label, hint=one.hint, default=one.default)
    for name in table.indicators:
        told = indicators()[name]
        yield indicator_row(
            col_name=told.col_name,
            label=told.label,
            grouping=told.indicator_grouping,
            unit=told.indicator_unit,
            decimals=told.indicator_dp,
        )


def _columns(table: Table) -> list[tuple[str, str, bool]]:
    """Columns with their titles, and whether they hold numbers or symbols."""
    labels = {one.col_name: one.label for one in table.filters}
    return [
        (
            name,
            labels.get(name) or (indicators()[name].label if name in table.indicators else name),
            name in table.indicators,
        )
        for name in table.columns
    ]
