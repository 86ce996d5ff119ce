"""Everything published together, against a reader who knows who belongs where and who contributed.

The reader takes the exported files as they are, two releases of them, writes each number that is not
withheld as an equation over what the institutions told, adds what always holds, and eliminates. The
promise: no figure that is withheld follows.
"""

import csv
import heapq
import io
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pytest

from hub_core.disclosure.release import ReleasePolicy
from hub_core.reference.areas import local_authorities, skills_improvement_area_of
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.export import export
from hub_core.rollups.figures import ACHIEVED, Extent
from hub_core.rollups.places import AREA_COLUMNS, WIDER_COLUMNS
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import Release, build
from tests.builders.daily import first_daily
from tests.builders.official_results import EDITION, HUBS, at_random, renewed

#: Elimination modulo a large prime: what follows over the fractions follows here as well.
PRIME = 2**61 - 1
Measure = tuple[str, str]
Row = dict[int, int]
AREAS = ["805", "806", "807", "301", "302"]


class Elimination:
    """What follows from equations, by plain elimination; written apart from what protects."""

    def __init__(self) -> None:
        self._by_pivot: dict[int, Row] = {}

    def add(self, row: Row) -> None:
        if left := self.rest(row):
            pivot = min(left)
            inverse = pow(left[pivot], -1, PRIME)
            self._by_pivot[pivot] = {at: value * inverse % PRIME for at, value in left.items()}

    def rest(self, row: Row) -> Row:
        """What is left of a row; nothing when it follows."""
        left = dict(row)
        settled: Row = {}
        places = sorted(left)
        while places:
            first = heapq.heappop(places)
            if not (value := left.pop(first, 0)):
                continue
            if (known := self._by_pivot.get(first)) is None:
                settled[first] = value
                continue
            for at, own in known.items():
                if at != first:
                    now = (left.get(at, 0) - value * own) % PRIME
                    if now and at not in left:
                        heapq.heappush(places, at)
                    if now:
                        left[at] = now
                    else:
                        left.pop(at, None)
        return settled


class Reader:
    """Equations over what institutions alike in all that is published told, each about one measure."""

    def __init__(self) -> None:
        self.known = Elimination()
        self._unknowns: dict[tuple[object, Measure], int] = {}
        self._identities: set[object] = set()

    def row(self, alike: Iterable[object], measure: Measure) -> Row:
        row = {}
        for one in alike:
            self._what_always_holds(one)
            row[self._unknown(one, measure)] = 1
        return row

    def _unknown(self, one: object, measure: Measure) -> int:
        return self._unknowns.setdefault((one, measure), len(self._unknowns))

    def _what_always_holds(self, one: object) -> None:
        """How many told is known, so what sums to it is; and benchmarks achieved are counted twice."""
        if one in self._identities:
            return
        self._identities.add(one)
        names = [f"Benchmark {number}" for number in range(1, 9)]
        for name in names:
            self.known.add({self._unknown(one, (name, extent)): 1 for extent in Extent})
        numbers = {number: self._unknown(one, ("number", str(number))) for number in ACHIEVED}
        self.known.add(dict.fromkeys(numbers.values(), 1))
        twice = {at: number for number, at in numbers.items() if number}
        twice |= {self._unknown(one, (name, Extent.FULLY)): PRIME - 1 for name in names}
        self.known.add(twice)


def counts(files: dict[str, bytes]) -> Iterator[tuple[tuple[str, ...], Measure, str]]:
    """Every count of the tables: of which group, of what, and as printed."""
    for name, content in files.items():
        if not name.startswith(OFFICIAL) or name.endswith("meta.csv"):
            continue
        for row in csv.DictReader(io.StringIO(content.decode())):
            place = next((row[code] for code in PLACES if row.get(code)), "England")
            own = next((row[level] for level in ITEMS if level in row), "Total")
            kind, hub = row.get("institution_type", "Total"), row.get("careers_hub", "Total")
            group = (place, kind, hub, own)
            withheld = {value == "c" for column, value in row.items() if column not in NAMING}
            assert len(withheld) == 1, "a group is shown whole or withheld whole"
            for extent in Extent if "benchmark" in row else ():
                yield group, (row["benchmark"].split(":")[0], extent), row[f"{extent}_count"]
            if (number := row.get("benchmarks_achieved", "Total")) != "Total":
                yield group, ("number", number), row["institution_count"]
            if "all_eight_count" in row:
                yield group, ("number", "8"), row["all_eight_count"]
                yield group, ("number", "0"), row["none_count"]


