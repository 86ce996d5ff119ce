"""Fifths of schools by the share of their pupils who are eligible for free school meals.

The rule: a school is compared with all open schools of its own phase whose share is known, members of a
hub or not, by shares as the register gives them; schools with one share are never parted (decision 64).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.characteristics import Deprivation
from hub_core.rollups.levels import Level
from hub_core.rollups.register import RollupInstitution

#: The phases of which the register has shares, each compared within itself.
PHASES = (ServicePhase.PRIMARY, ServicePhase.SECONDARY, ServicePhase.SPECIAL_AND_ALTERNATIVE)
#: The fifths from the most deprived on.
FIFTHS: Sequence[Deprivation] = tuple(
    one for one in Deprivation if one is not Deprivation.NOT_KNOWN
)

Quintiles = Mapping[tuple[ServicePhase, float], Deprivation]


class Cut(Struct, frozen=True, kw_only=True):
    """A fifth of a phase: how many ``schools``, their ``lowest`` and ``highest`` share in per cent, and how
    many have the lowest exactly: where those are many, fifths differ in size. Shares are None of the schools
    whose share is not known, and of a fifth that nobody is in."""

    phase: ServicePhase
    quintile: Deprivation
    schools: int
    lowest: float | None = None
    highest: float | None = None
    at_lowest: int = 0


def quintiles(institutions: Iterable[RollupInstitution]) -> Quintiles:
    """The fifth of each share that a school of a phase has."""
    shares: dict[ServicePhase, Counter[float]] = {phase: Counter() for phase in PHASES}
    for one in institutions:
        if one.phase in shares and one.free_school_meals_percent is not None:
            shares[one.phase][one.free_school_meals_percent] += 1
    return {
        (phase, share): fifth
        for phase, counted in shares.items()
        for share, fifth in _fifths(counted)
    }


def placed(institutions: Iterable[RollupInstitution], of: Quintiles) -> Iterator[RollupInstitution]:
    """The institutions, each with its fifth among its characteristics."""
    for one in institutions:
        item = _quintile(one, of)
        known = {**one.characteristics, Level.DEPRIVATION: item}
        yield structs.replace(one, characteristics=known)


def cuts(institutions: Iterable[RollupInstitution], of: Quintiles) -> Iterator[Cut]:
    """Where the fifths of each phase begin and end, the most deprived first."""
    found: dict[tuple[ServicePhase, Deprivation], list[RollupInstitution]] = {
        (phase, item): [] for phase in PHASES for item in Deprivation
    }
    for one in institutions:
        if one.phase in PHASES:
            found[one.phase, _quintile(one, of)].append(one)
    for (phase, item), schools in found.items():
        known = [one.free_school_meals_percent for one in schools]
        shares = [share for share in known if share is not None]
        yield Cut(
            phase=phase,
            quintile=item,
            schools=len(schools),
            lowest=min(shares, default=None),
            highest=max(shares, default=None),
            at_lowest=shares.count(min(shares)) if shares else 0,
        )


def _quintile(one: RollupInstitution, of: Quintiles) -> Deprivation:
    share = one.free_school_meals_percent
    return (
        Deprivation.NOT_KNOWN
        if share is None
        else of.get((one.phase, share), Deprivation.NOT_KNOWN)
    )


def _fifths(counted: Counter[float]) -> Iterator[tuple[float, Deprivation]]:
    """The fifth of each share: the one in which the middle of the schools that have it lies."""
    before = 0
    for share in sorted(counted, reverse=True):
        alike = counted[share]
        yield share, FIFTHS[len(FIFTHS) * (2 * before + alike) // (2 * counted.total())]
        before += alike
