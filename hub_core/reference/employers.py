"""Employers: sizes by number of employees, and sectors by section of the SIC 2007.

Sections and their divisions are in ``sic_sections.csv``. The rule: a code that names no industry,
such as a dormant company's, has no sector rather than a wrong one.
"""

from functools import cache

from msgspec import Struct

from hub_core.reference.labelled import Labelled
from hub_core.reference.tables import rows

#: Companies House's own codes for companies without an industry: non-trading, and dormant.
_NO_INDUSTRY = frozenset({"74990", "99999"})


class EmployerSize(Labelled):
    """Size bands by number of employees, as UK business statistics use them."""

    SOLE_TRADER = "sole_trader", "Sole trader"
    MICRO = "micro", "1 to 9 employees"
    SMALL = "small", "10 to 49 employees"
    MEDIUM = "medium", "50 to 249 employees"
    LARGE = "large", "250 or more employees"


_SMALLEST_OF_SIZE = {
    EmployerSize.LARGE: 250,
    EmployerSize.MEDIUM: 50,
    EmployerSize.SMALL: 10,
    EmployerSize.MICRO: 1,
    EmployerSize.SOLE_TRADER: 0,
}


def employer_size(employees: int) -> EmployerSize:
    """The band of an employer with so many employees; raises ``ValueError`` below zero."""
    for size, smallest in _SMALLEST_OF_SIZE.items():
        if employees >= smallest:
            return size
    raise ValueError(f"{employees} employees cannot be: give a number from 0.")


class Sector(Labelled):
    """The sections of the SIC 2007 by letter; the labels are plain names fit for a chart."""

    A = "A", "Farming and fishing"
    B = "B", "Mining and quarrying"
    C = "C", "Manufacturing"
    D = "D", "Energy"
    E = "E", "Water and waste"
    F = "F", "Construction"
    G = "G", "Retail and wholesale"
    H = "H", "Transport and storage"
    I = "I", "Hotels and restaurants"  # noqa: E741 - the standard's own letter
    J = "J", "Digital and media"
    K = "K", "Finance and insurance"
    L = "L", "Property"
    M = "M", "Professional and scientific"
    N = "N", "Business support"
    O = "O", "Public administration"  # noqa: E741 - the standard's own letter
    P = "P", "Education"
    Q = "Q", "Health and social care"
    R = "R", "Arts and leisure"
    S = "S", "Other services"
    T = "T", "Households"
    U = "U", "International bodies"


class SicSection(Struct, frozen=True, kw_only=True):
    """A section of the SIC 2007 with its official name and the divisions in it, both included."""

    section: Sector
    first_division: int
    last_division: int
    name: str


@cache
def sic_sections() -> dict[Sector, SicSection]:
    """The 21 sections A to U."""
    return {
        Sector(row["section"]): SicSection(
            section=Sector(row["section"]),
            first_division=int(row["first_division"]),
            last_division=int(row["last_division"]),
            name=row["name"],
        )
        for row in rows("sic_sections")
    }


@cache
def _sector_by_division() -> dict[str, Sector]:
    return {
        f"{division:02}": section.section
        for section in sic_sections().values()
        for division in range(section.first_division, section.last_division + 1)
    }


def sector_of(sic_code: str) -> Sector | None:
    """The section a five-digit SIC 2007 code is in; ``None`` if it names no industry."""
    return None if sic_code in _NO_INDUSTRY else _sector_by_division().get(sic_code[:2])
