"""An employer's offer from its own page: the link's questions, and to whom, ticked in a hub's areas.

The rule: only institutions on the page can be ticked; what is asked of the offer is asked by ``OfferDeed``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec

from hub_core.encounters.commands import MOST_INSTITUTIONS, ProposeEncounter
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.employers import HubChoice, Recipient
from services.web.links.deed import Row, Wording
from services.web.links.employer_deeds import KIND, MODE, PLANNED_FOR, OfferDeed
from services.web.links.fields import Answers, Field, Several

#: Most boxes on one page; the largest hub's areas have some hundreds of institutions.
MOST_TICKS = 1_500
MET_BEFORE = "You have met their learners before"
OTHERS = "Others"
_ORDER = (
    ServicePhase.SECONDARY,
    ServicePhase.FE_AND_SKILLS,
    ServicePhase.SPECIAL_AND_ALTERNATIVE,
    ServicePhase.PRIMARY,
    ServicePhase.ADULT,
)


class OwnOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Offering an encounter to whom one ticks."""

    offer: OfferDeed
    names: Mapping[str, str]
    to: Several
    checked: bool = True
    begins_with: Mapping[str, str] = {}

    @property
    def form(self) -> tuple[Field, ...]:
        """What, how, when and to whom."""
        return (KIND, MODE, PLANNED_FOR, self.to)

    @property
    def wording(self) -> Wording:
        """The offer's own, with nobody who asks for it."""
        return Wording(
            heading="Offer to meet young people",
            asks="",
            about=(),
            recorded="What you offer, how, for which day and to whom. Each school or college then says "
            "whether it takes it up. Nobody’s name is recorded.",
            send="Send the offer",
        )

    def read(self, answers: Answers) -> ProposeEncounter | None:
        """The offer, to those ticked."""
        ticked = answers.several(self.to)
        if len(ticked) > MOST_INSTITUTIONS:
            answers.wrong(
                self.to.name,
                f"You ticked {len(ticked)}. One offer goes to {MOST_INSTITUTIONS} at most: send it in two.",
            )
        command = self._to(ticked).read(answers)
        return None if answers.errors else command

    def told(self, command: ProposeEncounter) -> tuple[Row, ...]:
        """The offer in words."""
        return self._to(str(one) for one in command.institutions).told(command)

    def place(self, field: str) -> str | None:
        """Where a refused field was typed."""
        return self.offer.place(field) or (self.to.name if field == "institutions" else None)

    def _to(self, ticked: Iterable[str]) -> OfferDeed:
        institutions = tuple((UUID(one), self.names[one]) for one in ticked)
        return msgspec.structs.replace(self.offer, institutions=institutions)


def own_offer(
    employer: UUID,
    name: str,
    chosen: HubChoice,
    recipients: list[Recipient],
    *,
    today: date,
) -> OwnOffer:
    """The offer of an employer in one hub's areas."""
    return OwnOffer(
        offer=OfferDeed(employer=employer, name=name, institutions=(), today=today),
        names={str(one.institution): one.name for one in recipients},
        to=Several(
            name="to",
            label="Which schools and colleges?",
            groups=_groups(recipients),
            missing="Tick at least one school or college.",
            hint=f"Those in the area of {chosen.name}. Open a group and tick as many as you like.",
        ),
    )


def _groups(
    recipients: list[Recipient],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Those met before first, then by phase."""
    groups: dict[str, list[tuple[str, str]]] = {
        MET_BEFORE: [],
        **{phase.label: [] for phase in _ORDER},
        OTHERS: [],
    }
    for one in recipients[:MOST_TICKS]:
        phase = one.phase.label if one.phase else OTHERS
        groups[MET_BEFORE if one.met_before else phase].append((str(one.institution), one.name))
    return tuple((heading, tuple(options)) for heading, options in groups.items() if options)
