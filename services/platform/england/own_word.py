"""What institutions say of themselves: careers leaders, training, access statements, Compass results.

The rule: as with everything else, many say nothing, some said it long ago, and none of it is worked out from
what the log shows of encounters.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

from hub_core.evaluations.codes import BENCHMARKS, USUAL_EVALUATION, ResultSource
from hub_core.evaluations.events import CompassResultRecorded, Reported
from hub_core.evaluations.official_results import results_stream
from hub_core.log.event import Event
from hub_core.provider_access.events import AccessStatementPublished
from hub_core.provider_access.statement import statement_stream
from hub_core.reference.service_phases import ServicePhase
from hub_core.training.codes import TrainingKind
from hub_core.training.events import TrainingCompleted
from hub_core.training.record import expiry, training_record_stream
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown
from hub_core.workforce.register import workforce_stream
from services.platform.england.chance import identity
from services.platform.england.habits import OWN_WORD
from services.platform.england.lives import Life
from services.platform.england.page import Page

Said = tuple[int, Callable[[Page], None]]

_EDITION = "GATSBY-2024"
#: Schools that take pupils of an age at which providers must be let in.
_OPEN_TO_PROVIDERS = (ServicePhase.SECONDARY, ServicePhase.SPECIAL_AND_ALTERNATIVE)


def own_word_of(life: Life) -> Iterator[Said]:
    """What one member says of itself, with the days on which it says so."""
    if life.is_member and life.institution.phase is not ServicePhase.ADULT:
        yield from _careers_leader(life)
        yield from _statement(life)
        yield from _results(life)


def _careers_leader(life: Life) -> Iterator[Said]:
    if life.chance("careers leader") >= OWN_WORD.names_careers_leader:
        return
    person = identity(life.seed, "careers leader", life.institution.number)
    since = _from_joining(life, 12, 90, "in post")
    yield (
        since,
        _saying(
            life,
            workforce_stream(life.id),
            1,
            CareersLeaderAppointed(
                institution=life.id, person=person, occurred_on=date.fromordinal(since)
            ),
        ),
    )
    if life.chance("trained") < OWN_WORD.trained:
        yield from _trainings(life, person, since)
    if life.chance("post vacant") < OWN_WORD.vacant:
        left = since + life.between(120, 500, "post vacant since")
        yield (
            left,
            _saying(
                life,
                workforce_stream(life.id),
                2,
                CareersLeaderStoodDown(
                    institution=life.id,
                    person=person,
                    occurred_on=date.fromordinal(left),
                    reason=LeavingReason.LEFT,
                ),
            ),
        )


def _trainings(life: Life, person: UUID, since: int) -> Iterator[Said]:
    """Trained as a careers leader, and some in technical pathways, which runs out after two years."""
    kinds = [TrainingKind.CAREERS_LEADER]
    if life.chance("pathways") < OWN_WORD.trained_in_pathways:
        kinds.append(TrainingKind.TECHNICAL_PATHWAYS)
    for version, kind in enumerate(kinds, start=1):
        told = since + 10 * version
        # What was completed before is told when the platform is there.
        completed = date.fromordinal(told - life.between(0, 640, "completed", kind.value))
        yield (
            told,
            _saying(
                life,
                training_record_stream(life.id),
                version,
                TrainingCompleted(
                    institution=life.id,
                    person=person,
                    occurred_on=completed,
                    kind=kind,
                    expires_on=expiry(kind, completed),
                ),
            ),
        )


def _statement(life: Life) -> Iterator[Said]:
    asked = life.institution.phase in _OPEN_TO_PROVIDERS
    if not asked or life.chance("statement") >= OWN_WORD.publishes_statement:
        return
    day = _from_joining(life, 20, 400, "published")
    reviewed = date.fromordinal(day) - timedelta(days=life.between(0, 120, "reviewed"))
    yield (
        day,
        _saying(
            life,
            statement_stream(life.id),
            1,
            AccessStatementPublished(
                institution=life.id,
                occurred_on=date.fromordinal(day),
                address=f"https://school-{life.institution.number}.example/provider-access",
                reviewed_on=reviewed,
            ),
        ),
    )


def _results(life: Life) -> Iterator[Said]:
    """One in the first autumn, one in the first summer, one this autumn, or none."""
    usual = USUAL_EVALUATION.get(life.institution.phase)
    if usual is None or life.chance("compass") >= OWN_WORD.evaluates:
        return
    version = 0
    for autumn, (low, high) in enumerate(((30, 90), (250, 310), (410, 440))):
        day = life.period.teaching(life.period.first + life.between(low, high, "compass", autumn))
        if not life.is_there(day) or life.chance("completes", autumn) >= OWN_WORD.completes[autumn]:
            continue
        version += 1
        yield (
            day,
            _saying(
                life,
                results_stream(life.id),
                version,
                CompassResultRecorded(
                    institution=life.id,
                    result=identity(life.seed, "compass", life.institution.number, autumn),
                    occurred_on=date.fromordinal(day),
                    edition=_EDITION,
                    evaluation_type=usual,
                    source=ResultSource.COMPASS,
                    benchmarks={
                        number: Reported(percentage=_percentage(life, number, autumn))
                        for number in BENCHMARKS
                    },
                ),
            ),
        )


def _percentage(life: Life, benchmark: int, autumn: int) -> int:
    """Some benchmarks come easier than others, and a year brings everybody on a little."""
    strength = life.chance("compass strength") - 0.5
    luck = life.chance("compass", benchmark)
    reached = OWN_WORD.benchmarks[benchmark] + 0.35 * strength + 0.5 * (luck - 0.5) + 0.05 * autumn
    whole = round(100 * reached)
    return 100 if whole >= 90 else max(whole, 0)


def _from_joining(life: Life, soonest: int, latest: int, what: str) -> int:
    """A working day so long after it joined, or after the story began where that was later."""
    began = max(life.joins, life.period.first)
    return life.period.teaching(began + life.between(soonest, latest, what))


def _saying(life: Life, stream: UUID, version: int, event: Event) -> Callable[[Page], None]:
    def say(page: Page) -> None:
        page.write(
            event,
            event_id=identity(life.seed, event.TOPIC, life.institution.number, version),
            stream=stream,
            version=version,
        )

    return say
