"""What is missing, in words a careers leader can act on."""

from datetime import date
from typing import Any

import pytest

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.measures import LearnersReached, WorkplaceHours
from hub_core.gatsby.missing import what_is_missing
from hub_core.gatsby.not_reached import not_reached
from hub_core.gatsby.progress import measured
from hub_core.reference.encounters import EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import ToldRoll, criterion, evidence, provider, roll, talk

OCTOBER = date(2025, 10, 6)
EMPLOYER = "in Year 8 {} met no employer this year in a way that was meaningful"


def told(code: str, facts: list[Any], known: ToldRoll, **more: Any) -> list[str]:
    measure = criterion(code).measure
    assert measure is not None
    found = measured(criterion(code), measure, evidence(facts, known, **more))
    return [said for one in found if (said := what_is_missing(criterion(code), one))]


@pytest.mark.parametrize(
    ("met", "said"),
    [
        (range(0), ["20 learners " + EMPLOYER.format("have")]),
        (range(6), ["14 learners " + EMPLOYER.format("have")]),
        (range(19), ["1 learner " + EMPLOYER.format("has")]),
        (range(20), []),
    ],
)
def test_learners_who_have_met_no_employer(met: range, said: list[str]) -> None:
    assert told("5.1", [talk(OCTOBER, met)], roll(y8=range(20))) == said


def test_silence_and_groups_say_nothing() -> None:
    assert told("5.1", [], roll(y8=range(20)), supplied=False) == []
    known = roll(y8=range(20))
    known.groups = {LearnerGroup.FEMALE: known.cohorts[2029]}
    assert len(told("5.1", [], known)) == 1


def test_counts_say_from_how_many_to_how_many() -> None:
    counted = [
        talk(OCTOBER, None, counts={8: 60}, strength=EvidenceStrength.COUNTED),
        talk(OCTOBER, None, counts={8: 30}, strength=EvidenceStrength.COUNTED),
    ]
    assert told("5.1", counted, ToldRoll(numbers={8: 100})) == [
        "10 to 40 learners " + EMPLOYER.format("have")
    ]


def test_encounters_owed_to_a_phase() -> None:
    year_8 = roll(y8=range(10))
    one = [provider(OCTOBER, range(9))]
    assert told("7.P", one, year_8)[:2] == [
        "1 encounter in Year 8 is still owed in this phase",
        "10 learners in Year 8 have not had both encounters of this phase",
    ]


def test_who_has_not_come_to_all_that_a_phase_asks_of_learners() -> None:
    """One encounter of two is not both; what the school owes, and the third phase, are about nobody."""
    told = [provider(OCTOBER, range(9)), provider(OCTOBER, range(5)), provider(OCTOBER, [20])]
    known = evidence(told, roll(y8=range(10), y12=[20, 21]))
    rule = criterion("7.P")
    assert rule.measure is not None
    found = {
        one.part: one for one in measured(rule, rule.measure, known) if one.year_group in (8, 12)
    }
    missing = not_reached(rule, found["first: attended"], known)
    assert missing is not None
    assert (set(missing.learners), missing.among, missing.short) == ({5, 6, 7, 8, 9}, 10, {})
    assert not_reached(rule, found["first: owed"], known) is None
    assert "third: attended" not in found


def test_every_measured_share_of_learners_says_what_is_missing() -> None:
    for edition in editions().values():
        for _, one in edition.criteria():
            if isinstance(one.measure, LearnersReached | WorkplaceHours):
                assert one.unmet[Unit.LEARNERS].startswith("have "), one.code


def test_no_words_no_sentence() -> None:
    one = criterion("3.8")
    assert one.measure is not None
    [figure] = measured(one, one.measure, evidence([], roll(y8=range(10))))
    assert isinstance(figure, Figure)
    assert what_is_missing(one, figure) == ""
