"""Service phases: the five parts of the careers system a hub dashboard shows side by side.

GIAS types and phases of education are assigned to them in ``establishment_types.csv`` and
``phases_of_education.csv``. The rule: what the codes do not say is ``None``, never guessed from a name.
"""

from functools import cache

from msgspec import Struct

from hub_core.reference.labelled import Labelled
from hub_core.reference.tables import rows


class ServicePhase(Labelled):
    """The five groups of the hub dashboard, in its order."""

    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    SPECIAL_AND_ALTERNATIVE = "special_and_alternative", "Special and alternative provision"
    FE_AND_SKILLS = "fe_and_skills", "FE and skills"
    ADULT = "adult", "Adult services"


class EstablishmentType(Struct, frozen=True, kw_only=True):
    """A type of establishment in GIAS; ``code`` and ``group_code`` have two digits."""

    code: str
    name: str
    group_code: str
    service_phase: str


class PhaseOfEducation(Struct, frozen=True, kw_only=True):
    """A phase of education in GIAS; ``code`` has one digit."""

    code: str
    name: str
    service_phase: str


@cache
def establishment_types() -> dict[str, EstablishmentType]:
    """GIAS types of establishment by two-digit code."""
    return {row["code"]: EstablishmentType(**row) for row in rows("establishment_types")}


@cache
def phases_of_education() -> dict[str, PhaseOfEducation]:
    """GIAS phases of education by one-digit code."""
    return {row["code"]: PhaseOfEducation(**row) for row in rows("phases_of_education")}


@cache
def _type_codes_by_name() -> dict[str, str]:
    return {kind.name.casefold(): kind.code for kind in establishment_types().values()}


@cache
def _phase_codes_by_name() -> dict[str, str]:
    return {phase.name.casefold(): phase.code for phase in phases_of_education().values()}


def establishment_type_code(*, code: str = "", name: str = "") -> str | None:
    """The two-digit type code from a code with or without its leading zero, or from a name."""
    if code:
        return code.zfill(2) if code.zfill(2) in establishment_types() else None
    return _type_codes_by_name().get(name.strip().casefold())


def phase_of_education_code(*, code: str = "", name: str = "") -> str | None:
    """The one-digit phase code from a code, or from a name, also one marked "(derived)"."""
    if code:
        plain = code.lstrip("0") or "0"
        return plain if plain in phases_of_education() else None
    return _phase_codes_by_name().get(name.strip().casefold().removesuffix(" (derived)"))


def service_phase(
    *,
    type_code: str | None = None,
    phase_code: str | None = None,
    low_age: int | None = None,
    high_age: int | None = None,
) -> ServicePhase | None:
    """The dashboard group of an institution, or ``None`` where its codes do not say or lie outside.

    The type of establishment decides first (a special school is special whatever its phase), then
    the phase of education, then, where GIAS gives no phase (independent schools, online providers),
    the ages: taught to 14 or beyond is secondary. ``ADULT`` is never derived: adult services are not
    in GIAS and are registered as what they are.
    """
    kind = establishment_types().get(type_code or "")
    phase = phases_of_education().get(phase_code or "")
    group = kind.service_phase if kind else "by_phase"
    if group == "by_phase":
        group = phase.service_phase if phase else "by_age"
    if group == "by_age":
        return _by_age(low_age=low_age, high_age=high_age)
    return None if group == "outside" else ServicePhase(group)


def _by_age(*, low_age: int | None, high_age: int | None) -> ServicePhase | None:
    if high_age is None:
        return None
    if low_age is not None and low_age >= 16:
        return ServicePhase.FE_AND_SKILLS
    if high_age >= 14:
        return ServicePhase.SECONDARY
    return ServicePhase.PRIMARY if high_age >= 7 else None
