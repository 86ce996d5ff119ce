"""What holds for every school, whatever happened there."""

from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.gatsby.counted import reached_by_counts
from hub_core.gatsby.edition import editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain_figure import figure_explained
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.learner_shares import learner_shares
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import figures
from hub_core.reference.activities import AccessContent, ActivityKind, ProviderKind, Subject
from hub_core.reference.employers import EmployerSize
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import ToldRoll, cohort_in_2026, criterion, evidence, fact

ROLL = 12
learner_sets = st.sets(st.integers(0, ROLL + 3), max_size=ROLL)
#: Most of them count: what nobody confirmed or everybody watched as a recording moves nothing.
facts = st.lists(
    st.builds(
        lambda kind, days, learners, mode, strength, provider: fact(
            kind,
            date(2021, 9, 1) + timedelta(days=days),
            learners,
            mode=mode,
            strength=strength,
            provider_kind=provider,
            approved_technical=provider is not ProviderKind.UNIVERSITY,
            in_school_day=CheckAnswer.YES,
            content=frozenset(AccessContent),
            adviser_level=6,
            minutes=1500 * (1 + days % 2),
            size=EmployerSize.SMALL,
            subjects=frozenset({Subject.ENGLISH}),
            year_groups=frozenset({11}),
        ),
        st.sampled_from(
            [
                *ActivityKind,
                *[ActivityKind.EMPLOYER_ENCOUNTER, ActivityKind.WORKPLACE_EXPERIENCE] * 3,
            ]
        ),
        st.integers(0, 1700),
        learner_sets,
        st.sampled_from([*DeliveryMode, *[DeliveryMode.IN_PERSON] * 3]),
        st.sampled_from([*EvidenceStrength, *[EvidenceStrength.SCHOOL_CONFIRMED] * 5]),
        st.sampled_from(ProviderKind),
    ),
    min_size=4,
    max_size=12,
)
TOLD = ToldRoll(cohorts={cohort_in_2026(11): BitMap(range(ROLL))})


def numerator(code: str, told: list[Fact], roll: ToldRoll = TOLD) -> int:
    measure = criterion(code).measure
    assert isinstance(measure, LearnersReached)
    shares = learner_shares(criterion(code), measure, evidence(told, roll))
    return next(one.numerator for one in shares if one.year_group == 11 and one.group is None)


@given(facts, facts)
def test_more_confirmed_evidence_never_lowers_a_numerator(
    some: list[Fact], more: list[Fact]
) -> None:
    """Of any criterion of any edition, for any year group, phase of provider access and institution."""
    for edition in editions().values():
        before, after = ([*figures(edition, evidence(told, TOLD))] for told in (some, some + more))
        for (_, one), (_, other) in zip(before, after, strict=True):
            assert (one.criterion, one.year_group, one.part) == (
                other.criterion, other.year_group, other.part,
            )  # fmt: skip
            assert other.numerator >= one.numerator, one.criterion
            assert other.at_most >= one.at_most, one.criterion


@given(facts)
def test_an_explanation_always_adds_up_to_the_figure(told: list[Fact]) -> None:
    """Of every edition, for every year group, phase of provider access and institution."""
    known = evidence(told, TOLD)
    for edition in editions().values():
        rules = {rule.code: rule for _, rule in edition.criteria()}
        for _, figure in figures(edition, known):
            if figure.group is None:
                rule = rules[figure.criterion]
                steps = figure_explained(rule, figure, known, left_out=(), told={})
                assert sum(step.contribution for step in steps) == figure.numerator, figure


@given(facts, st.sets(st.integers(0, ROLL - 1)))
def test_a_group_and_its_complement_make_the_whole(told: list[Fact], group: set[int]) -> None:
    members = BitMap(group)
    split = ToldRoll(
        cohorts=TOLD.cohorts,
        groups={
            LearnerGroup.FEMALE: members,
            LearnerGroup.MALE: BitMap(range(ROLL)) - members,
        },
    )
    for edition in editions().values():
        found = {
            (one.criterion, one.part, one.group): one
            for _, one in figures(edition, evidence(told, split))
            if one.year_group == 11 and one.unit is Unit.LEARNERS
        }
        for code, part in {key[:2] for key in found}:
            whole, *parts = (
                found[code, part, one] for one in (None, LearnerGroup.FEMALE, LearnerGroup.MALE)
            )
            assert sum(one.numerator for one in parts) == whole.numerator
            assert sum(one.denominator or 0 for one in parts) == whole.denominator


@given(st.lists(st.sets(st.integers(0, ROLL - 1)), max_size=6), st.integers(1, 3))
def test_a_counted_range_holds_the_true_figure(sets: list[set[int]], times: int) -> None:
    true = sum(sum(learner in one for one in sets) >= times for learner in range(ROLL))
    found = reached_by_counts([len(one) for one in sets], times=times, roll=ROLL)
    assert found.at_least <= true <= found.at_most <= ROLL


@given(facts, st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_is_only_counted_holds_what_would_be_named(
    told: list[Fact], counted: list[bool]
) -> None:
    """The same facts, some told as counts: the range holds the figure of the named ones."""
    some = [_as_count(one) if hide else one for one, hide in zip(told, counted, strict=False)]
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    shares = learner_shares(criterion("5.1"), measure, evidence(some, TOLD))
    found = next(one for one in shares if one.year_group == 11)
    assert found.numerator <= numerator("5.1", told) <= found.at_most


def _as_count(one: Fact) -> Fact:
    assert one.learners is not None
    return msgspec.structs.replace(
        one,
        learners=None,
        counts={11: len(one.learners & BitMap(range(ROLL)))},
        strength=EvidenceStrength.COUNTED if one.strength.is_evidenced else one.strength,
    )


@settings(max_examples=30)
@given(facts, st.lists(st.booleans(), min_size=12, max_size=12), st.integers(0, 12))
def test_facts_added_one_by_one_come_to_what_all_of_them_do(
    told: list[Fact], counted: list[bool], number: int
) -> None:
    some = [_as_count(one) if hide else one for one, hide in zip(told, counted, strict=False)]
    grown = evidence(some[:number], TOLD)
    drawn(grown)
    for one in some[number:]:
        grown.facts.add(one)
    assert drawn(grown) == drawn(evidence(some, TOLD))


def drawn(known: Evidence) -> list[tuple[int, Figure]]:
    return [one for edition in editions().values() for one in figures(edition, known)]
