"""The questions of a form, what was typed into them, and what is wrong with it.

The rule: what was typed is kept as it was typed, so that a page with an error gives back every word.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import msgspec

Values = Mapping[str, str]

#: Characters of an answer that are looked at; the longest number or code has fewer.
LONGEST = 60
_NO_SUCH_DAY = "Enter a real date, such as 4 3 2026."
_NO_SUCH_DAY_OR_NONE = "Enter a real date, such as 4 3 2026, or leave all three parts empty."


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A whole number from 0 to ``most``."""

    kind: ClassVar[str] = "number"
    name: str
    label: str
    most: int
    hint: str = ""
    optional: bool = False


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of a few; ``options`` are codes with their words. A long list is a ``select``."""

    kind: ClassVar[str] = "choice"
    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    missing: str
    hint: str = ""
    optional: bool = False
    select: bool = False
    inline: bool = False


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A line of words; ``missing`` says what to enter where there must be some."""

    kind: ClassVar[str] = "text"
    name: str
    label: str
    longest: int
    missing: str = ""
    hint: str = ""


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day, asked for in three parts."""

    kind: ClassVar[str] = "day"
    name: str
    label: str
    hint: str = ""
    optional: bool = False


class Several(msgspec.Struct, frozen=True, kw_only=True):
    """Any of many, at least one, in groups with a heading; names are ``name-code``."""

    kind: ClassVar[str] = "several"
    name: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    missing: str
    hint: str = ""


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """Whole numbers in rows and columns; a row may be left empty. Names are ``name-row-column``."""

    kind: ClassVar[str] = "grid"
    name: str
    label: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    row_heading: str
    most: int
    hint: str = ""

    def errors_in(self, errors: Mapping[str, str]) -> tuple[str, ...]:
        """What is wrong with any of its numbers, in order."""
        return tuple(errors[place] for place in (self.name, *inputs(self)) if place in errors)


Field = Number | Choice | Text | Day | Several | Grid


class Answers:
    """What was typed into a form. Reading a field notes what is wrong with it in ``errors``, by id."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.errors: dict[str, str] = {}

    def wrong(self, place: str, sentence: str) -> None:
        """Note what is wrong with a field; the first thing said about it stands."""
        self.errors.setdefault(place, sentence)

    def number(self, field: Number) -> int | None:
        """The number typed; None when there is none or it is wrong."""
        text = self._typed(field.name)
        if not text:
            if not field.optional:
                self.wrong(
                    field.name, f"Enter a number for “{field.label}”. Enter 0 if there were none."
                )
            return None
        return self._whole(text, field.name, "", field.most)

    def choice(self, field: Choice) -> str | None:
        """The code chosen; None when there is none."""
        text = self._typed(field.name)
        if text in {code for code, _ in field.options}:
            return text
        if text or not field.optional:
            self.wrong(field.name, field.missing)
        return None

    def text(self, field: Text) -> str | None:
        """The words typed; None when there are none."""
        text = " ".join(self.values.get(field.name, "").split())
        if len(text) > field.longest:
            self.wrong(field.name, f"Enter {field.longest} characters or fewer.")
            return None
        if not text and field.missing:
            self.wrong(field.name, field.missing)
        return text or None

    def day(self, field: Day) -> date | None:
        """The day typed; None when there is none or there is no such day."""
        parts = [self._typed(f"{field.name}-{part}") for part in ("day", "month", "year")]
        if not any(parts):
            if field.optional:
                return None
            self.wrong(field.name, "Enter the day, month and year, such as 4 3 2026.")
            return None
        try:
            day, month, year = (int(part) if part.isascii() else 0 for part in parts)
            return date(year, month, day)
        except (ValueError, OverflowError):
            self.wrong(field.name, _NO_SUCH_DAY_OR_NONE if field.optional else _NO_SUCH_DAY)
            return None

    def several(self, field: Several) -> tuple[str, ...]:
        """The codes ticked, in the order of the form; none is noted as wrong."""
        found = tuple(
            code
            for _, options in field.groups
            for code, _ in options
            if self._typed(f"{field.name}-{code}")
        )
        if not found:
            self.wrong(field.name, field.missing)
        return found

    def grid(self, field: Grid) -> dict[str, dict[str, int]]:
        """The numbers typed, by row and column; rows left empty are absent."""
        found = {}
        for row, row_label in field.rows:
            typed = {
                column: self._typed(f"{field.name}-{row}-{column}") for column, _ in field.columns
            }
            if not any(typed.values()):
                continue
            numbers = {}
            for column, label in field.columns:
                name = f"{field.name}-{row}-{column}"
                if not typed[column]:
                    self.wrong(name, f"{row_label}: enter a number for “{label}”, or 0.")
                    continue
                number = self._whole(typed[column], name, f"{row_label}, {label}: ", field.most)
                if number is not None:
                    numbers[column] = number
            found[row] = numbers
        return found

    def _typed(self, name: str) -> str:
        return self.values.get(name, "").strip()[:LONGEST]

    def _whole(self, text: str, place: str, label: str, most: int) -> int | None:
        plain = text.replace(",", "").replace(" ", "")
        if not (plain.isascii() and plain.isdigit()):
            self.wrong(
                place, f"{label}“{text[:20]}” is not a whole number. Use digits, such as 24."
            )
            return None
        if int(plain) > most:
            self.wrong(place, f"{label}{int(plain):,} is too many. Enter {most:,} or fewer.")
            return None
        return int(plain)


def inputs(field: Field) -> tuple[str, ...]:
    """The names, and ids, of the field's inputs, in order."""
    match field:
        case Day():
            return tuple(f"{field.name}-{part}" for part in ("day", "month", "year"))
        case Several():
            return tuple(
                f"{field.name}-{code}" for _, options in field.groups for code, _ in options
            )
        case Grid():
            return tuple(
                f"{field.name}-{row}-{column}"
                for row, _ in field.rows
                for column, _ in field.columns
            )
        case _:
            return (field.name,)


def day_values(name: str, day: date) -> dict[str, str]:
    """A day as the three parts of its field."""
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }
