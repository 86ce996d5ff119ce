"""Whether a pair of files keeps the rules of DfE's open data standard for "Explore education statistics".

The rule: every breach is a sentence that says in which file, where, and what to write instead; an empty
list means that the pair may be uploaded.
"""

import csv
import io
import re
from collections import Counter

from hub_core.open_data import standard
from hub_core.open_data.pair import Pair
from hub_core.open_data.read_pair import ReadPair, Row
from hub_core.open_data.rules_of_data import RULES_OF_DATA
from hub_core.open_data.rules_of_meta import RULES_OF_META, columns_of_meta

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


def check(pair: Pair) -> list[str]:
    """Every breach of the standard in a pair; none when it keeps it."""
    problems = [] if _NAME.fullmatch(pair.name) else [_bad_name(pair.name)]
    data, problems_of_data = _table(f"{pair.name}.csv", pair.data)
    meta, problems_of_meta = _table(f"{pair.name}.meta.csv", pair.meta)
    problems += problems_of_data + problems_of_meta
    if data is None or meta is None:
        return problems
    missing = [one for one in standard.REQUIRED if one not in data[0]]
    problems += [f"{pair.name}.csv: the column {one} is missing. Add it." for one in missing]
    lacking = [one for one in standard.META_REQUIRED if one not in meta[0]]
    problems += [f"{pair.name}.meta.csv: the column {one} is missing. Add it." for one in lacking]
    if missing or lacking:
        return problems
    both = ReadPair(columns=data[0], rows=data[1], about=meta[1])
    for rule in RULES_OF_DATA:
        problems += [f"{pair.name}.csv: {one}" for one in rule(both)]
    problems += [f"{pair.name}.meta.csv: {one}" for one in columns_of_meta(meta[0])]
    for rule in RULES_OF_META:
        problems += [f"{pair.name}.meta.csv: {one}" for one in rule(both)]
    return problems


def _bad_name(name: str) -> str:
    return f"{name}: use lower-case letters, digits, - and _ in a file's name, a letter first."


def _table(
    name: str, content: bytes
) -> tuple[tuple[tuple[str, ...], tuple[Row, ...]] | None, list[str]]:
    """A file's columns and rows, and what keeps it from being read."""
    if content.startswith(b"\xef\xbb\xbf"):
        return None, [f"{name}: it begins with a byte-order mark. Save it as UTF-8 without one."]
    try:
        lines = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        return None, [f"{name}: it is not CSV in UTF-8 ({problem}). Save it as such."]
    if len(lines) < 2:
        return None, [
            f"{name}: it has no rows. Give a first row of column names and rows of values."
        ]
    columns = tuple(lines[0])
    twice = sorted(one for one, times in Counter(columns).items() if times > 1)
    problems = [f"{name}: the column {one} stands there twice. Keep one." for one in twice]
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            problems.append(
                f"{name}: line {number} has {len(line)} cells and the first line {len(columns)}. "
                "Give every line the same."
            )
    if problems:
        return None, problems
    return (columns, tuple(dict(zip(columns, line, strict=True)) for line in lines[1:])), []
