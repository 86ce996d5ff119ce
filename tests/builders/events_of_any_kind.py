"""Golden events of every kind a read model folds, about a few things, for histories in any order.

The rule: an event is told of again and again, before and after what it corrects or takes back, as hypothesis
or chance puts it; only what everything else rests on comes first.
"""

from uuid import UUID

import msgspec

from hub_core.log.event import Event, decode
from services.platform.projections import PROJECTIONS
from tests.builders.event_documents import golden

THINGS = [UUID(int=n) for n in range(100, 106)]
#: What an event may be about beside its institution.
ABOUT = ("encounter", "activity", "placement", "meeting", "result", "person")


def _samples() -> list[Event]:
    """A golden event of every topic any read model folds, hubs and registers among them."""
    folded = {kind.TOPIC for projection in PROJECTIONS.values() for kind in projection.events}
    return [
        decode(topic, msgspec.json.encode(data))
        for topic, data in golden().items()
        if topic in folded
    ]


def _named(*names: str) -> list[Event]:
    return [each for name in names for each in SAMPLES if type(each).__name__ == name]


def told(sample: Event, school: UUID, thing: UUID) -> Event:
    """The sample, of this institution and about this thing."""
    fields = set(sample.__struct_fields__)
    given = {name: thing for name in ABOUT if name in fields}
    if "institution" in fields:
        given["institution"] = school
    return msgspec.structs.replace(sample, **given)


#: What belongs to nobody.
NOBODYS = [each for each in _samples() if not hasattr(each, "institution")]
SAMPLES = [each for each in _samples() if hasattr(each, "institution")]
#: What every history begins with: registers and memberships, and what is proposed of each thing.
REGISTERED = _named("InstitutionRegistered", "MemberAdmitted")
PROPOSED = _named("EncounterProposed")
LATER = [each for each in SAMPLES if each not in [*REGISTERED, *PROPOSED]]
