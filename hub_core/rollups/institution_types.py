"""The types of institution that national tables tell apart.

The rule: the register's code decides; where it has none, the service phase says only what it can say.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase

_FILE = files("hub_core.rollups") / "institution_types.csv"


class InstitutionType(Labelled):
    """A type of institution. Source: domain 6.3, table 5."""

    MAINSTREAM = "mainstream", "Mainstream schools"
    SPECIAL = "special", "Special schools"
    INDEPENDENT_SPECIAL = "independent_special", "Independent special schools"
    ALTERNATIVE_PROVISION = "alternative_provision", "Alternative provision"
    COLLEGE = "college", "Further education and sixth form colleges"
    SIXTEEN_TO_NINETEEN = "sixteen_to_nineteen", "16 to 19 schools and sixth form centres"
    OTHER = "other", "Other institutions"


#: Who completes evaluations, and so is eligible. Primary schools and adult services complete none.
ELIGIBLE_PHASES = frozenset(
    {
        ServicePhase.SECONDARY,
        ServicePhase.SPECIAL_AND_ALTERNATIVE,
        ServicePhase.FE_AND_SKILLS,
    }
)


@cache
def _by_code() -> Mapping[str, InstitutionType]:
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {row["code"]: InstitutionType(row["institution_type"]) for row in csv.DictReader(lines)}


def institution_type(type_code: str | None, phase: ServicePhase | None) -> InstitutionType:
    """The type of an institution with this type of establishment, in this phase."""
    if (found := _by_code().get(type_code or "")) is not None:
        return found
    return InstitutionType.MAINSTREAM if phase is ServicePhase.SECONDARY else InstitutionType.OTHER
