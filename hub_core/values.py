"""External values: the identifiers and codes the world outside gives us, each with its own type.

Every type is an annotated ``str`` or ``int`` that msgspec checks wherever it is a field, and those
that are read from files have a ``parse_…`` that accepts what people write. The one rule: what passes is
in its one canonical form, so that two records of the same thing compare equal.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

# --- Identifiers and codes from outside. In Python "$" alone lets a final newline by, so each type
# has a fixed length or looks ahead for the newline. ---

Urn = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{5}$",
        min_length=6,
        max_length=6,
        description="Unique reference number of a school or college in GIAS, six digits",
        examples=["100025"],
    ),
]
Ukprn = Annotated[
    str,
    Meta(
        pattern=r"^1[0-9]{7}$",
        min_length=8,
        max_length=8,
        description="UK provider reference number, eight digits starting with 1",
        examples=["10078058"],
    ),
]
CompanyNumber = Annotated[
    str,
    Meta(
        # Digits; a register's letters; Northern Ireland's old R numbers; societies ("IP12345R").
        pattern=(
            r"^(?![A-Z]*0+$)"
            r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6}|R[0-9]{7}|(?:IP|NP|SP)[0-9]{4,5}[A-Z]{1,2})$"
        ),
        min_length=8,
        max_length=8,
        description="Companies House number, eight characters with leading zeros",
        examples=["00445790", "SC095237"],
    ),
]
CharityNumber = Annotated[
    str,
    Meta(
        pattern=r"^(?:[0-9]{6,7}|SC[0-9]{6}|NIC[0-9]{6})$(?!\n)",
        min_length=6,
        max_length=9,
        description="Registered charity number; SC for Scotland, NIC for Northern Ireland",
        examples=["219279", "SC009481"],
    ),
]
Postcode = Annotated[
    str,
    Meta(
        pattern=(
            r"^(?:(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]"
            r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2}|GIR 0AA)$(?!\n)"
        ),
        min_length=6,
        max_length=8,
        description="UK postcode in capitals with one space",
        examples=["NW3 2JB"],
    ),
]
SicCode = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{5}$",
        min_length=5,
        max_length=5,
        description="UK Standard Industrial Classification 2007, five digits",
        examples=["62012"],
    ),
]
TrustCode = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{0,5}$(?!\n)",
        min_length=1,
        max_length=6,
        description="Group id of an academy trust in GIAS, up to six digits",
        examples=["5143"],
    ),
]
LocalAuthorityCode = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{2}$",
        min_length=3,
        max_length=3,
        description="The Department for Education's local authority code, three digits",
        examples=["202"],
    ),
]
GssCode = Annotated[
    str,
    Meta(
        pattern=r"^[EKNSW][0-9]{8}$",
        min_length=9,
        max_length=9,
        description="Government Statistical Service code of an area",
        examples=["E09000007"],
    ),
]
AcademicYear = Annotated[
    str,
    Meta(
        # Spelled out, so that the type itself refuses "2025/27", in any language that reads it.
        pattern="^20(?:" + "|".join(f"{n:02}/{n + 1:02}" for n in range(99)) + ")$",
        min_length=7,
        max_length=7,
        description="Academic year, 1 September to 31 August",
        examples=["2025/26"],
    ),
]

WebAddress = Annotated[
    str,
    Meta(
        # A host of lower-case labels; no user before it, and nothing that a form could send.
        pattern=(
            r"^https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?[.][a-z]{2,24}(?::[0-9]{2,5})?"
            r"(?:/[A-Za-z0-9._~!$&'()*+,;=:%/?#-]*)?$(?!\n)"
        ),
        min_length=11,
        max_length=300,
        description="Public address of a page, http or https, with the host in lower case",
        examples=["https://www.ashbrook.example/careers/provider-access"],
    ),
]

# --- Numbers with a meaning ---

YearGroup = Annotated[int, Meta(ge=0, le=14, description="Year group; 0 is Reception")]
Cohort = Annotated[
    int, Meta(ge=2000, le=2199, description="Calendar year in which these learners finish Year 11")
]
Ordinal = Annotated[
    int,
    Meta(ge=0, le=2**32 - 1, description="A learner's number in one institution, never reused"),
]

RECEPTION = 0
LAST_YEAR_GROUP = 14


def parse_urn(text: str) -> str:
    """The URN a person meant. Raises ``ValueError`` with a sentence that says how to mend it."""
    return _accept(
        _digits(text),
        Urn,
        written=text,
        wanted="a URN. A URN is six digits, such as 100025; GIAS shows it on the school's page",
    )


def parse_ukprn(text: str) -> str:
    """The UKPRN a person meant. Raises ``ValueError`` with a sentence that says how to mend it."""
    return _accept(
        _digits(text),
        Ukprn,
        written=text,
        wanted="a UKPRN. A UKPRN is eight digits starting with 1, such as 10078058; "
        "the UK Register of Learning Providers lists it",
    )


def parse_postcode(text: str) -> str:
    """The postcode in capitals with one space: "nw32jb" is "NW3 2JB".

    Raises ``ValueError`` with a sentence that says how to mend it.
    """
    compact = _compact(text)
    return _accept(
        f"{compact[:-3]} {compact[-3:]}",
        Postcode,
        written=text,
        wanted="a UK postcode. Write it in full, such as NW3 2JB",
    )


def parse_trust_code(text: str) -> str:
    """The group id of an academy trust. Raises ``ValueError`` with a sentence that mends it."""
    return _accept(
        _digits(text).lstrip("0"),
        TrustCode,
        written=text,
        wanted="the group id of an academy trust. Write the digits GIAS uses, such as 5143",
    )


def parse_local_authority_code(text: str) -> str:
    """The three-digit local authority code. Raises ``ValueError`` with a sentence that mends it."""
    return _accept(
        _digits(text),
        LocalAuthorityCode,
        written=text,
        wanted="a local authority code. Write the three digits GIAS uses, such as 202 for Camden",
    )


def parse_year_group(text: str) -> int:
    """The year group in "R", "Reception", "8", "Y8" or "Year 8"; Reception is 0.

    Raises ``ValueError`` with a sentence that says how to mend it.
    """
    compact = re.sub(r"^(?:YEAR|YR|Y)(?=[0-9R])", "", _compact(text))
    if compact in ("R", "RECEPTION"):
        return RECEPTION
    if re.fullmatch(r"[0-9]{1,2}", compact) and int(compact) <= LAST_YEAR_GROUP:
        return int(compact)
    raise ValueError(
        f"{_quoted(text)} is not a year group. Write R for Reception, or a number from 1 to 14."
    )


def year_group_label(year_group: int) -> str:
    """The year group as people say it: "Reception", "Year 8"."""
    return "Reception" if year_group == RECEPTION else f"Year {year_group}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def parse_academic_year(text: str) -> str:
    """The academic year in "2025/26", "2025-26", "2025/2026" or "202526", written "2025/26".

    Raises ``ValueError`` with a sentence that says how to mend it.
    """
    compact = re.sub("[\u2010-\u2015-]", "/", _compact(text))
    if parts := re.fullmatch(r"(20[0-9]{2})/?(?:20(?=[0-9]{2}$))?([0-9]{2})", compact):
        compact = f"{parts[1]}/{parts[2]}"
    return _accept(
        compact,
        AcademicYear,
        written=text,
        wanted="an academic year. Write two years that follow each other, such as 2025/26",
    )


def _clean(text: str) -> str:
    """Full-width digits, odd spaces and invisible characters as a plain typist would have it."""
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def _compact(text: str) -> str:
    return _clean(text).replace(" ", "").upper()


def _digits(text: str) -> str:
    """A code of digits from a cell that a spreadsheet may have quoted with an apostrophe."""
    return _compact(text).removeprefix("'")


def _accept(candidate: str, kind: Any, *, written: str, wanted: str) -> str:
    try:
        return str(msgspec.convert(candidate, kind))
    except msgspec.ValidationError:
        raise ValueError(f"{_quoted(written)} is not {wanted}.") from None


def _quoted(text: str) -> str:
    shown = _clean(text)
    if not shown:
        return "An empty value"
    return f"\u201c{shown[:40]}\u2026\u201d" if len(shown) > 40 else f"\u201c{shown}\u201d"