#: The code that says where a row lies, the finest first.
PLACES = ("new_la_code", "region_code", "english_devolved_area_code", "lsip_code")
#: Tables of official results; those of what the log was told have unknowns of their own (test_attack_told).
OFFICIAL = ("headline", "benchmarks", "distribution")
NAMING = {
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    *AREA_COLUMNS, *WIDER_COLUMNS, "institution_type", "careers_hub", *ITEMS, "benchmark",
    "benchmarks_achieved", "institutions_eligible",
}  # fmt: skip


def members(group: tuple[str, ...], institutions: Sequence[RollupInstitution]) -> Iterator[str]:
    """The results in a group, by their numbers."""
    place, kind, hub, own = group
    for one in institutions:
        area = local_authorities()[one.local_authority or ""]
        skills = skills_improvement_area_of(area.code)
        wider = (area.combined_authority_code, skills.code if skills else None)
        hub_of = HUBS[one.hub].name if one.hub else "Not in a Careers Hub"
        if (
            place in ("England", area.gss_code, area.region_code, *wider)
            and kind in ("Total", one.type.label)
            and hub in ("Total", hub_of)
            and own in ("Total", *characteristics_of(one))
            and one.result is not None
        ):
            yield str(one.result.result)


def characteristics_of(one: RollupInstitution) -> list[str]:
    """The words of an institution's characteristics; no two of them have the same."""
    return [ITEMS[level](item).label for level, item in one.characteristics.items()]


def alike(releases: Sequence[Sequence[RollupInstitution]]) -> dict[str, object]:
    """Results that stand in the same groups of the same releases, which no sum can tell apart."""
    signatures = defaultdict(list)
    for number, institutions in enumerate(releases):
        for one in institutions:
            if one.result is not None:
                signatures[str(one.result.result)].append(
                    (number, one.local_authority, one.type, one.hub, *characteristics_of(one))
                )
    return {result: tuple(where) for result, where in signatures.items()}


def withheld_that_follow(
    releases: Sequence[tuple[Sequence[RollupInstitution], dict[str, bytes]]],
) -> tuple[list[object], int]:
    """The withheld counts that the reader works out, and how many withheld there are."""
    kinds = alike([institutions for institutions, _ in releases])
    reader, targets = Reader(), []
    for institutions, files in releases:
        groups: dict[tuple[str, ...], list[str]] = {}
        for group, measure, printed in counts(files):
            if group not in groups:
                groups[group] = list(members(group, institutions))
            row = reader.row({kinds[result] for result in groups[group]}, measure)
            if printed == "c":
                targets.append((group, measure, row))
            elif printed.isdecimal():
                reader.known.add(row)
    return [(*which, row) for *which, row in targets if not reader.known.rest(row)], len(targets)


def release(
    institutions: Sequence[RollupInstitution], on: date, earlier: Sequence[Release] = ()
) -> Release:
    return build(
        institutions,
        measure_date=on,
        edition=EDITION,
        position=1,
        policy=ReleasePolicy(),
        hubs=HUBS,
        earlier=[group for one in earlier for group in one.basis],
    )


@pytest.mark.parametrize("seed", first_daily(1, 0, 2, 3, 4, 5))
def test_no_withheld_figure_follows_from_two_releases_together(seed: int):
    chance = random.Random(seed)
    first = at_random(chance, AREAS, chance.choice([40, 60, 80]))
    second = renewed(first, chance, chance.choice([0.1, 0.5]))
    autumn = release(first, date(2025, 12, 31))
    spring = release(second, date(2026, 3, 31), [autumn])
    found, withheld = withheld_that_follow([(first, export(autumn)), (second, export(spring))])
    assert withheld, "nothing was withheld, so nothing was tried"
    assert found == []


def test_the_reader_finds_what_is_badly_hidden():
    """The same reader recovers what a release hides that withholds small groups and nothing else."""
    institutions = at_random(random.Random(1), AREAS, 60)
    small = ReleasePolicy(minimum_institutions=2, minimum_learners=1)
    careless = build(
        institutions,
        measure_date=date(2026, 7, 31),
        edition=EDITION,
        position=1,
        policy=small,
        hubs=HUBS,
    )
    files = export(careless)
    first = next(one for one in careless.groups if one.key.area == AREAS[0])
    name = local_authorities()[AREAS[0]].gss_code
    assert first.figures is not None
    hidden = {
        table: b"\n".join(
            _all_suppressed(line) if name.encode() in line else line
            for line in content.split(b"\n")
        )
        for table, content in files.items()
    }
    found, withheld = withheld_that_follow([(institutions, hidden)])
    assert withheld
    assert found


def _all_suppressed(line: bytes) -> bytes:
    """The line with its figures withheld: every cell after the eligible institutions."""
    cells = next(csv.reader([line.decode()]))
    begin = 11 if cells[10] == "Total" and cells[11].isdecimal() else 12
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(
        [cell if at <= begin else "c" for at, cell in enumerate(cells)]
    )
    return text.getvalue().encode()
