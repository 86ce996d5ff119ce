"""The pages of releases as views: which there are, what is in one, and what it says otherwise than the last.

The rule: what changed is found by comparing what was published with what was published, and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hub_core.open_data.published import (
    CODES,
    DEFINITIONS,
    METADATA,
    NATIONAL,
    PACKAGE,
    SUMS,
    Breakdown,
    Measure,
    PublishedTable,
    table_names,
)
from hub_core.rollups.differences import Difference, differences
from hub_core.rollups.explaining import QUINTILES
from hub_core.snapshots.store import PublishedSnapshot
from services.web.national_page.choice import RELEASE, release_key
from services.web.national_page.figures import measures
from services.web.national_page.words import (
    EXPLAINED,
    SYMBOLS,
    as_at,
    edition_name,
    restated,
    said,
)
from services.web.publications import newest_versions
from services.web.statistics_page.downloads import ALL, digest
from services.web.words import counted, long_date

HERE = "/statistics"
#: Cells of a restatement that are listed at most; the files tell the rest.
MOST_CHANGES = 60


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One release in a list."""

    href: str
    name: str
    about: str
    restated: str
    replaced: tuple[tuple[str, str], ...]


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """One file to take away, with its size and checksum."""

    href: str
    name: str
    what: str
    size: str
    sha256: str


