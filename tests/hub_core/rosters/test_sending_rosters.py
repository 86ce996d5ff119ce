"""Sending rosters: references go to the vault, sets to the log."""

from datetime import date
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from hub_core.agreements.codes import DataClass
from hub_core.agreements.commands import AmendAgreement, SignAgreement
from hub_core.agreements.cover import NotCovered
from hub_core.learner_sets import unpack
from hub_core.log.ledger import command_key
from hub_core.refusals import Invalid, NotFound, StaleVersion
from hub_core.rosters.codes import SendingKind
from hub_core.rosters.commands import (
    DeclareRoll,
    EraseLearner,
    RemoveLearners,
    RosterLearner,
    SendRoster,
)
from hub_core.rosters.events import (
    CohortDeclared,
    GroupDeclared,
    LearnerErased,
    LearnerGroup,
    RollDeclared,
    RosterSent,
)
from tests.builders.agreements import EVERYTHING
from tests.builders.principals import CALLER


def learner(reference: str, year_group: int = 8, **fields: Any) -> RosterLearner:
    return RosterLearner(reference=reference, year_group=year_group, **fields)


async def test_a_school_sends_its_learners(story: Any) -> None:
    school = await story.school()
    send = SendRoster(
        institution=school,
        learners=(
            learner("ada", groups=(LearnerGroup.EAL,)),
            learner("ben", groups=()),
            learner("cyd", year_group=9),
        ),
        complete=True,
        as_of=date(2026, 1, 12),
    )
    events = await story.new_events(send)
    assert [type(event) for event in events] == [
        CohortDeclared,
        CohortDeclared,
        GroupDeclared,
        RosterSent,
    ]
    assert {event.occurred_on for event in events} == {date(2026, 1, 12)}
    by_cohort = {event.cohort: set(unpack(event.learners)) for event in events[:2]}
    assert by_cohort == {2028: {2}, 2029: {0, 1}}
    assert not await story.new_events(send)
    answer = await story.do(send)
    assert answer == {
        "id": str(school),
        "version": 4,
        "sending": str(events[-1].sending),
        "onRoll": 3,
        "enrolled": 0,
        "moved": 0,
        "repeating": 0,
        "left": 0,
        "refused": [],
    }


async def test_neither_log_nor_answer_holds_a_reference(story: Any) -> None:
    school = await story.school()
    reference = f"UPN-{uuid4().hex}"
    answer = await story.do(
        SendRoster(institution=school, learners=(learner(reference),)), command_id=reference[:8]
    )
    assert reference not in str(answer)
    assert reference not in str(await story.events())


async def test_whoever_is_not_on_a_complete_roster_has_left(story: Any) -> None:
    school = await story.school()
    await story.do(SendRoster(institution=school, learners=(learner("ada"), learner("ben"))))
    answer = await story.do(
        SendRoster(
            institution=school,
            learners=(learner("ben", 9), learner("cyd")),
            complete=True,
        ),
        expected_version=2,
    )
    assert (answer["onRoll"], answer["enrolled"], answer["moved"], answer["left"]) == (2, 1, 1, 1)
    with pytest.raises(StaleVersion):
        await story.do(
            SendRoster(institution=school, learners=(learner("dov"),)), expected_version=2
        )


async def test_every_reference_sent_twice_is_named(story: Any) -> None:
    school = await story.school()
    with pytest.raises(Invalid) as refused:
        await story.do(
            SendRoster(
                institution=school,
                learners=(learner("ada"), learner("ben"), learner("ada", 9), learner("ben")),
            )
        )
    assert [problem.field for problem in refused.value.problems] == [
        "learners[2].reference",
        "learners[3].reference",
    ]
    assert "learners[0]" in refused.value.problems[0].reason


async def test_an_erased_learner_stays_away(story: Any) -> None:
    school = await story.school()
    await story.do(SendRoster(institution=school, learners=(learner("ada"), learner("ben"))))
    (erased,) = await story.new_events(EraseLearner(institution=school, reference="ada"))
    assert erased == LearnerErased(institution=school, occurred_on=date(2026, 2, 11))
    answer = await story.do(
        SendRoster(institution=school, learners=(learner("ben"), learner("ada"), learner("cyd")))
    )
    assert answer["refused"] == [1]
    assert answer["enrolled"] == 1
    assert await story.platform.vault.references(school, range(4)) == {1: "ben", 2: "cyd"}


