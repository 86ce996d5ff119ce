"""The employers of the fictional England: each hub's own, and some that come from anywhere.

The rule: an employer registers on the day it first offers something, so only those that do anything are
in the log. None is a real body: company and charity numbers come from above every register's.
"""

from datetime import date
from functools import cache
from uuid import UUID

import msgspec

from hub_core.employers.employer import claims_of
from hub_core.employers.events import EmployerDetails, EmployerForm, EmployerRegistered
from hub_core.employers.standing_events import EmployerVerified, VerificationBasis
from hub_core.reference.employers import EmployerSize, sector_of
from services.platform.england import names
from services.platform.england.chance import identity, pick, share
from services.platform.england.habits import EMPLOYER_SIZES
from services.platform.england.tables import rows

#: Companies House stands at about 17 million, the Charity Commission at 1.2 million.
_FIRST_COMPANY = 90_000_000
_FIRST_CHARITY = 9_000_000
#: Employers that work with schools anywhere in the country.
NATIONWIDE = 160
_HUB_ROOM = 2_000
_FEWEST_OF_A_HUB = 60
_FIRST_POSTCODE = 100_000
#: Those that stand in a public register are looked up there.
_BASIS_OF_FORM = {
    EmployerForm.COMPANY: VerificationBasis.PUBLIC_REGISTER,
    EmployerForm.CHARITY: VerificationBasis.PUBLIC_REGISTER,
}


class Employer:
    """One employer, and the two pieces of JSON its particulars are made of."""

    __slots__ = ("details", "head", "id", "registered", "tail")

    def __init__(self, employer: UUID, details: EmployerDetails) -> None:
        self.id = employer
        self.details = details
        self.registered = False
        self.head = f'{{"employer":"{employer}","kind":"'
        size = f',"size":"{details.size.value}"' if details.size else ""
        sector = f',"sector":"{details.sector.value}"' if details.sector else ""
        self.tail = f"{size}{sector}}}"

    @property
    def claims(self) -> frozenset[str]:
        """The keys it is recognised by."""
        return claims_of(self.details)

    def registration(self, day: int) -> EmployerRegistered:
        """Its first event."""
        return EmployerRegistered(
            employer=self.id, occurred_on=date.fromordinal(day), details=self.details
        )

    def verification(self, hub: UUID, day: int) -> EmployerVerified:
        """Its second: the hub of whomever it first offers something to makes sure who it is."""
        return EmployerVerified(
            employer=self.id,
            hub=hub,
            occurred_on=date.fromordinal(day),
            basis=_BASIS_OF_FORM.get(self.details.form, VerificationBasis.KNOWN),
        )


class Pool:
    """The employers within reach of one hub's institutions."""

    def __init__(self, hub: int, whole: int, nationwide: "list[Employer]", seed: int) -> None:
        self._seed = seed
        self._first = NATIONWIDE + hub * _HUB_ROOM
        self.size = max(_FEWEST_OF_A_HUB, min(whole, _HUB_ROOM))
        self._own: list[Employer | None] = [None] * self.size
        self._nationwide = nationwide

    def one(self, institution: int, first: int, second: int) -> Employer:
        """Whom an institution meets, by two drawn bytes: mostly one of those it knows."""
        if first < 24:
            return self._nationwide[second * len(self._nationwide) >> 8]
        if first < 200:
            known = second * second >> 13
            return self._at((institution * 7 + known * 31) % self.size)
        return self._at((first << 8 | second) % self.size)

    def known(self) -> list[Employer]:
        """The hub's own employers, whether or not they have offered anything yet."""
        return [self._at(place) for place in range(self.size)]

    def _at(self, place: int) -> Employer:
        found = self._own[place]
        if found is None:
            found = self._own[place] = employer(self._first + place, self._seed)
        return found


def nationwide(seed: int) -> list[Employer]:
    """The employers that work anywhere in the country."""
    return [employer(number, seed) for number in range(NATIONWIDE)]


def employer(number: int, seed: int) -> Employer:
    """The employer of this number."""
    trade = _trades()[int(share("trade", number) * len(_trades()))]
    size = pick(EMPLOYER_SIZES, "size", number) if number >= NATIONWIDE else EmployerSize.LARGE
    company = trade.form is EmployerForm.COMPANY
    charity = trade.form is EmployerForm.CHARITY
    return Employer(
        identity(seed, "employer", number),
        EmployerDetails(
            form=trade.form,
            name=f"{names.place(number * 5 + 3)} {trade.name}{' Ltd' if company else ''}",
            company_number=str(_FIRST_COMPANY + number) if company else None,
            charity_number=str(_FIRST_CHARITY + number) if charity else None,
            postcode=names.postcode(_FIRST_POSTCODE + number),
            sic_codes=(trade.sic,),
            sector=sector_of(trade.sic),
            size=size,
        ),
    )


class _Trade(msgspec.Struct, frozen=True):
    name: str
    sic: str
    form: EmployerForm


@cache
def _trades() -> list[_Trade]:
    """Every trade as often as it is common."""
    return [
        _Trade(row["name"], row["sic"], EmployerForm(row["form"]))
        for row in rows("trades")
        for _ in range(int(row["weight"]))
    ]
