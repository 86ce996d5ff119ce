"""Every criterion of every edition comes to what its examples say, and none is without one."""

from importlib.resources import files

import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import AnswerKind, EditionUnusable, editions, read_edition
from hub_core.gatsby.figures import Status
from hub_core.gatsby.progress import figures, measured
from hub_core.gatsby.self_evaluation import score
from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.reference.activities import (
    PathwayFamily,
)
from tests.hub_core.gatsby.examples import (
    OCTOBER,
    ToldRoll,
    cohort_in_2026,
    criterion,
    evidence,
    fact,
)
from tests.hub_core.gatsby.examples_of_criteria import EXAMPLES
from tests.hub_core.gatsby.happened import NEW, OF_SCHOOLS, OLD, ROLL, K


def test_examples() -> None:
    """One by one would be hundreds of tests; which examples are wrong is told together."""
    wrong = []
    for one in EXAMPLES:
        rule = criterion(one.code, one.edition)
        assert rule.measure is not None
        teaches = Setting(
            kind=next(kind for kind in SettingKind if kind in rule.settings),
            year_groups=frozenset(OF_SCHOOLS if SettingKind.SCHOOL in rule.settings else range(15)),
        )
        known = evidence(one.facts, ROLL, setting=teaches, leader=one.leader)
        found = [
            figure
            for figure in measured(rule, rule.measure, known)
            if (figure.year_group, figure.part) == (one.year_group, one.part)
        ]
        if [(figure.numerator, figure.denominator) for figure in found] != [(one.reached, one.of)]:
            days = [(told.kind.value, str(told.on)) for told in one.facts]
            wrong.append((one.edition, one.code, one.year_group, days, one.reached, found))
    assert not wrong


def test_every_criterion_has_an_example_or_is_for_the_institution_alone_to_say() -> None:
    asked = {(code, rule.code) for code in editions() for _, rule in editions()[code].criteria()}
    shown = {(one.edition, one.code) for one in EXAMPLES}
    for code, rule_code in sorted(asked - shown):
        assert criterion(rule_code, code).measure is None, f"{code} {rule_code} has no example"
    assert shown <= asked
    # One that counts and one that does not, of each.
    for code, rule_code in shown:
        told = {one.reached > 0 for one in EXAMPLES if (one.edition, one.code) == (code, rule_code)}
        rule = criterion(rule_code, code)
        assert told == {True, False} or rule.threshold is None, f"{code} {rule_code}"


def test_what_the_log_cannot_show_says_why() -> None:
    for _, rule in editions()[NEW].criteria():
        assert (rule.measure is None) == bool(rule.declared), rule.code
    text = (files("hub_core.gatsby") / "editions" / "gatsby-2024.toml").read_text()
    both = text.replace('code = "6.1",', 'code = "6.1", declared = "Nobody counts it",')
    with pytest.raises(
        EditionUnusable, match=r"6\.1 is measured, and said to be the institution's"
    ):
        read_edition(both.encode(), name="both.toml")


@pytest.mark.parametrize("kind", [SettingKind.SCHOOL, SettingKind.COLLEGE])
def test_what_only_the_institution_can_say_earns_what_it_answers(kind: SettingKind) -> None:
    """2014: a yes is a point and a band none to four. 2024: no figure is made of what nobody evidences."""
    setting = Setting(kind=kind, year_groups=frozenset(range(7, 15)))
    year = "2021/22"
    for benchmark, rule in editions()[OLD].criteria():
        if not rule.applies(setting, year):
            continue
        answers: list[tuple[bool | str, int]] = [(True, 1), (False, 0)]
        if rule.answer is AnswerKind.BAND:
            answers = [(band.code, band.points) for band in editions()[OLD].bands]
        for answer, points in answers:
            scores = score(editions()[OLD], {rule.code: answer}, setting, year)
            assert [one.points for one in scores if one.points] == ([points] if points else [])
            assert scores[benchmark.number - 1].points == points
    unmeasured = {rule.code for _, rule in editions()[NEW].criteria() if rule.measure is None}
    told = list(figures(editions()[NEW], evidence([], ROLL, setting=setting)))
    assert not unmeasured & {figure.criterion for _, figure in told}


@pytest.mark.parametrize(
    ("code", "reached", "status"),
    [
        ("5.1", 76, Status.ACHIEVED),
        ("5.1", 75, Status.IN_PROGRESS),
        ("5.1", 0, Status.NOT_ACHIEVED),
        ("7.B", 100, Status.NOT_SCORED),
    ],
)
def test_seventy_six_of_a_hundred_achieve_what_has_a_threshold(
    code: str, reached: int, status: Status
) -> None:
    rule = criterion(code)
    assert rule.measure is not None
    both = {"families": frozenset({PathwayFamily.ACADEMIC, PathwayFamily.TECHNICAL})}
    facts = [fact(K.EMPLOYER_ENCOUNTER, OCTOBER, range(reached), **both)]
    told = ToldRoll(cohorts={cohort_in_2026(8): BitMap(range(100))})
    figure = next(
        one for one in measured(rule, rule.measure, evidence(facts, told)) if one.year_group == 8
    )
    assert (figure.numerator, figure.denominator, figure.status) == (reached, 100, status)
