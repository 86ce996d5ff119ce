"""An institution's roster: who is on roll, by cohort or programme, and who is in which group, as dated sets.

The rule: a set holds from its day until the next one's, so a late word about the past leaves today as
it is, and what is sent again changes nothing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of
from hub_core.learner_sets import pack, unpack
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound
from hub_core.rosters.codes import ApartReason, Programme, Registration, SendingKind
from hub_core.rosters.dated import Dated, Place, Subject, in_order, is_place, telling
from hub_core.rosters.events import (
    CohortDeclared,
    GroupDeclared,
    LearnerErased,
    LearnerGroup,
    LearnersErased,
    LearnersSetApart,
    ProgrammeDeclared,
    RollDeclared,
    RosterRestored,
    RosterSent,
    SubsidiaryDeclared,
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One learner as sent: where on roll, and the groups, None when the institution tells of none."""

    place: Place
    groups: frozenset[LearnerGroup] | None = None
    subsidiary: bool = False


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How many learners came, changed cohort or programme, or left with what was sent.

    ``repeating`` of those who moved are in a later cohort than before: they take a year again.
    """

    enrolled: int = 0
    moved: int = 0
    left: int = 0
    repeating: int = 0


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """One sending that stands; ``first`` counts the tellings before it."""

    sent: RosterSent
    first: int


class Roster(Aggregate):
    """One institution's roster (stream: ``roster_stream``)."""

    def begin(self) -> None:
        self.sets: dict[Subject, Dated[BitMap]] = {}
        self.apart: dict[ApartReason, Dated[BitMap]] = {}
        self.rolls: Dated[tuple[str, dict[int, int]]] = Dated()
        #: Numbers that lead to nobody any more, because their time was over.
        self.forgotten = BitMap()
        #: Sendings that stand, the latest last, and everything ever told, for undoing the latest.
        self.sendings: list[Sending] = []
        self._told: list[tuple[Subject, date, BitMap]] = []

    def evolve(self, event: Event) -> None:
        match event:
            case CohortDeclared():
                self._tell(event.cohort, event.occurred_on, unpack(event.learners))
            case ProgrammeDeclared():
                self._tell(event.programme, event.occurred_on, unpack(event.learners))
            case GroupDeclared():
                self._tell(event.group, event.occurred_on, unpack(event.learners))
            case SubsidiaryDeclared():
                self._tell(Registration.SUBSIDIARY, event.occurred_on, unpack(event.learners))
            case LearnersSetApart():
                dated = self.apart.setdefault(event.reason, Dated())
                dated.put(event.occurred_on, unpack(event.learners))
            case RollDeclared():
                year = academic_year_of(event.occurred_on)
                self.rolls.put(event.occurred_on, (year, event.roll))
            case RosterSent():
                first = len(self._told) - event.changes
                self.sendings.append(Sending(sent=event, first=first))
            case RosterRestored():
                self.sendings.pop()
            case LearnersErased():
                self.forgotten |= unpack(event.who)
            case LearnerErased():
                pass  # the ordinal stays in the sets, and nothing tells whose it was
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a roster")

    def on_roll(self, day: date) -> dict[int, BitMap]:
        """The learners of each cohort on this day."""
        return {
            place: learners
            for place, learners in self.places(day).items()
            if isinstance(place, int)
        }

    def everybody(self, day: date) -> BitMap:
        """Everybody on roll on this day: in a cohort, or in a programme that runs."""
        return BitMap.union(BitMap(), *running(self.places(day), day).values())

    def places(self, day: date) -> dict[Place, BitMap]:
        """Who is in each cohort and programme on this day, as it was told."""
        known = {
            subject: dated.on(day) for subject, dated in self.sets.items() if is_place(subject)
        }
        return {place: learners for place, learners in known.items() if learners is not None}  # type: ignore[misc]

    def highest(self) -> int:
        """The highest number that was ever given to a learner here; -1 when none was."""
        return max((there.max() for _, _, there in self._told if there), default=-1)

    def groups(self, day: date) -> dict[LearnerGroup, BitMap]:
        """Everybody known on this day to be in each group that was ever told of."""
        return {
            subject: dated.on(day) or BitMap()
            for subject, dated in self.sets.items()
            if isinstance(subject, LearnerGroup)
        }

    def roll_of(self, year_group: int, *, day: date) -> int | None:
        """How many learners are in this year group on this day; None when nobody has said."""
        year = academic_year_of(day)
        learners = self._on(cohort_of(year_group=year_group, academic_year=year), day)
        if learners is not None:
            return len(learners)
        told = self.rolls.on(day)
        return told[1].get(year_group) if told is not None and told[0] == year else None

    def receive(
        self,
        institution: UUID,
        entries: Mapping[int, Entry],
        *,
        complete: bool,
        on: date,
        at: datetime,
        sending: UUID,
    ) -> Difference:
        """Take what was sent, by ordinal. With ``complete``, whoever is not in it has left."""
        before, first = self.places(on), len(self._told)
        told_later = self._told_after(on)
        sent: dict[Place, BitMap] = {}
        for ordinal, entry in entries.items():
            sent.setdefault(entry.place, BitMap()).add(ordinal)
        everyone = BitMap(entries)
        for place in sorted(before.keys() | sent.keys(), key=in_order):
            stay = BitMap() if complete else before.get(place, BitMap()) - everyone
            wanted = stay | sent.get(place, BitMap())
            if wanted != self._on(place, on):
                self._declare(institution, place, wanted, on=on, at=at)
        self._keep_apart(institution, told_later, at=at)
        self._receive_groups(institution, entries, on=on, at=at)
        difference = _difference(before, self.places(on), on)
        kind = SendingKind.COMPLETE if complete else SendingKind.PARTIAL
        self._complete(institution, sending, kind, first, difference, on=on, at=at)
        return difference

    def leave(
        self, institution: UUID, learners: BitMap, *, on: date, at: datetime, sending: UUID
    ) -> Difference:
        """Let these learners be on roll no longer, from this day."""
        before, first = self.places(on), len(self._told)
        for place, there in before.items():
            if there & learners:
                self._declare(institution, place, there - learners, on=on, at=at)
        difference = _difference(before, self.places(on), on)
        self._complete(institution, sending, SendingKind.LEAVERS, first, difference, on=on, at=at)
        return difference

    def restore(self, institution: UUID, sending: UUID, *, on: date, at: datetime) -> None:
        """Undo the latest sending: let every set be, on every day, what it was before it."""
        if sending not in {one.sent.sending for one in self.sendings}:
            raise NotFound(
                "There is no such sending, or it was undone already. The roster lists those that stand."
            )
        latest = self.sendings[-1]
        if latest.sent.sending != sending:
            raise Conflict(
                "Other sendings came after this one and rest on it. Undo the latest first: "
                f"{latest.sent.sending}.",
                kind="not-the-latest",
            )
        before: dict[Subject, Dated[BitMap]] = {}
        for subject, day, learners in self._told[: latest.first]:
            before.setdefault(subject, Dated()).put(day, learners)
        told = len(self._told)
        for day in sorted({day for _, day, _ in self._told}):
            for subject in sorted(self.sets, key=in_order):
                earlier = before.get(subject)
                wanted = (earlier.on(day) if earlier is not None else None) or BitMap()
                if wanted != (self._on(subject, day) or BitMap()):
                    self._declare(institution, subject, wanted, on=day, at=at)
        self.record(
            RosterRestored(
                institution=institution,
                occurred_on=on,
                sending=sending,
                changes=len(self._told) - told,
            ),
            at=at,
        )

    def declare_roll(
        self, institution: UUID, roll: dict[int, int], *, on: date, at: datetime
    ) -> None:
        """Take numbers by year group; the same again in one academic year changes nothing."""
        if self.rolls.on(on) != (academic_year_of(on), roll):
            self.record(RollDeclared(institution=institution, occurred_on=on, roll=roll), at=at)

    def set_apart(
        self, institution: UUID, reason: ApartReason, learners: BitMap, *, on: date, at: datetime
    ) -> None:
        """Say who is outside the relevant cohort for this reason; the same again changes nothing."""
        dated = self.apart.get(reason)
        if learners != ((dated.on(on) if dated is not None else None) or BitMap()):
            self.record(
                LearnersSetApart(
                    institution=institution, occurred_on=on, reason=reason, learners=pack(learners)
                ),
                at=at,
            )

    def forget(self, institution: UUID, *, on: date, at: datetime) -> None:
        """Say that a learner was erased, not which."""
        self.record(LearnerErased(institution=institution, occurred_on=on), at=at)

    def forget_leavers(
        self,
        institution: UUID,
        who: BitMap,
        *,
        left_before: date,
        learners: int,
        on: date,
        at: datetime,
    ) -> None:
        """Say whose numbers lead to nobody any more, so many of them from now on."""
        self.record(
            LearnersErased(
                institution=institution,
                occurred_on=on,
                left_before=left_before,
                learners=learners,
                who=pack(who),
            ),
            at=at,
        )

    def _tell(self, subject: Subject, day: date, learners: BitMap) -> None:
        self.sets.setdefault(subject, Dated()).put(day, learners)
        self._told.append((subject, day, learners))

    def _on(self, subject: Subject, day: date) -> BitMap | None:
        dated = self.sets.get(subject)
        return dated.on(day) if dated is not None else None

    def _told_after(self, day: date) -> dict[date, set[Subject]]:
        """Which cohorts and programmes were told on each later day."""
        told: dict[date, set[Subject]] = {}
        for subject, dated in self.sets.items():
            for later in dated.days_after(day) if is_place(subject) else ():
                told.setdefault(later, set()).add(subject)
        return told

    def _keep_apart(
        self, institution: UUID, told: Mapping[date, set[Subject]], *, at: datetime
    ) -> None:
        """After a late word about the past: whom a later word put elsewhere, leaves that day."""
        for day, subjects in sorted(told.items()):
            there = self.places(day)
            placed = BitMap.union(
                BitMap(), *(learners for place, learners in there.items() if place in subjects)
            )
            for place in there.keys() - subjects:
                if there[place] & placed:
                    self._declare(institution, place, there[place] - placed, on=day, at=at)

    def _declare(
        self, institution: UUID, subject: Subject, learners: BitMap, *, on: date, at: datetime
    ) -> None:
        self.record(telling(subject, institution, on, learners), at=at)

    def _receive_groups(
        self, institution: UUID, entries: Mapping[int, Entry], *, on: date, at: datetime
    ) -> None:
        told = BitMap(ordinal for ordinal, entry in entries.items() if entry.groups is not None)
        members: dict[Subject, tuple[BitMap, BitMap]] = {
            group: (told, BitMap(each for each in told if group in (entries[each].groups or ())))
            for group in LearnerGroup
        }
        elsewhere = BitMap(each for each, entry in entries.items() if entry.subsidiary)
        members[Registration.SUBSIDIARY] = (BitMap(entries), elsewhere)
        for subject, (about, inside) in members.items():
            before = self._on(subject, on) or BitMap()
            after = (before - about) | inside
            if after != before:
                self._declare(institution, subject, after, on=on, at=at)

    def _complete(
        self,
        institution: UUID,
        sending: UUID,
        kind: SendingKind,
        first: int,
        difference: Difference,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Name the sending, if it changed anything."""
        if changes := len(self._told) - first:
            self.record(
                RosterSent(
                    institution=institution,
                    occurred_on=on,
                    sending=sending,
                    kind=kind,
                    changes=changes,
                    enrolled=difference.enrolled,
                    moved=difference.moved,
                    left=difference.left,
                ),
                at=at,
            )


def roster_stream(institution: UUID) -> UUID:
    """The stream of an institution's roster."""
    return uuid5(institution, "roster")


def running(places: Mapping[Place, BitMap], day: date) -> dict[Place, BitMap]:
    """Cohorts, and programmes that run on this day: whoever is in them is on roll."""
    return {
        place: learners
        for place, learners in places.items()
        if not isinstance(place, Programme) or place.runs_on(day)
    }


def _difference(
    earlier: Mapping[Place, BitMap], later_on: Mapping[Place, BitMap], day: date
) -> Difference:
    before, after = running(earlier, day), running(later_on, day)
    were, are = BitMap.union(BitMap(), *before.values()), BitMap.union(BitMap(), *after.values())
    stayed_put = sum(len(there & after.get(place, BitMap())) for place, there in before.items())
    repeating = sum(
        len(there & now)
        for place, there in before.items()
        for later, now in after.items()
        if isinstance(place, int) and isinstance(later, int) and later > place
    )
    return Difference(
        enrolled=len(are - were),
        moved=len(were & are) - stayed_put,
        left=len(were - are),
        repeating=repeating,
    )
