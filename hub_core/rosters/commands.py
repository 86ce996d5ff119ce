"""Commands about an institution's learners.

The rule: references go to the vault and come back as ordinals; neither an event nor an answer, which
the ledger keeps, ever holds one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Invalid, Problem
from hub_core.rosters.events import SENSITIVE_GROUPS, LearnerGroup, Roll
from hub_core.rosters.learner_subject import learner_subject
from hub_core.rosters.roster import Entry, Roster, roster_stream
from hub_core.values import YearGroup, academic_year_of, cohort_of
from hub_core.work import Answer, Changed, Command, Work, handles

#: A reference as the institution writes it: one line without spaces around it.
LearnerReference = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)",
        min_length=1,
        max_length=64,
        description="The institution's own reference of a learner; kept in the vault only",
    ),
]
#: The largest colleges have about 20 thousand learners.
MOST_LEARNERS = 40_000


class RosterLearner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One learner as the institution sends it; ``groups`` is None when it tells of none."""

    reference: LearnerReference
    year_group: YearGroup
    groups: tuple[LearnerGroup, ...] | None = None


class SendRoster(Command, frozen=True, kw_only=True):
    """Say who is on roll. With ``complete``, whoever is not in it has left."""

    OPERATION: ClassVar[str] = "rosters.send_roster"
    institution: UUID
    learners: Annotated[
        tuple[RosterLearner, ...], msgspec.Meta(min_length=1, max_length=MOST_LEARNERS)
    ]
    complete: bool = False
    as_of: date | None = None


class RemoveLearners(Command, frozen=True, kw_only=True):
    """Say that learners have left."""

    OPERATION: ClassVar[str] = "rosters.remove_learners"
    institution: UUID
    learners: Annotated[
        tuple[LearnerReference, ...], msgspec.Meta(min_length=1, max_length=MOST_LEARNERS)
    ]
    left_on: date | None = None


class DeclareRoll(Command, frozen=True, kw_only=True):
    """Give numbers on roll by year group, without learners."""

    OPERATION: ClassVar[str] = "rosters.declare_roll"
    institution: UUID
    roll: Annotated[dict[YearGroup, Roll], msgspec.Meta(min_length=1)]
    as_of: date | None = None


class EraseLearner(Command, frozen=True, kw_only=True):
    """Destroy who a learner is, for good; the reference is refused from then on."""

    OPERATION: ClassVar[str] = "rosters.erase_learner"
    institution: UUID
    reference: LearnerReference


class RosterReceived(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of a roster: learners that came, moved and left.

    ``refused`` are the places in the list of learners that were erased and stay so.
    """

    id: UUID
    version: int
    on_roll: int
    enrolled: int
    moved: int
    left: int
    refused: tuple[int, ...] = ()


@handles(SendRoster)
async def send_roster(command: SendRoster, work: Work) -> RosterReceived:
    """Refuses what no agreement covers and a reference sent twice; reports one that was erased."""
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    roster = await _roster(command.institution, work)
    references = [learner.reference for learner in command.learners]
    await require_cover(work, command.institution, *classes_in(command.learners), on=work.today)
    _refuse_doubles(references)
    given = await work.vault.enrol(command.institution, references)
    year = academic_year_of(day)
    entries = {
        given.known[learner.reference]: Entry(
            cohort=cohort_of(year_group=learner.year_group, academic_year=year),
            groups=None if learner.groups is None else frozenset(learner.groups),
        )
        for learner in command.learners
        if learner.reference in given.known
    }
    difference = roster.receive(
        command.institution, entries, complete=command.complete, on=day, at=work.now
    )
    erased = frozenset(given.erased)
    return RosterReceived(
        id=command.institution,
        version=roster.version,
        on_roll=sum(len(learners) for learners in roster.on_roll(day).values()),
        enrolled=difference.enrolled,
        moved=difference.moved,
        left=difference.left,
        refused=tuple(place for place, text in enumerate(references) if text in erased),
    )


@handles(RemoveLearners)
async def remove_learners(command: RemoveLearners, work: Work) -> Changed:
    """Refuses references that never were on the roster, naming the place of each."""
    day = up_to_today(command.left_on, work, field="leftOn", earliest=FIRST_SCHOOL_DAY)
    roster = await _roster(command.institution, work)
    ordinals = await known_learners(command.institution, command.learners, work, field="learners")
    roster.leave(command.institution, ordinals, on=day, at=work.now)
    return Changed(id=command.institution, version=roster.version)


@handles(DeclareRoll)
async def declare_roll(command: DeclareRoll, work: Work) -> Changed:
    """Refuses what no agreement covers. Answers with the institution and its roster's version."""
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    roster = await _roster(command.institution, work)
    await require_cover(work, command.institution, DataClass.ROLLS_AND_COUNTS, on=work.today)
    roster.declare_roll(command.institution, command.roll, on=day, at=work.now)
    return Changed(id=command.institution, version=roster.version)


@handles(EraseLearner)
async def erase_learner(command: EraseLearner, work: Work) -> Changed:
    """With all that was written about the learner. Also for a reference that never came: it is refused
    should it come.

    The vault is changed first. Should the append then fail, the same command again completes it.
    """
    roster = await _roster(command.institution, work)
    known = await work.vault.ordinals(command.institution, (command.reference,))
    for ordinal in known.known.values():  # while the reference still leads there
        await work.vault.erase_subject(learner_subject(command.institution, ordinal))
    await work.vault.erase(command.institution, command.reference)
    roster.forget(command.institution, on=work.today, at=work.now)
    return Changed(id=command.institution, version=roster.version)


async def known_learners(
    institution: UUID, references: Sequence[str], work: Work, *, field: str
) -> BitMap:
    """The ordinals of references on the roster; refuses with every one that is not, by its place."""
    ordinals = await work.vault.ordinals(institution, references)
    erased = frozenset(ordinals.erased)
    problems = [
        Problem(
            field=f"{field}[{place}]",
            reason="This learner was erased."
            if reference in erased
            else "This learner is not on your roster.",
            remedy="Leave the learner out."
            if reference in erased
            else "Check the reference, or send the roster first.",
        )
        for place, reference in enumerate(references)
        if reference not in ordinals.known
    ]
    if problems:
        raise Invalid(
            f"{len(problems)} of {len(references)} learners are not on your roster. "
            "Nothing was recorded.",
            kind="unknown-learners",
            problems=problems,
        )
    return BitMap(ordinals.known.values())


async def _roster(institution: UUID, work: Work) -> Roster:
    await work.find(Institution, institution, no_such_institution(institution))
    roster = await work.load(Roster, roster_stream(institution))
    work.expect(roster)
    return roster


def _refuse_doubles(references: Sequence[str]) -> None:
    first: dict[str, int] = {}
    problems = []
    for place, reference in enumerate(references):
        if (earlier := first.setdefault(reference, place)) != place:
            problems.append(
                Problem(
                    field=f"learners[{place}].reference",
                    reason=f"The same reference stands at learners[{earlier}] already.",
                    remedy="Send each learner once.",
                )
            )
    if problems:
        raise Invalid(f"{len(problems)} references were sent twice.", problems=problems)


def classes_in(learners: Sequence[RosterLearner]) -> list[DataClass]:
    """The classes of data that these learners are, as agreements name them."""
    told = [learner.groups for learner in learners if learner.groups is not None]
    classes = [DataClass.LEARNER_REFERENCES]
    if told:
        classes.append(DataClass.GROUPS)
    if any(not SENSITIVE_GROUPS.isdisjoint(groups) for groups in told):
        classes.append(DataClass.SENSITIVE_GROUPS)
    return classes
