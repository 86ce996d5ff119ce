"""Commands of hubs about employers: verify, designate as cornerstone, merge, and each of them undone.

The rule: ``hub`` speaks and is named in what it says; an employer never speaks of itself here. A merger
moves the keys an employer is recognised by, and undoing it brings them back.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.employers.employer import Employer, claims_of, no_such_employer
from hub_core.employers.finding import known_hub
from hub_core.employers.hosting import HubCatalogue, catalogue_stream
from hub_core.employers.standing_events import VerificationBasis, VerificationLoss
from hub_core.refusals import Conflict, Invalid
from hub_core.work import Changed, Command, Work, handles


class VerifyEmployer(Command, frozen=True, kw_only=True):
    """Say that an employer is who it says it is."""

    OPERATION: ClassVar[str] = "employers.verify_employer"
    hub: UUID
    employer: UUID
    basis: VerificationBasis


class WithdrawVerification(Command, frozen=True, kw_only=True):
    """Say that an employer is no longer verified."""

    OPERATION: ClassVar[str] = "employers.withdraw_verification"
    hub: UUID
    employer: UUID
    reason: VerificationLoss


class DesignateCornerstone(Command, frozen=True, kw_only=True):
    """Make a verified employer one of the hub's cornerstones."""

    OPERATION: ClassVar[str] = "employers.designate_cornerstone"
    hub: UUID
    employer: UUID


class EndCornerstone(Command, frozen=True, kw_only=True):
    """End that an employer is one of the hub's cornerstones."""

    OPERATION: ClassVar[str] = "employers.end_cornerstone"
    hub: UUID
    employer: UUID


class MergeEmployers(Command, frozen=True, kw_only=True):
    """Say that ``merged`` is the same employer as ``survivor``, which stays."""

    OPERATION: ClassVar[str] = "employers.merge_employers"
    hub: UUID
    survivor: UUID
    merged: UUID


class UndoMerge(Command, frozen=True, kw_only=True):
    """Say that two merged employers are two after all."""

    OPERATION: ClassVar[str] = "employers.undo_merge"
    hub: UUID
    survivor: UUID
    merged: UUID


@handles(VerifyEmployer)
async def verify_employer(command: VerifyEmployer, work: Work) -> Changed:
    """Verifying one that is verified already changes nothing."""
    employer = await _spoken_of(command.hub, command.employer, work)
    employer.verify(command.hub, command.basis, on=work.today, at=work.now)
    return Changed(id=employer.id, version=employer.version)


@handles(WithdrawVerification)
async def withdraw_verification(command: WithdrawVerification, work: Work) -> Changed:
    """What was delivered stays; nothing more is until a hub verifies it again."""
    employer = await _spoken_of(command.hub, command.employer, work)
    employer.lose_verification(command.hub, command.reason, on=work.today, at=work.now)
    return Changed(id=employer.id, version=employer.version)


@handles(DesignateCornerstone)
async def designate_cornerstone(command: DesignateCornerstone, work: Work) -> Changed:
    """Refuses one that is not verified."""
    employer = await _spoken_of(command.hub, command.employer, work)
    employer.become_cornerstone(command.hub, on=work.today, at=work.now)
    catalogue = await work.load(HubCatalogue, catalogue_stream(command.hub))
    catalogue.note_cornerstone(command.hub, employer.id, on=work.today, at=work.now)
    return Changed(id=employer.id, version=employer.version)


@handles(EndCornerstone)
async def end_cornerstone(command: EndCornerstone, work: Work) -> Changed:
    """Refuses one that is none of this hub's."""
    employer = await _spoken_of(command.hub, command.employer, work)
    employer.end_cornerstone(command.hub, on=work.today, at=work.now)
    catalogue = await work.load(HubCatalogue, catalogue_stream(command.hub))
    catalogue.drop_cornerstone(command.hub, employer.id, on=work.today, at=work.now)
    return Changed(id=employer.id, version=employer.version)


@handles(MergeEmployers)
async def merge_employers(command: MergeEmployers, work: Work) -> Changed:
    """The merged one's numbers lead to the survivor; encounters keep the employer they had."""
    survivor, merged = await _both(command, work)
    work.expect(survivor)
    _require_unmerged(survivor, merged)
    for one in (survivor, merged):
        one.note_merger(survivor.id, merged.id, on=work.today, at=work.now)
    for key in claims_of(merged.details):
        work.release(key, merged.id)
        work.claim(key, survivor.id)
    return Changed(id=survivor.id, version=survivor.version)


@handles(UndoMerge)
async def undo_merge(command: UndoMerge, work: Work) -> Changed:
    """The numbers go back; refuses when one of them has gone to somebody else meanwhile."""
    survivor, merged = await _both(command, work)
    work.expect(survivor)
    if merged.merged_into != survivor.id:
        raise Conflict("These two are not merged, so there is nothing to undo.", kind="not-merged")
    for one in (survivor, merged):
        one.note_parting(survivor.id, merged.id, on=work.today, at=work.now)
    await _give_back(survivor, merged, work)
    return Changed(id=survivor.id, version=survivor.version)


async def _spoken_of(hub: UUID, employer: UUID, work: Work) -> Employer:
    await known_hub(hub, work)
    found = await work.find(Employer, employer, no_such_employer(employer))
    work.expect(found)
    if found.merged_into is not None:
        raise Conflict(
            f"This employer was merged into the one with the id {found.merged_into}. Say it of that one.",
            kind="employer-merged",
        )
    return found


async def _both(command: MergeEmployers | UndoMerge, work: Work) -> tuple[Employer, Employer]:
    await known_hub(command.hub, work)
    if command.survivor == command.merged:
        raise Invalid.field(
            "merged", "An employer cannot be merged with itself.", "Name the other one."
        )
    survivor = await work.find(Employer, command.survivor, no_such_employer(command.survivor))
    merged = await work.find(Employer, command.merged, no_such_employer(command.merged))
    return survivor, merged


def _require_unmerged(survivor: Employer, merged: Employer) -> None:
    for one, role in ((survivor, "survivor"), (merged, "merged")):
        if one.merged_into is not None:
            raise Conflict(
                f"{one.title}, named as \u201c{role}\u201d, was merged into {one.merged_into} already.",
                kind="employer-merged",
            )
    if merged.absorbed:
        raise Conflict(
            f"Another employer was merged into {merged.title} before. Undo that, or merge the other way "
            "round: let that one stay.",
            kind="employer-merged",
        )


async def _give_back(survivor: Employer, merged: Employer, work: Work) -> None:
    keys = claims_of(merged.details)
    if keys & claims_of(survivor.details):
        raise Conflict(
            "The employer that stayed describes itself with a number of the merged one by now. Change "
            "its details back first.",
            kind="already-registered",
        )
    holders = await work.holders(sorted(keys))
    for key in keys:
        match holders.get(key):
            case survivor.id:
                work.release(key, survivor.id)
            case None:
                pass
            case _:
                raise Conflict(
                    "A number of the merged employer belongs to another employer by now. Settle that "
                    "first: change the details of the other one.",
                    kind="already-registered",
                )
        work.claim(key, merged.id)
