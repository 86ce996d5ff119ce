"""The field's words and what they mean here, as data with their source.

The rule: a meaning is one or two sentences that need no other word explained to be understood.
"""

import csv
from functools import cache
from importlib.resources import files

import msgspec


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One word; ``forms`` are those by which texts are linked to it, none where it is an everyday word."""

    key: str
    word: str
    forms: tuple[str, ...]
    meaning: str
    source: str


@cache
def words() -> tuple[Word, ...]:
    """Every word, as in a dictionary."""
    text = (files("services.web.glossary_page") / "words.csv").read_text(encoding="utf-8")
    found = [
        msgspec.convert({**row, "forms": row["forms"].split("|") if row["forms"] else ()}, Word)
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(found, key=lambda one: one.word.lower()))
