"""Taking institutions over from a register such as GIAS, many at a time.

Pure: :func:`identify` says which institution a sighting is about, :func:`take_over` lets happen what is
new about it. The rule: what the register says again changes nothing, and a school that became an
academy is the same institution under its new URN.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from hub_core.membership.events import FormerUrn, InstitutionDetails
from hub_core.membership.institution import Institution
from hub_core.membership.keys import ukprn_key, unnumbered_key, urn_key
from hub_core.refusals import Conflict
from hub_core.values import Ukprn, Urn


class Sighting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One institution as a register describes it.

    ``since`` is the day from which this holds (opened, changed, closed), None for the day it was seen.
    ``former_urns`` are the predecessors this institution continues alone (an academy conversion);
    ``merged_urns`` those it was formed from together with others.
    """

    urn: Urn | None = None
    ukprn: Ukprn | None = None
    details: InstitutionDetails
    since: date | None = None
    former_urns: tuple[FormerUrn, ...] = ()
    merged_urns: tuple[Urn, ...] = ()

    def claims(self) -> list[str]:
        """Every claim that says something about which institution this is."""
        return [
            *_own_keys(self),
            *(urn_key(former.urn) for former in self.former_urns),
            *(urn_key(urn) for urn in self.merged_urns),
        ]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Which institution a sighting is about, and which others go into it.

    ``institution`` is None when it is new, ``by_former`` tells that only a former URN led to it.
    ``elsewhere`` are former URNs that another institution
    holds while this one exists by itself: only a merger can unite the two.
    """

    institution: UUID | None
    by_former: bool = False
    predecessors: tuple[UUID, ...] = ()
    elsewhere: tuple[str, ...] = ()


def identify(sighting: Sighting, holders: Mapping[str, UUID]) -> Subject:
    """Which institution this is, by who holds its keys; raises ``Conflict`` when keys disagree."""
    by_number = [holders[key] for key in _own_keys(sighting) if key in holders]
    formers = {
        former.urn: holders[urn_key(former.urn)]
        for former in sighting.former_urns
        if urn_key(former.urn) in holders
    }
    found = by_number[0] if by_number else None
    if found is None and len(set(formers.values())) == 1:
        found = next(iter(formers.values()))
    if any(holder != found for holder in by_number):
        raise Conflict(
            f"The URN {sighting.urn} and the UKPRN {sighting.ukprn} belong to two institutions here. "
            "Find out which is right, or merge the two.",
            kind="identifiers-disagree",
        )
    merged = [holders[urn_key(urn)] for urn in sighting.merged_urns if urn_key(urn) in holders]
    return Subject(
        institution=found,
        by_former=not by_number,
        predecessors=tuple(dict.fromkeys(one for one in merged if one != found)),
        elsewhere=tuple(urn for urn, holder in formers.items() if holder != found),
    )


def settle(institution: Institution, sighting: Sighting, subject: Subject) -> Subject:
    """The same subject, or a new institution when the one found has gone its own way since.

    A school that closed may have two successors; the first one continues it. Raises ``Conflict`` when
    a UKPRN leads to an institution with a URN that this one does not follow.
    """
    formers = [former.urn for former in sighting.former_urns]
    known = (None, institution.urn, *institution.former_urns)
    if not institution.exists or institution.urn is None:
        return subject
    if sighting.urn in known or institution.urn in formers:
        return subject
    if not subject.by_former:
        raise Conflict(
            f"The UKPRN {sighting.ukprn} belongs to {institution.details.name} with URN "
            f"{institution.urn}. If URN {sighting.urn} follows it, say so; else correct the UKPRN.",
            kind="identifiers-disagree",
        )
    held = tuple(former for former in formers if former in known)
    return Subject(
        institution=None,
        predecessors=subject.predecessors,
        elsewhere=(*subject.elsewhere, *held),
    )


def take_over(
    institution: Institution, sighting: Sighting, subject: Subject, *, seen_on: date, at: datetime
) -> None:
    """Let happen on this institution what the sighting says is new."""
    on = min(sighting.since or seen_on, seen_on)
    if not institution.exists:
        institution.register(
            details=sighting.details,
            urn=sighting.urn,
            ukprn=sighting.ukprn,
            former_urns=_free(sighting.former_urns, subject),
            on=on,
            at=at,
        )
        return
    if sighting.urn is not None and sighting.urn in institution.former_urns:
        return  # the register still lists a predecessor; what it says of it is past
    formers = {former.urn for former in sighting.former_urns}
    if sighting.urn is not None and institution.urn in formers:
        institution.become_academy(
            urn=sighting.urn, ukprn=sighting.ukprn, details=sighting.details, on=on, at=at
        )
    institution.identify(urn=sighting.urn, ukprn=sighting.ukprn, on=seen_on, at=at)
    institution.describe(sighting.details, on=_day_of_change(institution, sighting, seen_on), at=at)
    for former in _free(sighting.former_urns, subject):
        institution.follow(former, on=seen_on, at=at)


def unite(
    successor: Institution, predecessors: Iterable[Institution], *, on: date, at: datetime
) -> None:
    """Merge institutions into one that continues them all."""
    merged = list(predecessors)
    for one in merged:
        one.merge_into(successor.id, on=on, at=at)
    successor.form_from([one.id for one in merged], on=on, at=at)


def _own_keys(sighting: Sighting) -> list[str]:
    keys = [urn_key(sighting.urn)] if sighting.urn else []
    keys += [ukprn_key(sighting.ukprn)] if sighting.ukprn else []
    return keys or [unnumbered_key(sighting.details.name, sighting.details.postcode)]


def _free(formers: Iterable[FormerUrn], subject: Subject) -> list[FormerUrn]:
    return [former for former in formers if former.urn not in subject.elsewhere]


def _day_of_change(institution: Institution, sighting: Sighting, seen_on: date) -> date:
    """A closing or reopening has its own date; of any other change only the day it was seen is known."""
    if sighting.details.status is not institution.details.status:
        return min(sighting.since or seen_on, seen_on)
    return seen_on