class TableToTake(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a release with the files it comes in."""

    title: str
    rows: str
    files: tuple[Download, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that differs, as it was and as it is; ``what`` says of whom, empty where it is of England."""

    what: str
    figure: str
    before: str
    after: str


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a release says otherwise than the one before it: ``listed`` of ``number`` figures."""

    before: str
    href: str
    headline: str
    listed: tuple[Change, ...]
    number: int


class ReleasePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of one release needs; ``newer`` leads to the version that replaced it."""

    name: str
    edition: str
    about: str
    restated: str
    newer: str
    figures: str
    tables: tuple[TableToTake, ...]
    others: tuple[Download, ...]
    changes: Changes | None
    definitions: tuple[Measure | Breakdown, ...]
    symbols: tuple[tuple[str, str, str], ...]


def releases_page(releases: Sequence[PublishedSnapshot]) -> tuple[Release, ...]:
    """The releases that stand, newest first, each with the versions it replaced."""
    return tuple(
        Release(
            href=f"{HERE}/{one.snapshot}",
            name=f"As at {as_at(one)}",
            about=f"{edition_name(one)}. Published {long_date(one.published_on)}",
            restated=restated(one),
            replaced=tuple(
                (
                    f"{HERE}/{other.snapshot}",
                    f"Version {other.version}, {long_date(other.published_on)}",
                )
                for other in reversed(releases)
                if _same(one, other) and other.version < one.version
            ),
        )
        for one in newest_versions(releases)
    )


def before(
    release: PublishedSnapshot, releases: Sequence[PublishedSnapshot]
) -> PublishedSnapshot | None:
    """What a release is compared with: the version it replaced, or the measure date before it."""
    replaced = [one for one in releases if _same(one, release) and one.version < release.version]
    if replaced:
        return replaced[-1]
    earlier = [
        one
        for one in newest_versions(releases)
        if one.edition == release.edition and one.measure_date < release.measure_date
    ]
    return earlier[0] if earlier else None


def release_page(
    release: PublishedSnapshot,
    releases: Sequence[PublishedSnapshot],
    files: Mapping[str, bytes],
    tables: Sequence[PublishedTable],
    earlier: tuple[PublishedSnapshot, Mapping[str, bytes], Sequence[PublishedTable]] | None,
) -> ReleasePage:
    """One release, beside the one before it if there is one."""
    newest = next(one for one in newest_versions(releases) if _same(one, release))
    return ReleasePage(
        name=as_at(release),
        edition=edition_name(release),
        about=f"Published {long_date(release.published_on)}, version {release.version}",
        restated=restated(release),
        newer="" if newest == release else f"{HERE}/{newest.snapshot}",
        figures=f"/national?{RELEASE}={release_key(release)}",
        tables=tuple(_table(release, one, files) for one in tables),
        others=tuple(_others(release, files)),
        changes=None if earlier is None else _changes(release, files, tables, *earlier),
        definitions=(*measures(tables).values(), *_breakdowns(tables)),
        symbols=tuple((one, SYMBOLS[one], EXPLAINED[one]) for one in SYMBOLS),
    )


def _breakdowns(tables: Sequence[PublishedTable]) -> Iterable[Breakdown]:
    """What figures are told apart by and needs explaining, each once."""
    every = {name: one for table in tables for name, one in table.filters.items()}
    return (one for one in every.values() if one.definition)


def _same(one: PublishedSnapshot, other: PublishedSnapshot) -> bool:
    return (one.measure_date, one.edition) == (other.measure_date, other.edition)


def _table(
    release: PublishedSnapshot, table: PublishedTable, files: Mapping[str, bytes]
) -> TableToTake:
    data, meta = f"{table.name}.csv", f"{table.name}.meta.csv"
    return TableToTake(
        title=table.title,
        rows=counted(len(table.rows), "row"),
        files=(
            _download(release, data, "Data (CSV)", files[data]),
            _download(release, meta, "What its columns are (CSV)", files[meta]),
            Download(
                href=f"{HERE}/{release.snapshot}/{table.name}.json",
                name=f"{table.name}.json",
                what="Data (JSON)",
                size="",
                sha256="",
            ),
        ),
    )


def _others(release: PublishedSnapshot, files: Mapping[str, bytes]) -> Iterable[Download]:
    yield Download(
        href=f"{HERE}/{release.snapshot}/{ALL}", name=ALL, what="All files", size="", sha256=""
    )
    pairs = {f"{name}{end}" for name in table_names(files) for end in (".csv", ".meta.csv")}
    what = {
        DEFINITIONS: "What every figure means",
        CODES: "Codes by which hubs stay the same",
        QUINTILES: "Where deprivation quintiles begin and end",
        METADATA: "What the tables are, for machines (CSV on the Web)",
        PACKAGE: "What the tables are, for machines (Data Package)",
        SUMS: "Checksums of all files",
        "about.txt": "What the release is, in words, and its licence",
    }
    for name in sorted(files.keys() - pairs):
        yield _download(release, name, what.get(name, name), files[name])


def _download(release: PublishedSnapshot, name: str, what: str, content: bytes) -> Download:
    return Download(
        href=f"{HERE}/{release.snapshot}/{name}",
        name=name,
        what=what,
        size=_size(len(content)),
        sha256=digest(content),
    )


def _size(number: int) -> str:
    return f"{number:,} bytes" if number < 1000 else f"{round(number / 1000):,} kB"


def _changes(
    release: PublishedSnapshot,
    files: Mapping[str, bytes],
    tables: Sequence[PublishedTable],
    earlier: PublishedSnapshot,
    earlier_files: Mapping[str, bytes],
    earlier_tables: Sequence[PublishedTable],
) -> Changes:
    found = differences(earlier_files, files)
    replaced = _same(release, earlier)
    listed = (
        [_change(one, measures(tables)) for one in found[:MOST_CHANGES]]
        if replaced
        else list(_of_england(earlier_tables, tables))
    )
    what = "replaced" if replaced else "before it"
    return Changes(
        before=f"version {earlier.version}" if replaced else as_at(earlier),
        href=f"{HERE}/{earlier.snapshot}",
        headline=f"{counted(len(found), 'figure')} {'differs' if len(found) == 1 else 'differ'} from "
        f"the release {what}",
        listed=tuple(listed),
        number=len(found),
    )


def _change(one: Difference, known: Mapping[str, Measure]) -> Change:
    measure = known.get(one.indicator)
    return Change(
        what=one.about,
        figure=measure.label if measure else one.indicator,
        before=_said(one.before, measure),
        after=_said(one.after, measure),
    )


def _of_england(
    earlier: Sequence[PublishedTable], tables: Sequence[PublishedTable]
) -> Iterable[Change]:
    """Figures of England as a whole that differ, each once."""
    was, became = _england(earlier), _england(tables)
    for name, measure in measures(tables).items():
        if name in became and was.get(name) != became[name]:
            yield Change(
                what="",
                figure=measure.label,
                before=_said(was.get(name), measure),
                after=_said(became[name], measure),
            )


def _england(tables: Sequence[PublishedTable]) -> dict[str, str]:
    """The cells of England's rows in tables whose filters all have a total."""
    found: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            if row.area.level == NATIONAL and set(row.items.values()) <= {"Total"}:
                found = dict(row.cells) | found
    return found


def _said(text: str | None, measure: Measure | None) -> str:
    if text is None:
        return "not there"
    return said(text, measure) if measure else text
