"""A hub's file of contacts, row by row: cells become a person in a role, or are told with column and remedy.

The rule: a person's name or address is never quoted back, for what is answered is kept.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from hub_core.evaluations.members_results import MOST_BYTES, MOST_ROWS, RowProblem
from hub_core.evaluations.result_rows import (
    Cell,
    day_in,
    institution_of,
    personal,
    places_of,
    problem_of,
)
from hub_core.files.reading import FileLimits, read_table
from hub_core.identity.people.commands import EmailAddress, PersonName
from hub_core.workforce.codes import ColleagueRole
from hub_core.workforce.people import PersonSent

#: How columns may be named, whatever their capitals, spaces and dashes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "urn": ("urn",),
    "ukprn": ("ukprn",),
    "role": ("role", "position"),
    "name": ("name", "full_name", "contact", "contact_name"),
    "email": ("email", "e_mail", "email_address"),
    "since": ("since", "appointed_on", "from"),
}
REQUIRED = ("role", "name")
#: What the careers leader is called in the column “role”; every other role is a colleague's.
CAREERS_LEADER = "careers_leader"
_LIMITS = FileLimits(most_bytes=MOST_BYTES, rows=MOST_ROWS, columns=60, cell=400, faults=MOST_ROWS)
_ROLES: Mapping[str, ColleagueRole | None] = {
    CAREERS_LEADER: None,
    **{role.value: role for role in ColleagueRole},
    **{re.sub(r"[^a-z]+", "_", role.label.lower()): role for role in ColleagueRole},
}


class MemberContact(msgspec.Struct, frozen=True, kw_only=True):
    """One row: somebody at an institution; ``role`` is None for the careers leader."""

    line: int
    urn: str | None
    ukprn: str | None
    role: ColleagueRole | None
    who: PersonSent
    since: date | None


class ContactsRead(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that could be read, what is wrong with the others, and what was left out."""

    rows: tuple[MemberContact, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    sentence: str


def read_contacts(content: bytes) -> ContactsRead:
    """Every row of a file. Raises ``UnreadableFile`` for what is no table, ``Invalid`` without columns."""
    table = read_table(io.BytesIO(content), limits=_LIMITS)
    places = places_of(table, COLUMNS, REQUIRED)
    rows: list[MemberContact] = []
    problems: list[RowProblem] = []
    for line, cells in table.rows():
        told = {name: cells[place].strip() for name, place in places.items()}
        faults = list(_faults(told))
        problems += [problem_of(line, *fault) for fault in faults]
        if not faults:
            rows.append(_row(line, told))
    problems += [problem_of(one.line, "", "", one.reason, one.remedy) for one in table.faults]
    known = set(places.values())
    return ContactsRead(
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        ignored=tuple(name for place, name in enumerate(table.columns) if place not in known),
        sentence=table.findings.sentence(),
    )


def _faults(told: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Everything wrong with a row, so that it is mended once."""
    for read in (institution_of, _role, _who, _since):
        try:
            read(told)
        except Cell as wrong:
            yield wrong.told


def _row(line: int, told: Mapping[str, str]) -> MemberContact:
    urn, ukprn = institution_of(told)
    return MemberContact(
        line=line, urn=urn, ukprn=ukprn, role=_role(told), who=_who(told), since=_since(told)
    )


def _role(told: Mapping[str, str]) -> ColleagueRole | None:
    value = told["role"]
    spelt = re.sub(r"[^a-z]+", "_", value.lower()).strip("_")
    if spelt not in _ROLES:
        known = ", ".join(("Careers leader", *(role.label for role in ColleagueRole)))
        raise Cell("role", value, "There is no such role here.", f"Give one of: {known}.")
    return _ROLES[spelt]


def _who(told: Mapping[str, str]) -> PersonSent:
    name, email = told["name"], told.get("email", "")
    if not name:
        raise Cell("name", "", "The name is missing.", "Say who it is, or leave the row out.")
    personal(name, PersonName, "name", "Write it on one line, without tabs.")
    if email:
        personal(email, EmailAddress, "email", "Check it for spaces and commas.")
    return PersonSent(name=name, email=email or None)


def _since(told: Mapping[str, str]) -> date | None:
    return day_in(told, "since") if told.get("since") else None
