"""What a reader of the table chose: which rows, in which order, shaded by what. It is all in the address.

The rule: an address that asks for what is not there is answered with a sentence, never with another table.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

import msgspec
from litestar.exceptions import NotFoundException

from hub_core.academic_years import academic_year_of
from hub_core.evaluations.codes import BENCHMARKS
from hub_core.gatsby.edition import edition_in_use_in, editions
from hub_core.reference.service_phases import ServicePhase, establishment_types
from projections.benchmark_progress.standing import MemberStanding
from services.web import academic_years

#: What rows are sorted by: the name, benchmarks officially achieved, the result's day, one benchmark.
SORTS = ("name", "achieved", "result", *(str(number) for number in BENCHMARKS))
ORDERS = ("up", "down")
#: What cells are shaded by.
SHADES = {"declared": "What they declared", "coverage": "What records show"}
#: Members of every phase. Without it, those whose phase Compass evaluates: primary schools and adult
#: services are asked for no result, and are four rows in five in many hubs.
EVERY_PHASE = "every"
#: Institutions GIAS has no type for, such as adult services.
NO_TYPE = "none"
_PHASES = ("", EVERY_PHASE, *(one.value for one in ServicePhase))


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One view of the table. ``year`` is written 2025/26; empty ones choose nothing."""

    year: str
    edition: str
    phase: str = ""
    type: str = ""
    facilitator: str = ""
    cluster: str = ""
    shade: str = "declared"
    sort: str = "name"
    order: str = "up"

    def address(self, here: str, **changed: str) -> str:
        """The address of the same view, with something changed."""
        now = msgspec.structs.replace(self, **changed)
        wanted = {name: str(value) for name, value in msgspec.structs.asdict(now).items() if value}
        wanted["year"] = academic_years.in_address(now.year)
        return f"{here}?{urlencode(wanted)}"

    def takes(self, member: MemberStanding) -> bool:
        """Whether a member's row is among those chosen."""
        if self.type and (member.type_code or NO_TYPE) != self.type:
            return False
        if self.phase == EVERY_PHASE:
            return True
        return member.phase == self.phase if self.phase else member.is_evaluated


def choice_of(asked: Mapping[str, str], *, today: date) -> Choice:
    """What an address asks for, the year of today and the edition in use in a year where it names none.

    Raises ``NotFoundException`` with what could be asked instead.
    """
    given = asked.get("year")
    chosen_year = academic_year_of(today) if given is None else academic_years.from_address(given)
    if chosen_year is None:
        raise NotFoundException(
            f"“{(given or '')[:20]}” is not an academic year. Write it like 2025-26."
        )
    return Choice(
        year=chosen_year,
        edition=one_of("edition", asked, editions(), edition_in_use_in(chosen_year, today).code),
        phase=one_of("phase", asked, _PHASES, ""),
        type=one_of("type", asked, ("", NO_TYPE, *establishment_types()), ""),
        facilitator=asked.get("facilitator", ""),
        cluster=asked.get("cluster", ""),
        shade=one_of("shade", asked, SHADES, "declared"),
        sort=one_of("sort", asked, SORTS, "name"),
        order=one_of("order", asked, ORDERS, "up"),
    )


def type_name(code: str | None) -> str:
    """What GIAS calls a type."""
    found = establishment_types().get(code or "")
    return found.name if found else "No type in GIAS"


def one_of(name: str, asked: Mapping[str, str], known: Iterable[str], otherwise: str) -> str:
    """What an address chooses under a name; raises ``NotFoundException`` for what is not there to choose."""
    value = asked.get(name, otherwise)
    if value not in known:
        raise NotFoundException(f"There is no {name} called “{value[:20]}” to choose here.")
    return value
