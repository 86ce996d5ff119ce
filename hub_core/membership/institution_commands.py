"""Commands about institutions. Handlers stay thin: who it is, let it decide, claim what it took.

The rule: every identifier an event gives an institution is claimed in the same append.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.days import up_to_today
from hub_core.log.aggregate import Recorded
from hub_core.membership.events import FormerUrn, InstitutionDetails
from hub_core.membership.institution import Institution, keys_taken, no_such_institution
from hub_core.membership.sync import Sighting, Subject, identify, settle, take_over, unite
from hub_core.refusals import Conflict, Invalid, Refusal
from hub_core.values import Ukprn, Urn
from hub_core.work import Answer, Changed, Command, Work, handles

#: Most institutions one command takes: an append holds at most 500 events, and one may need two.
MOST_AT_ONCE = 200


class RegisterInstitution(Command, frozen=True, kw_only=True):
    """Make an institution known."""

    OPERATION: ClassVar[str] = "membership.register_institution"
    details: InstitutionDetails
    urn: Urn | None = None
    ukprn: Ukprn | None = None
    former_urns: tuple[FormerUrn, ...] = ()
    registered_on: date | None = None


class SyncInstitutions(Command, frozen=True, kw_only=True):
    """Take over what a register says of these institutions; what is known already changes nothing."""

    OPERATION: ClassVar[str] = "membership.sync_institutions"
    seen_on: date
    sightings: Annotated[tuple[Sighting, ...], msgspec.Meta(min_length=1, max_length=MOST_AT_ONCE)]


class CloseInstitution(Command, frozen=True, kw_only=True):
    """Record that an institution closed."""

    OPERATION: ClassVar[str] = "membership.close_institution"
    institution: UUID
    closed_on: date


class MergeInstitutions(Command, frozen=True, kw_only=True):
    """Record that institutions merged into another one, which is known already."""

    OPERATION: ClassVar[str] = "membership.merge_institutions"
    predecessors: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=20)]
    successor: UUID
    merged_on: date


class SyncOutcome(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What became of one sighting: ``outcome`` is registered, changed, unchanged or refused.

    ``elsewhere`` lists former URNs that another institution holds, to be merged by hand.
    """

    outcome: str
    institution: UUID | None = None
    detail: str = ""
    kind: str = ""
    elsewhere: tuple[str, ...] = ()


class Synced(Answer, frozen=True, kw_only=True, rename="camel"):
    """The outcome of every sighting, in the order they came."""

    outcomes: tuple[SyncOutcome, ...]


@handles(RegisterInstitution)
async def register_institution(command: RegisterInstitution, work: Work) -> Changed:
    """Answers with the new institution; refuses identifiers that another one holds."""
    sighting = Sighting(
        urn=command.urn,
        ukprn=command.ukprn,
        details=command.details,
        former_urns=command.former_urns,
    )
    for key, holder in (await work.holders(sighting.claims())).items():
        raise Conflict(
            f"{_spoken(key)} belongs to the institution {holder} already. "
            "Use that one, or change its details.",
            kind="already-registered",
        )
    institution = work.begin(Institution)
    institution.register(
        details=command.details,
        urn=command.urn,
        ukprn=command.ukprn,
        former_urns=command.former_urns,
        on=up_to_today(command.registered_on, work, field="registeredOn"),
        at=work.now,
    )
    _claim_identifiers(institution, work, {})
    return Changed(id=institution.id, version=institution.version)


@handles(SyncInstitutions)
async def sync_institutions(command: SyncInstitutions, work: Work) -> Synced:
    """Each row by itself: one that is refused leaves the others standing."""
    if command.seen_on > work.today:
        raise Invalid.field("seenOn", "A register cannot be seen tomorrow.", "Give today at most.")
    keys = [key for sighting in command.sightings for key in sighting.claims()]
    holders = await work.holders(keys)
    await work.load_many(Institution, _known(command.sightings, holders))
    outcomes = []
    for sighting in command.sightings:
        try:
            outcomes.append(await _sync(sighting, holders, seen_on=command.seen_on, work=work))
        except Refusal as refusal:
            outcomes.append(
                SyncOutcome(outcome="refused", detail=refusal.detail, kind=refusal.kind)
            )
    return Synced(outcomes=tuple(outcomes))


@handles(CloseInstitution)
async def close_institution(command: CloseInstitution, work: Work) -> Changed:
    """Refuses a date to come: that is a proposal to close."""
    if command.closed_on > work.today:
        raise Invalid.field(
            "closedOn",
            "An institution that will close is open until then.",
            "Record it on the day, or give it the status \u201cproposed to close\u201d.",
        )
    institution = await work.find(
        Institution, command.institution, no_such_institution(command.institution)
    )
    work.expect(institution)
    institution.close(on=command.closed_on, at=work.now)
    return Changed(id=institution.id, version=institution.version)


@handles(MergeInstitutions)
async def merge_institutions(command: MergeInstitutions, work: Work) -> Changed:
    """Answers with the successor, which must be open: what has closed continues nobody."""
    ids = (command.successor, *dict.fromkeys(command.predecessors))
    successor, *merged = [
        await work.find(Institution, one, no_such_institution(one)) for one in ids
    ]
    work.expect(successor)
    on = up_to_today(command.merged_on, work, field="mergedOn")
    successor.require_open(on=on)
    unite(successor, merged, on=on, at=work.now)
    return Changed(id=successor.id, version=successor.version)


def _known(sightings: Iterable[Sighting], holders: dict[str, UUID]) -> Iterator[UUID]:
    """Every institution these sightings are about that is known before the first is taken."""
    for sighting in sightings:
        yield from (holders[key] for key in sighting.claims() if key in holders)


async def _sync(
    sighting: Sighting, holders: dict[str, UUID], *, seen_on: date, work: Work
) -> SyncOutcome:
    subject = identify(sighting, holders)
    known = subject.institution
    institution = await work.load(Institution, known) if known else work.begin(Institution)
    if (settled := settle(institution, sighting, subject)) is not subject:
        subject, institution = settled, work.begin(Institution)
    holders |= dict.fromkeys(institution.keys(), institution.id)
    before = institution.version
    take_over(institution, sighting, subject, seen_on=seen_on, at=work.now)
    await _unite(institution, subject, seen_on=min(sighting.since or seen_on, seen_on), work=work)
    _claim_identifiers(institution, work, holders)
    registered = "registered" if before == 0 else "changed"
    return SyncOutcome(
        outcome="unchanged" if institution.version == before else registered,
        institution=institution.id,
        elsewhere=subject.elsewhere,
    )


async def _unite(institution: Institution, subject: Subject, *, seen_on: date, work: Work) -> None:
    if subject.predecessors:
        merged = [await work.load(Institution, one) for one in subject.predecessors]
        new = [one for one in merged if one.successor is None]
        unite(institution, new, on=seen_on, at=work.now)


def _claim_identifiers(institution: Institution, work: Work, holders: dict[str, UUID]) -> None:
    """Claim what new events took; ``holders`` learns of it, for the rows that follow."""
    for recorded in institution.pending_events:
        assert isinstance(recorded, Recorded)
        for key in keys_taken(recorded.event):
            if holders.get(key) != institution.id:
                work.claim(key, institution.id)
                holders[key] = institution.id


def _spoken(key: str) -> str:
    scheme, _, number = key.partition(":")
    return f"{scheme.upper()} {number}" if scheme in ("urn", "ukprn") else "This name and postcode"
