"""How much of the fictional England there is: some hubs whole, and a share of every other.

The rule: a smaller England is part of the larger one, so an institution lives the same life in both.
"""

import re

import msgspec

from hub_core.reference.hub_areas import hub_areas

#: Hubs that come first when only some are wanted: of middling size, with towns and countryside.
_FIRST = ("tees-valley", "gloucestershire", "liverpool-city-region", "cornwall-and-isles-of-scilly")

#: Institutions a hub has at least, so that each of the five phases is there.
FEWEST_INSTITUTIONS = 8


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """So many hubs with all their institutions, and this share of the institutions of all others."""

    whole_hubs: int
    share: float

    @classmethod
    def parse(cls, text: str) -> "Scale":
        """The scale a person meant by "demo", "england", "3 hubs" or "0.05".

        Raises ``ValueError`` with a sentence that says what can be written.
        """
        plain = " ".join(text.casefold().split())
        if plain == "demo":
            return DEMO
        if plain == "england":
            return ENGLAND
        if found := re.fullmatch(r"([0-9]{1,3}) ?hubs?", plain):
            hubs = int(found[1])
            if 1 <= hubs <= len(hub_areas()):
                return cls(whole_hubs=hubs, share=0.0)
        elif re.fullmatch(r"[0-9]*\.?[0-9]+", plain) and 0 < float(plain) <= 1:
            return cls(whole_hubs=0, share=float(plain))
        raise ValueError(
            f"\u201c{text[:40]}\u201d is not a scale. Write \u201cdemo\u201d, a number of hubs "
            f"(\u201c1 hub\u201d to \u201c{len(hub_areas())} hubs\u201d), a share of every hub "
            "(\u201c0.05\u201d) or \u201cengland\u201d."
        )

    def __str__(self) -> str:
        """The scale in words that :meth:`parse` takes, or both parts of a mixed one."""
        if self.share >= 1:
            return "england"
        if not self.share:
            return f"{self.whole_hubs} hub{'' if self.whole_hubs == 1 else 's'}"
        if not self.whole_hubs:
            return f"{self.share:g}"
        return f"{self.whole_hubs} hubs and {self.share:g} of the others"

    def institutions_of(self, hub: str, *, of: int) -> int:
        """How many of a hub's ``of`` institutions there are; 0 leaves the hub out."""
        if self.share >= 1 or hub in _in_order()[: self.whole_hubs]:
            return of
        return min(of, max(FEWEST_INSTITUTIONS, round(of * self.share))) if self.share else 0


def _in_order() -> tuple[str, ...]:
    return (*_FIRST, *(slug for slug in hub_areas() if slug not in _FIRST))


ENGLAND = Scale(whole_hubs=0, share=1.0)
#: Every hub on the tile map is alive, and two can be explored at their true size.
DEMO = Scale(whole_hubs=2, share=0.02)