async def test_learners_leave_by_reference(story: Any) -> None:
    school = await story.school()
    await story.do(SendRoster(institution=school, learners=(learner("ada"), learner("ben"))))
    left, sent = await story.new_events(RemoveLearners(institution=school, learners=("ada",)))
    assert set(unpack(left.learners)) == {1}
    assert (sent.kind, sent.left) == (SendingKind.LEAVERS, 1)
    with pytest.raises(Invalid) as refused:
        await story.do(RemoveLearners(institution=school, learners=("ben", "zoe")))
    assert [problem.field for problem in refused.value.problems] == ["learners[1]"]


async def test_a_school_that_shares_no_learners_gives_numbers(story: Any) -> None:
    school = await story.school()
    (declared,) = await story.new_events(DeclareRoll(institution=school, roll={7: 180, 8: 178}))
    assert isinstance(declared, RollDeclared)
    assert not await story.new_events(DeclareRoll(institution=school, roll={8: 178, 7: 180}))


async def test_rosters_are_of_known_institutions_and_not_of_tomorrow(story: Any) -> None:
    with pytest.raises(NotFound):
        await story.do(DeclareRoll(institution=uuid4(), roll={7: 180}))
    school = await story.school()
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(DeclareRoll(institution=school, roll={7: 1}, as_of=date(2026, 2, 12)))


async def test_a_large_roster_goes_in_at_once(story: Any) -> None:
    school = await story.school()
    many = tuple(learner(f"learner {n}", 7 + n % 7) for n in range(2_000))
    answer = await story.do(SendRoster(institution=school, learners=many, complete=True))
    assert answer["enrolled"] == 2_000


@pytest.mark.parametrize("reference", ["", " ada", "ada\n", "a\tb", "x" * 65])
def test_a_reference_is_one_plain_line(reference: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"reference": reference, "year_group": 8}, RosterLearner)


async def test_a_day_before_the_years_known_here_is_refused_before_anything_is_kept(
    story: Any,
) -> None:
    school = await story.school()
    send = SendRoster(
        institution=school, learners=(learner("ada", year_group=14),), as_of=date(2002, 8, 31)
    )
    with pytest.raises(Invalid, match="31 August 2002 is too long ago"):
        await story.do(send)
    with pytest.raises(Invalid, match="too long ago"):
        await story.do(DeclareRoll(institution=school, roll={7: 30}, as_of=date(1999, 1, 1)))
    assert (await story.platform.vault.ordinals(school, ["ada"])).known == {}
    answer = await story.do(msgspec.structs.replace(send, as_of=date(2002, 9, 1)))
    assert answer["onRoll"] == 1


async def test_the_ledger_holds_nothing_that_a_guessed_reference_could_be_tried_on(
    story: Any,
) -> None:
    school = await story.school()
    command = EraseLearner(institution=school, reference="A123456789012")
    await story.do(command, command_id="erase-one-learner")
    key = command_key(principal=CALLER, operation=command.OPERATION, command_id="erase-one-learner")
    stored, _ = await story.platform.ledger.recorded_command(key)
    for encoded in (
        msgspec.json.encode(command),
        msgspec.json.encode(msgspec.to_builtins((command, None), order="deterministic")),
    ):
        assert stored != blake2b(encoded, digest_size=16).digest()


async def test_sensitive_groups_need_an_agreement_that_covers_them(story: Any) -> None:
    school = await story.school(agreed=False)
    terms = msgspec.structs.replace(EVERYTHING, covers=tuple(DataClass)[:3], special_condition=None)
    await story.do(SignAgreement(institution=school, terms=terms))
    send = SendRoster(
        institution=school,
        learners=(
            learner("ada", groups=(LearnerGroup.FREE_SCHOOL_MEALS,)),
            learner("ben", groups=(LearnerGroup.EHCP, LearnerGroup.EAL)),
        ),
    )
    with pytest.raises(NotCovered, match="would have to cover sensitive groups") as refused:
        await story.do(send)
    assert refused.value.kind == "not-covered"
    assert [problem.field for problem in refused.value.problems] == ["agreement.sensitive_groups"]
    assert (await story.platform.vault.ordinals(school, ["ada", "ben"])).known == {}
    await story.do(AmendAgreement(institution=school, terms=EVERYTHING))
    events = await story.new_events(send)
    assert LearnerGroup.EHCP in {e.group for e in events if isinstance(e, GroupDeclared)}
