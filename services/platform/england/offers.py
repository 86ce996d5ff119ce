"""Offers that go to several institutions of a hub at once, such as careers fairs.

The rule: whom an offer goes to is drawn from the hub's institutions at full size; those that are not
there at this scale are left out, and the others live the same life.
"""

from collections.abc import Iterator

from hub_core.reference.encounters import EncounterKind
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.chance import draws, identifier, slots
from services.platform.england.lives import Life
from services.platform.england.page import Page
from services.platform.england.parts import Part, write_invitation, write_offer
from services.platform.england.places import Hub

_FEWEST, _MOST = 3, 10
#: A hub has one such offer a year for so many of its institutions.
_INSTITUTIONS_AN_OFFER = 3
_KINDS = slots(
    {
        EncounterKind.CAREERS_FAIR: 50,
        EncounterKind.WORKPLACE_SPEAKER_VIRTUAL: 25,
        EncounterKind.Q_AND_A_PANEL: 10,
        EncounterKind.NETWORKING: 15,
    }
)
#: Places of the draws that choose institutions, two bytes each.
_CHOOSING = 8
_DRAWS = _CHOOSING + 2 * _MOST


class SharedOffer:
    """One offer to several institutions; ``write`` returns the parts that go on by themselves."""

    __slots__ = ("_key", "held", "proposed")

    def __init__(self, key: str, *, proposed: int, held: int) -> None:
        self._key = key
        self.proposed = proposed
        self.held = held

    def write(self, lives: list[Life], whole: int, page: Page) -> list[Part]:
        """Offer it to those chosen out of a hub's ``lives``; nothing when none of them is there."""
        drawn, ids = draws(self._key.encode(), _DRAWS, 2 + _MOST)
        chosen = self._chosen(drawn, lives, whole)
        if not chosen:
            return []
        first = chosen[0]
        encounter = identifier(ids, 0)
        particulars = write_offer(
            first.pool.one(drawn[3], drawn[0], drawn[1]),
            _KINDS[drawn[2]],
            drawn[4],
            encounter=encounter,
            event_id=identifier(ids, 1),
            day=self.proposed,
            life=first,
            planned=self.held,
            page=page,
        )
        for version, life in enumerate(chosen, start=2):
            write_invitation(
                life, encounter, identifier(ids, version), self.proposed, page, version=version
            )
        return [
            Part(
                life,
                key=f"{self._key}/{life.institution.number}".encode(),
                proposed=self.proposed,
                held=self.held,
                offer=(encounter, particulars),
            )
            for life in chosen
        ]

    def _chosen(self, drawn: bytes, lives: list[Life], whole: int) -> list[Life]:
        count = _FEWEST + drawn[5] % (_MOST - _FEWEST + 1)
        places = {
            int.from_bytes(drawn[_CHOOSING + 2 * n : _CHOOSING + 2 * n + 2], "big") * whole
            >> 16: None
            for n in range(count)
        }
        return [
            life
            for place in places
            if place < len(lives)
            and (life := lives[place]).is_there(self.proposed)
            and life.institution.phase is not ServicePhase.PRIMARY
            and life.institution.phase is not ServicePhase.ADULT
        ]


def shared_offers(hub: Hub, busy: tuple[int, ...], year: int, seed: int) -> Iterator[SharedOffer]:
    """A hub's shared offers of one year, whatever its scale."""
    for number in range(round(hub.whole / _INSTITUTIONS_AN_OFFER)):
        key = f"{seed}/hub/{hub.number}/{year}/{number}"
        drawn, _ = draws(key.encode() + b"/days", 3, 0)
        held = busy[(drawn[0] << 8 | drawn[1]) >> 4]
        yield SharedOffer(key, proposed=held - 21 - (drawn[2] * 50 >> 8), held=held)
