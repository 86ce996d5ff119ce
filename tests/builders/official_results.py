"""Institutions with official results, built to shares that were published or at random."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import structs

from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultSource
from hub_core.evaluations.events import Reported
from hub_core.evaluations.standing import OfficialResult
from hub_core.reference.areas import local_authorities
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.deprivation import placed, quintiles
from hub_core.rollups.institution_types import InstitutionType
from hub_core.rollups.levels import Level
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import ReleasedHub
from hub_core.rollups.subjects import PHASES, Measures, Subject, Word, told_indicators

MEASURED = date(2026, 7, 31)
EDITION = "GATSBY-2024"
#: Three hubs of the tests; their members come from anywhere.
HUBS = {
    UUID(int=10**6 + number): ReleasedHub(code=f"hub-{number}", name=f"Hub {number}")
    for number in range(3)
}


def result(
    percentages: Sequence[int], *, number: int, on: date = date(2026, 6, 1)
) -> OfficialResult:
    """A result with these eight percentages."""
    return OfficialResult(
        result=UUID(int=10**9 + number),
        completed_on=on,
        edition=EDITION,
        evaluation_type=EvaluationType.SCHOOLS,
        source=ResultSource.COMPASS,
        benchmarks={
            benchmark: Reported(percentage=percentage)
            for benchmark, percentage in zip(BENCHMARKS, percentages, strict=True)
        },
    )


def institution(
    number: int,
    result: OfficialResult | None,
    *,
    kind: InstitutionType = InstitutionType.MAINSTREAM,
    authority: str = "806",
    hub: UUID | None = None,
    learners: int | None = 900,
    phase: ServicePhase = ServicePhase.SECONDARY,
    told: Mapping[Subject, Measures] | None = None,
    characteristics: Mapping[Level, str] | None = None,
    free_school_meals_percent: float | None = None,
) -> RollupInstitution:
    """An institution that is open; one that completes evaluations unless another phase is given."""
    return RollupInstitution(
        institution=UUID(int=number),
        phase=phase,
        type=kind,
        local_authority=authority,
        region=local_authorities()[authority].region_code,
        hub=hub,
        learners=learners,
        result=result,
        told=told or {},
        characteristics=characteristics or {},
        free_school_meals_percent=free_school_meals_percent,
    )


def any_characteristics(number: int) -> dict[Level, str]:
    """An item of each characteristic of its own, three kinds of institution in turn."""
    return {
        level: list(items)[number % min(3, len(items))]
        for level, items in ITEMS.items()
        if level is not Level.DEPRIVATION
    }


def any_share(number: int) -> float | None:
    """A share of pupils eligible for free school meals: many schools have the same, and some none."""
    return None if number % 11 == 0 else (number * 7 % 40) / 2


def in_fifths(institutions: Sequence[RollupInstitution]) -> list[RollupInstitution]:
    """The institutions with their fifths by deprivation, as a release of them all places them."""
    return list(placed(institutions, quintiles(institutions)))


def with_shares(
    shares: Sequence[tuple[float, float]], among: int, chance: random.Random
) -> Iterator[RollupInstitution]:
    """Institutions of which these per cent achieve each benchmark fully, and partly; the rest do not."""
    columns = []
    for fully, partly in shares:
        full, part = round(fully * among / 100), round(partly * among / 100)
        column = [100] * full + [40] * part + [0] * (among - full - part)
        chance.shuffle(column)
        columns.append(column)
    for number, percentages in enumerate(zip(*columns, strict=True)):
        yield institution(number, result(percentages, number=number))


def at_random(
    chance: random.Random, authorities: Sequence[str], among: int
) -> list[RollupInstitution]:
    """Institutions of all types in these authorities, most of a hub, most with a result."""
    found = [
        institution(
            number,
            _any_result(chance, number) if chance.random() < 0.9 else None,
            kind=chance.choices(list(InstitutionType), [20, 6, 1, 4, 3, 1, 1])[0],
            authority=chance.choice(authorities),
            hub=chance.choice([*HUBS, *HUBS, None]),
            characteristics=any_characteristics(number),
            free_school_meals_percent=any_share(number),
        )
        for number in range(among)
    ]
    return in_fifths(found)


def renewed(
    before: Iterable[RollupInstitution], chance: random.Random, share: float
) -> list[RollupInstitution]:
    """The same institutions later: this share of them has a newer result."""
    after = []
    for one in before:
        number = one.institution.int
        told = one.result
        if chance.random() < share:
            told = _any_result(chance, number + 10**6)
        after.append(
            institution(
                number,
                told,
                kind=one.type,
                authority=one.local_authority or "806",
                hub=one.hub,
                learners=one.learners,
                characteristics=one.characteristics,
                free_school_meals_percent=one.free_school_meals_percent,
            )
        )
    return after


def _any_result(chance: random.Random, number: int) -> OfficialResult:
    return result([chance.choice([0, 40, 75, 100, 100]) for _ in BENCHMARKS], number=number)


def telling(
    chance: random.Random, authorities: Sequence[str], among: int
) -> list[RollupInstitution]:
    """Institutions of all phases, most of which told the log of their year, small numbers among them."""
    found = []
    for number in range(among):
        phase = chance.choices(
            [ServicePhase.SECONDARY, ServicePhase.PRIMARY, ServicePhase.ADULT], [6, 5, 2]
        )[0]
        found.append(
            institution(
                number,
                None,
                kind=chance.choice([InstitutionType.MAINSTREAM, InstitutionType.SPECIAL]),
                authority=chance.choice(authorities),
                hub=chance.choice([*HUBS, None]),
                phase=phase,
                characteristics=any_characteristics(number),
                free_school_meals_percent=any_share(number),
                told={
                    subject: _any_measures(chance, subject)
                    for subject in Subject
                    if phase in PHASES[subject] and chance.random() < 0.8
                },
            )
        )
    return in_fifths(found)


def telling_more(
    before: Iterable[RollupInstitution], chance: random.Random, share: float
) -> list[RollupInstitution]:
    """The same institutions later: this share of them told more since."""
    return [
        structs.replace(one, told={subject: _any_measures(chance, subject) for subject in one.told})
        if chance.random() < share
        else one
        for one in before
    ]


def repeating(
    before: Iterable[RollupInstitution], chance: random.Random, share: float
) -> list[RollupInstitution]:
    """The same institutions later: this share of those with a result has another one after it."""
    return [
        structs.replace(
            one,
            first=one.first or one.result,
            result=_any_result(chance, one.institution.int + 10**6),
        )
        if one.result is not None and chance.random() < share
        else one
        for one in before
    ]


def _any_measures(chance: random.Random, subject: Subject) -> Measures:
    names = dict.fromkeys(one.part for one in told_indicators(subject))
    if subject is Subject.ACTIVITY:
        names |= dict.fromkeys(word.measure for word in Word)
    found = {name: chance.choice([0, 1, 3, 7, 12, 60, 400]) for name in names}
    if subject is Subject.ACTIVITY:
        found["employer_encounters"] = sum(found[word.measure] for word in Word)
    return found
