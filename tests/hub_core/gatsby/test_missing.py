"""What is missing, in words a careers leader can act on."""

from datetime import date
from typing import Any

import pytest

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.measures import LearnersReached, WorkplaceHours
from hub_core.gatsby.missing import what_is_missing
from hub_core.gatsby.not_reached import NobodyNamed, NotReached, not_reached
from hub_core.gatsby.progress import measured
from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.reference.activities import ActivityKind
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import ToldRoll, criterion, evidence, fact, provider, roll, talk

OCTOBER = date(2025, 10, 6)
EMPLOYER = "in Year 8 {} met no employer this year in a way that was meaningful"


def told(code: str, facts: list[Any], known: ToldRoll, **more: Any) -> list[str]:
    measure = criterion(code).measure
    assert measure is not None
    told_of = evidence(facts, known, **more)
    found = measured(criterion(code), measure, told_of)
    return [said for one in found if (said := what_is_missing(criterion(code), one, told_of))]


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


ALONE, MIDDLING, LARGE = (
    "a self-employed person",
    "a small or middle-sized employer",
    "a large employer",
)
MADE, TAUGHT, DRAWN = Sector.C, Sector.P, Sector.R


@pytest.mark.parametrize(
    ("met", "said"),
    [
        ([], f"4 kinds of employer|are|{ALONE}, {MIDDLING}, {LARGE} and 3 sectors"),
        (
            [("micro", TAUGHT), ("large", MADE)],
            f"2 kinds of employer|are|{ALONE} and 1 more sector (met so far: Education, Manufacturing)",
        ),
        (
            [("sole_trader", one) for one in (MADE, TAUGHT, DRAWN)],
            f"2 kinds of employer|are|{MIDDLING} and {LARGE}",
        ),
        (
            [("sole_trader", MADE), ("small", None), ("large", None)],
            "1 kind of employer|is|2 more sectors (met so far: Manufacturing)",
        ),
        ([("sole_trader", MADE), ("medium", TAUGHT), ("large", DRAWN)], None),
    ],
)
def test_kinds_of_employer_still_to_be_met_by_name(
    met: list[tuple[str, Sector | None]], said: str | None
) -> None:
    """A recording shows nobody an employer."""
    recorded = {"mode": DeliveryMode.VIRTUAL_RECORDED, "size": EmployerSize.LARGE, "sector": DRAWN}
    facts = [talk(OCTOBER, [110], size=EmployerSize(size), sector=sector) for size, sector in met]
    found = told("5.2", [*facts, talk(OCTOBER, [110], **recorded)], roll(y11=range(110, 120)))
    kinds, verb, names = said.split("|") if said else ("", "", "")
    sentence = f"{kinds} in Year 11 {verb} still to be met: {names}"
    assert [one for one in found if "Year 11" in one] == ([sentence] if said else [])


def test_kinds_that_adults_have_still_to_meet_are_named_of_the_service_as_a_whole() -> None:
    large = [talk(OCTOBER, size=EmployerSize.LARGE, sector=one) for one in (MADE, TAUGHT)]
    [said] = told("5.2a", large, roll())
    assert said.startswith("3 kinds of employer are still to be met this year: ")
    assert said.endswith(
        f"{ALONE}, {MIDDLING} and 1 more sector (met so far: Education, Manufacturing)"
    )


def test_key_stages_that_had_nothing_for_parents_are_named_as_far_as_they_are_taught() -> None:
    for_parents = fact(ActivityKind.PARENT_ACTIVITY, OCTOBER, None, year_groups=frozenset({10}))
    nothing = "key stages have had nothing for parents and carers this year"
    assert told("1.2e", [], roll()) == [
        f"3 {nothing}: Years 7 to 9, Years 10 to 11 and Years 12 to 14"
    ]
    to_16 = Setting(kind=SettingKind.SCHOOL, year_groups=frozenset(range(7, 12)))
    assert told("1.2e", [for_parents], roll(), setting=to_16) == [
        "1 key stage has had nothing for parents and carers this year: Years 7 to 9"
    ]


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([6, 7, 8], []),
        ([6, 5, None], ["2 guidance meetings this year are not known"]),
        ([6, 4], ["1 guidance meeting this year is not known"]),
    ],
)
def test_meetings_with_nobody_known_to_be_qualified(
    levels: list[int | None], said: list[str]
) -> None:
    held = [
        fact(ActivityKind.GUIDANCE_MEETING, OCTOBER, [110], adviser_level=one) for one in levels
    ]
    assert told("8.3", held, roll(y11=[110])) == [
        f"{one} to have been with an adviser of level 6 or above" for one in said
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
    assert isinstance(missing, NotReached)
    assert (set(missing.learners), missing.among, missing.short) == ({5, 6, 7, 8, 9}, 10, {})
    assert not_reached(rule, found["first: owed"], known) == NobodyNamed(
        wording=rule.wording,
        why="This figure is of encounters, not of learners: nobody is missing from it.",
    )
    assert "third: attended" not in found


@pytest.mark.parametrize(
    ("code", "numbers", "why"),
    [
        ("5.1", {8: 20}, "only how many there are is told"),
        (
            "6.T1",
            {8: 20},
            "only how many there are is told, and nobody’s hours follow from a number",
        ),
        ("5.1", {}, "nobody has said who they are"),
        ("6.T1", {}, "nobody has said who they are"),
    ],
)
def test_nobody_is_named_where_a_school_only_counts_and_what_would_change_that(
    code: str, numbers: dict[int, int], why: str
) -> None:
    counts = talk(OCTOBER, None, counts={8: 12}, strength=EvidenceStrength.COUNTED)
    known, rule = evidence([counts], ToldRoll(numbers=numbers)), criterion(code)
    assert rule.measure is not None
    figure = next(one for one in measured(rule, rule.measure, known) if one.year_group == 8)
    found = not_reached(rule, figure, known)
    assert isinstance(found, NobodyNamed)
    assert found.why == f"The learners of Year 8 are not named: {why}."
    assert found.remedy.startswith("Send a roster of Year 8, and name who came to each activity")


def test_whoever_may_have_been_among_those_counted_is_said_to_be() -> None:
    counts = talk(OCTOBER, None, counts={8: 5}, strength=EvidenceStrength.COUNTED)
    known, rule = evidence([counts, talk(OCTOBER, range(12))], roll(y8=range(20))), criterion("5.1")
    assert rule.measure is not None
    figure = next(one for one in measured(rule, rule.measure, known) if one.year_group == 8)
    found = not_reached(rule, figure, known)
    assert isinstance(found, NotReached)
    assert (set(found.learners), found.among, found.perhaps) == (set(range(12, 20)), 20, 5)


def test_every_measured_share_of_learners_says_what_is_missing() -> None:
    for edition in editions().values():
        for _, one in edition.criteria():
            if isinstance(one.measure, LearnersReached | WorkplaceHours):
                assert one.unmet[Unit.LEARNERS].startswith("have "), one.code


def test_no_words_no_sentence() -> None:
    one = criterion("3.8")
    assert one.measure is not None
    nothing = evidence([], roll(y8=range(10)))
    [figure] = measured(one, one.measure, nothing)
    assert isinstance(figure, Figure)
    assert what_is_missing(one, figure, nothing) == ""
