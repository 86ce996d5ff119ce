"""Agreements: what stands, what cannot, and that nothing is taken in without one."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import Role
from hub_core.access.matrix import matrix
from hub_core.activities.commands import RecordActivity
from hub_core.agreements.agreement import Agreement, agreement_stream
from hub_core.agreements.codes import AgreementState, DataClass, EndingReason, SpecialCondition
from hub_core.agreements.commands import AmendAgreement, EndAgreement, SignAgreement
from hub_core.agreements.cover import WHO_SIGNS, NotCovered
from hub_core.agreements.events import AgreementAmended, AgreementSigned, Terms
from hub_core.agreements.terms import check_terms
from hub_core.encounters.attendance import AttendanceSent
from hub_core.log.event import decode
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Conflict, Invalid, NotFound, StaleVersion
from hub_core.rosters.commands import (
    DeclareRoll,
    EraseLearner,
    RemoveLearners,
    RosterLearner,
    SendRoster,
)
from hub_core.rosters.events import LearnerGroup
from tests.builders.agreements import EVERYTHING

TODAY = date(2026, 2, 11)
_AT = datetime(2026, 2, 11, tzinfo=UTC)
_NOBODY = UUID(int=404)


def terms(*covers: DataClass, **more: Any) -> Terms:
    """Everything with these classes only; other fields win."""
    sensitive = DataClass.SENSITIVE_GROUPS in covers
    given: dict[str, Any] = {"covers": covers or EVERYTHING.covers}
    if covers and not sensitive:
        given["special_condition"] = None
    return msgspec.structs.replace(EVERYTHING, **given | more)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        (terms(DataClass.GROUPS), ["terms.covers"]),
        (terms(special_condition=None), ["terms.specialCondition"]),
        (
            terms(
                DataClass.ROLLS_AND_COUNTS,
                special_condition=SpecialCondition.EXPLICIT_CONSENT,
            ),
            ["terms.specialCondition"],
        ),
        (terms(DataClass.LEARNER_REFERENCES, impact_assessment=None), ["terms.impactAssessment"]),
        (terms(expires_on=date(2026, 2, 10)), ["terms.expiresOn"]),
        (terms(expires_on=date(2028, 9, 2)), ["terms.expiresOn"]),
        (terms(starts_on=date(2027, 9, 1), expires_on=date(2028, 8, 31)), ["terms.startsOn"]),
        (
            terms(DataClass.SENSITIVE_GROUPS, impact_assessment=None, special_condition=None),
            ["terms.covers", "terms.specialCondition", "terms.impactAssessment"],
        ),
    ],
)
def test_terms_that_cannot_stand_are_refused_with_every_fault(
    wrong: Terms, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        check_terms(wrong, today=TODAY)
    assert [problem.field for problem in refused.value.problems] == fields


@pytest.mark.parametrize(
    "right",
    [
        EVERYTHING,
        terms(DataClass.ROLLS_AND_COUNTS, impact_assessment=None),
        terms(expires_on=TODAY),
        terms(starts_on=date(2024, 2, 29), expires_on=date(2027, 2, 28)),
        terms(expires_on=date(2028, 9, 1)),
    ],
)
def test_terms_that_stand(right: Terms) -> None:
    check_terms(right, today=TODAY)


DAYS = st.dates(date(2025, 1, 1), date(2029, 1, 1))


@given(day=DAYS)
def test_it_covers_on_its_days_and_on_no_other(day: date) -> None:
    found = Agreement.of(agreement_stream(_NOBODY))
    found.record(AgreementSigned(institution=_NOBODY, occurred_on=TODAY, terms=EVERYTHING), at=_AT)
    inside = EVERYTHING.starts_on <= day <= EVERYTHING.expires_on
    assert (found.covered(day) == frozenset(DataClass)) == inside
    assert (found.state(day) is AgreementState.CURRENT) == inside
    found.end(_NOBODY, EndingReason.OBJECTION, on=TODAY, at=_AT)
    assert not found.covered(day)


async def test_one_agreement_stands_at_a_time(story: Any) -> None:
    school = await story.school(agreed=False)
    (signed,) = await story.new_events(SignAgreement(institution=school, terms=EVERYTHING))
    assert signed == AgreementSigned(institution=school, occurred_on=TODAY, terms=EVERYTHING)
    with pytest.raises(Conflict, match="stands until 31 August 2027"):
        await story.do(SignAgreement(institution=school, terms=EVERYTHING))
    assert not await story.new_events(AmendAgreement(institution=school, terms=EVERYTHING))
    fewer = terms(DataClass.ROLLS_AND_COUNTS)
    (amended,) = await story.new_events(AmendAgreement(institution=school, terms=fewer))
    assert isinstance(amended, AgreementAmended)
    with pytest.raises(StaleVersion):
        await story.do(AmendAgreement(institution=school, terms=EVERYTHING), expected_version=1)
    await story.do(EndAgreement(institution=school, reason=EndingReason.LEFT_THE_HUB))
    with pytest.raises(Conflict, match="ended before its day"):
        await story.do(AmendAgreement(institution=school, terms=EVERYTHING))
    again = await story.do(SignAgreement(institution=school, terms=EVERYTHING))
    assert again["version"] == 4


async def test_classes_are_kept_once_and_in_order(story: Any) -> None:
    school = await story.school(agreed=False)
    doubled = terms(
        covers=(DataClass.LEARNER_REFERENCES, DataClass.ROLLS_AND_COUNTS) * 2,
        special_condition=None,
    )
    (signed,) = await story.new_events(SignAgreement(institution=school, terms=doubled))
    assert signed.terms.covers == (DataClass.ROLLS_AND_COUNTS, DataClass.LEARNER_REFERENCES)


async def test_an_agreement_is_of_an_institution(story: Any) -> None:
    with pytest.raises(NotFound):
        await story.do(SignAgreement(institution=_NOBODY, terms=EVERYTHING))


LEARNER = RosterLearner(reference="ada", year_group=8)
SENDING = [
    (DataClass.LEARNER_REFERENCES, SendRoster, {"learners": (LEARNER,)}),
    (
        DataClass.GROUPS,
        SendRoster,
        {"learners": (msgspec.structs.replace(LEARNER, groups=(LearnerGroup.EAL,)),)},
    ),
    (
        DataClass.SENSITIVE_GROUPS,
        SendRoster,
        {"learners": (msgspec.structs.replace(LEARNER, groups=(LearnerGroup.EHCP,)),)},
    ),
    (DataClass.ROLLS_AND_COUNTS, DeclareRoll, {"roll": {7: 30}}),
    (
        DataClass.LEARNER_REFERENCES,
        RecordActivity,
        {
            "type": ActivityType.EMPLOYER_TALK,
            "held_on": TODAY,
            "mode": DeliveryMode.IN_PERSON,
            "attendance": AttendanceSent(learners=("ada",)),
        },
    ),
]


@pytest.mark.parametrize(("needed", "command", "fields"), SENDING)
async def test_each_class_of_data_needs_to_be_covered(
    story: Any, needed: DataClass, command: Any, fields: dict[str, Any]
) -> None:
    school = await story.school(agreed=False)
    send = command(institution=school, **fields)
    with pytest.raises(NotCovered, match="has no data-sharing agreement") as refused:
        await story.do(send)
    assert f"agreement.{needed.value}" in {one.field for one in refused.value.problems}
    assert (await story.platform.vault.ordinals(school, ["ada"])).known == {}
    # Everything but what it needs is not enough ...
    others = [one for one in DataClass if one is not needed]
    if needed is DataClass.LEARNER_REFERENCES:
        others = [DataClass.ROLLS_AND_COUNTS]
    await story.do(SignAgreement(institution=school, terms=terms(*others)))
    with pytest.raises(NotCovered, match="in force until 31 August 2027"):
        await story.do(send)
    # ... and with it the data is taken in.
    await story.do(AmendAgreement(institution=school, terms=EVERYTHING))
    if command is RecordActivity:
        await story.do(SendRoster(institution=school, learners=(LEARNER,)))
    assert await story.new_events(send)


async def test_an_ended_agreement_takes_nothing_in_and_lets_learners_go(story: Any) -> None:
    school = await story.school()
    two = (LEARNER, RosterLearner(reference="ben", year_group=8))
    await story.do(SendRoster(institution=school, learners=two))
    await story.do(EndAgreement(institution=school, reason=EndingReason.NO_LONGER_NEEDED))
    with pytest.raises(NotCovered, match="ended its data-sharing agreement on 11 February 2026"):
        await story.do(SendRoster(institution=school, learners=(LEARNER,)))
    assert await story.new_events(RemoveLearners(institution=school, learners=("ada",)))
    assert await story.new_events(EraseLearner(institution=school, reference="ben"))


async def test_an_agreement_to_come_and_one_that_is_over_cover_nothing(story: Any) -> None:
    school = await story.school(agreed=False)
    coming = terms(starts_on=date(2026, 9, 1))
    await story.do(SignAgreement(institution=school, terms=coming))
    with pytest.raises(NotCovered, match="starts on 1 September 2026"):
        await story.do(SendRoster(institution=school, learners=(LEARNER,)))
    over = await story.platform.ledger.read(after=0, institution=school)
    agreement = Agreement.of(
        agreement_stream(school),
        [
            (row["version"], row["recorded_at"], decode(row["topic"], row["data"]))
            for row in over
            if row["topic"].startswith("agreements.")
        ],
    )
    assert agreement.state(date(2027, 9, 1)) is AgreementState.EXPIRED
    agreement.sign(school, terms(expires_on=date(2028, 1, 1)), on=date(2027, 9, 1), at=_AT)
    assert agreement.state(date(2027, 9, 1)) is AgreementState.CURRENT


async def test_counts_of_one_activity_need_no_agreement(story: Any) -> None:
    school = await story.school(agreed=False)
    talk = RecordActivity(
        institution=school,
        type=ActivityType.EMPLOYER_TALK,
        held_on=TODAY,
        mode=DeliveryMode.IN_PERSON,
        attendance=AttendanceSent(counts={8: 30}),
    )
    assert (await story.do(talk))["learners"] == 30


def test_the_refusal_names_who_may_sign() -> None:
    signers = set(matrix()["agreements.sign_agreement"])
    assert signers == {Role.SENIOR_LEADER, Role.TRUST_LEAD}
    assert "senior leader" in WHO_SIGNS
    assert "trust's lead" in WHO_SIGNS
