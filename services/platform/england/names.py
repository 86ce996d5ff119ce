"""Names for institutions, employers and places that exist nowhere, put together from word lists.

The rule: no name is a real school's. A test holds every name of the whole fictional England against
the register; a word that ever meets one is taken out.
"""

from hub_core.reference.service_phases import ServicePhase
from services.platform.england.tables import rows

_WORDS = {row["part"]: row["words"].split() for row in rows("place_words")}
_FIRST, _LAST = _WORDS["first"], _WORDS["last"]
_PLACES = len(_FIRST) * len(_LAST)
#: Coprime to the number of places, so that neighbours in number are strangers in name.
_STRIDE = 1_999

_KINDS: dict[ServicePhase, tuple[str, ...]] = {
    ServicePhase.PRIMARY: (
        "Primary School",
        "Community Primary School",
        "Primary Academy",
        "Junior and Infant School",
    ),
    ServicePhase.SECONDARY: ("School", "Academy", "High School"),
    ServicePhase.SPECIAL_AND_ALTERNATIVE: ("Grange Special School", "Bridge Academy"),
    ServicePhase.FE_AND_SKILLS: ("College", "Training"),
    ServicePhase.ADULT: ("Adult Careers Service",),
}


def place(number: int) -> str:
    """The name of a place; numbers far apart may share one."""
    at = number * _STRIDE % _PLACES
    return _FIRST[at // len(_LAST)] + _LAST[at % len(_LAST)]


def institution_name(phase: ServicePhase, number: int) -> str:
    """The name of the ``number``-th institution of a phase in the country, each different."""
    kinds = _KINDS[phase]
    # Kinds change from one to the next; a place meets each kind once before numbers run out.
    return f"{place(number)} {kinds[(number + number // _PLACES) % len(kinds)]}"


def kind_of(phase: ServicePhase, number: int) -> int:
    """Which of its phase's kinds the institution is, counted from 0."""
    return (number + number // _PLACES) % len(_KINDS[phase])


def postcode(number: int) -> str:
    """A postcode in "ZY", an area Royal Mail has never used."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    number, unit = divmod(number, 400)
    district, sector = divmod(number, 10)
    return f"ZY{district % 99 + 1} {sector}{letters[unit // 20]}{letters[unit % 20]}"
