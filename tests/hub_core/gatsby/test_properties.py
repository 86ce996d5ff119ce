"""What holds for every institution, whatever happened there: every setting, edition, year group and phase."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.gatsby.counted import reached_by_counts
from hub_core.gatsby.edition import Criterion, Edition, editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain_figure import figure_explained
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.not_reached import NotReached, not_reached
from hub_core.gatsby.progress import figures
from hub_core.gatsby.setting import Setting
from hub_core.gatsby.weekly import headline_of
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import ToldRoll, evidence
from tests.hub_core.gatsby.told_by_chance import (
    COHORTS,
    EVERYBODY,
    NUMBERS,
    SETTINGS,
    TOLD,
    facts,
    of_the_roll,
    some_counted,
    which,
)

#: A group and whoever is not in it, in each year group.
GIRLS = BitMap(one for one in EVERYBODY if one % 3 == 0)
SPLIT = ToldRoll(
    cohorts=COHORTS,
    groups={LearnerGroup.FEMALE: GIRLS, LearnerGroup.MALE: EVERYBODY - GIRLS},
)
ROLLS = st.sampled_from([TOLD, NUMBERS])
Place = tuple[str, int | None, str, LearnerGroup | None]


def drawn(known: Evidence) -> dict[tuple[str, Place], Figure]:
    """Every figure of every edition by what it is about."""
    return {
        (edition.code, (one.criterion, one.year_group, one.part, one.group)): one
        for edition in editions().values()
        for _, one in figures(edition, known)
    }


@given(facts, facts, which, SETTINGS, ROLLS)
def test_more_confirmed_evidence_never_lowers_a_numerator(
    told: list[Fact], more: list[Fact], counted: list[bool], setting: Setting, roll: ToldRoll
) -> None:
    """Whether learners are named, counted or both: neither what is certain nor what is possible."""
    some = some_counted(told, counted)
    before = drawn(evidence(some, roll, setting=setting))
    after = drawn(evidence(some + more, roll, setting=setting))
    assert before.keys() == after.keys()
    for place, one in before.items():
        assert after[place].numerator >= one.numerator, place
        assert after[place].at_most >= one.at_most, place


@given(facts, which, SETTINGS, ROLLS)
def test_an_explanation_always_adds_up_to_the_figure(
    told: list[Fact], counted: list[bool], setting: Setting, roll: ToldRoll
) -> None:
    known = evidence(some_counted(told, counted), roll, setting=setting)
    for edition in editions().values():
        rules = {rule.code: rule for _, rule in edition.criteria()}
        for _, figure in figures(edition, known):
            if figure.group is None:
                rule = rules[figure.criterion]
                steps = figure_explained(rule, figure, known, left_out=(), told={})
                assert sum(step.contribution for step in steps) == figure.numerator, figure


@given(facts, which, SETTINGS)
def test_as_many_are_named_as_a_figure_lacks(
    told: list[Fact], counted: list[bool], setting: Setting
) -> None:
    known = evidence(some_counted(told, counted), TOLD, setting=setting)
    for edition in editions().values():
        rules = {rule.code: rule for _, rule in edition.criteria()}
        for _, figure in figures(edition, known):
            found = not_reached(rules[figure.criterion], figure, known)
            if figure.unit is Unit.LEARNERS:
                assert isinstance(found, NotReached)
                assert (len(found.learners), found.among) == (figure.unmet, figure.denominator)
                assert found.perhaps == figure.at_most - figure.numerator
            else:
                assert not isinstance(found, NotReached)


@given(facts, which, SETTINGS)
def test_a_group_and_its_complement_make_the_whole(
    told: list[Fact], counted: list[bool], setting: Setting
) -> None:
    found = drawn(evidence(some_counted(told, counted), SPLIT, setting=setting))
    for (edition, (code, year_group, part, group)), whole in found.items():
        if whole.unit is Unit.LEARNERS and group is None:
            parts = [
                found[edition, (code, year_group, part, one)]
                for one in (LearnerGroup.FEMALE, LearnerGroup.MALE)
            ]
            assert sum(one.numerator for one in parts) == whole.numerator
            assert sum(one.denominator or 0 for one in parts) == whole.denominator


@given(st.lists(st.sets(st.integers(0, 11)), max_size=6), st.integers(1, 3))
def test_a_counted_range_holds_the_true_figure(sets: list[set[int]], times: int) -> None:
    true = sum(sum(learner in one for one in sets) >= times for learner in range(12))
    found = reached_by_counts([len(one) for one in sets], times=times, roll=12)
    assert found.at_least <= true <= found.at_most <= 12


@pytest.mark.parametrize("roll", [TOLD, SPLIT, NUMBERS], ids=["named", "groups", "numbers"])
@given(facts, which, SETTINGS)
def test_what_is_only_counted_holds_what_would_be_named(
    roll: ToldRoll, told: list[Fact], counted: list[bool], setting: Setting
) -> None:
    """The same facts, some told as counts, or all where nobody on roll is named: every range holds the figure
    of the named ones."""
    named = [of_the_roll(one) for one in told]
    true = drawn(evidence(named, SPLIT, setting=setting))
    some = some_counted(named, [True] * len(named) if roll is NUMBERS else counted)
    for place, one in drawn(evidence(some, roll, setting=setting)).items():
        if one.denominator is not None:
            assert one.numerator <= true[place].numerator <= one.at_most, place


@settings(max_examples=30)
@given(facts, which, st.integers(0, 12), SETTINGS, ROLLS)
def test_facts_added_one_by_one_come_to_what_all_of_them_do(
    told: list[Fact], counted: list[bool], number: int, setting: Setting, roll: ToldRoll
) -> None:
    """Figures, and the weeks of the headline."""
    some = some_counted(told, counted)
    grown = evidence(some[:number], roll, setting=setting)
    assert all_of(grown)
    for one in some[number:]:
        grown.facts.add(one)
    assert all_of(grown) == all_of(evidence(some, roll, setting=setting))


def all_of(known: Evidence) -> tuple[object, ...]:
    """Every figure and every headline."""
    headlines = [
        headline_of(rule, about, known).reached
        for edition in editions().values()
        for rule, about in headlines_of(edition, known)
    ]
    return drawn(known), headlines


def headlines_of(edition: Edition, known: Evidence) -> Iterator[tuple[Criterion, list[Figure]]]:
    """The headline criteria that apply, each with its figures."""
    found = [one for _, one in figures(edition, known)]
    for _, rule in edition.criteria():
        if rule.code in edition.headline and rule.applies(known.setting, known.academic_year):
            yield rule, [one for one in found if one.criterion == rule.code]


@given(facts, which, SETTINGS)
def test_the_last_week_of_a_headline_is_what_its_figures_come_to(
    told: list[Fact], counted: list[bool], setting: Setting
) -> None:
    known = evidence(some_counted(told, counted), TOLD, setting=setting)
    for edition in editions().values():
        for rule, about in headlines_of(edition, known):
            reached = sum(one.numerator for one in about if one.group is None)
            assert headline_of(rule, about, known).reached[-1] == reached
