"""Names for institutions, employers and places that exist nowhere, put together from word lists.

The rule: no name is a real school's. A test holds every name of the whole fictional England against
the register; a word that ever meets one is taken out.
"""

from hub_core.reference.service_phases import ServicePhase

_FIRST = (
    "Alden Amber Arrow Bracken Brindle Candle Chaffin Cinder Cobble Copper Crannock Dapple Dunnel "
    "Ember Fallow Feather Fennel Ferrow Finchel Flinder Gander Garnet Gilder Gorsel Hallow Heather "
    "Hollin Hopper Jessel Juniper Kestrel Kettle Lantern Larkel Linnet Lodden Mallow Marren Meddle "
    "Merrow Millet Mossen Nettle Oaken Orchel Osprey Otter Pebble Penner Pippin Plover Quarrel "
    "Quillen Rannel Rushen Saffer Sedgen Selven Sorrel Sparrow Stannel Tansy Teasel Thistle Timber "
    "Tindle Umber Vellum Wagtail Warrel Wicker Willet Winter Woadel Yarrow Zephyr"
).split()
_LAST = (
    "acre barrow beck bourne bridge brook bury combe cote croft dale dean don fold ford garth gate "
    "grave ham hampton haven hay hithe holme hope hurst keld lea leigh low march mere minster mouth "
    "ness over pool port rigg row scar set shaw side stead stoke stone stow strand thorpe thwaite "
    "toft ton tree vale wade water well wick wold worth yard"
).split()
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
