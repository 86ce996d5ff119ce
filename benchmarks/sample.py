"""Events like those of a school year, for benches: the same bytes for us and for the peers."""

from datetime import date
from random import Random
from uuid import UUID

from hub_core.encounters.events import Attendance, EncounterConfirmed, Particulars
from hub_core.learner_sets import pack
from hub_core.reference.employers import EmployerSize
from hub_core.reference.encounters import DeliveryMode, EncounterKind


def confirmed_encounter(random: Random, *, learners: int = 30) -> EncounterConfirmed:
    """An encounter one school confirmed with a class of learners."""
    return EncounterConfirmed(
        encounter=identifier(random),
        institution=identifier(random),
        occurred_on=date(2026, 3, 4),
        particulars=Particulars(
            employer=identifier(random),
            kind=random.choice(list(EncounterKind)),
            mode=random.choice(list(DeliveryMode)),
            size=random.choice(list(EmployerSize)),
        ),
        attendance=Attendance(total=learners, learners=pack(random.sample(range(1200), learners))),
        checks={},
    )


def identifier(random: Random) -> UUID:
    """A UUID that is the same in every run."""
    return UUID(int=random.getrandbits(128), version=4)
