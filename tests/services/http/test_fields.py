"""Every wrong field is named at once, where it stands, with how to mend it."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.reference.encounters import DeliveryMode
from hub_core.values import Urn
from services.http.fields import problems


class Learner(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    reference: str
    year_group: int


class ByCounts(msgspec.Struct, tag="counts", forbid_unknown_fields=True):
    counts: dict[str, int]


class ByLearners(msgspec.Struct, tag="learners", forbid_unknown_fields=True):
    learners: list[Learner]


class Body(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    urn: Urn
    held_on: date
    mode: DeliveryMode
    attendance: ByCounts | ByLearners
    encounter: UUID | None = None


GOOD = {
    "urn": "100025",
    "heldOn": "2026-03-04",
    "mode": "in_person",
    "attendance": {"type": "learners", "learners": [{"reference": "A1", "yearGroup": 8}]},
}


def found(value: object) -> dict[str, str]:
    return {
        problem.field: f"{problem.reason} {problem.remedy}" for problem in problems(Body, value)
    }


def test_a_good_body_has_no_problems() -> None:
    assert found(GOOD) == {}


def test_every_wrong_field_is_listed_with_its_place() -> None:
    wrong = {
        "urn": "12",
        "heldOn": "4 March",
        "mode": "by_post",
        "attendance": {
            "type": "learners",
            "learners": [{"reference": "A1", "yearGroup": "eight"}, {"yearGroup": 8}],
        },
        "encounter": "not-an-id",
        "surname": "Okafor",
    }
    assert found(wrong).keys() == {
        "urn",
        "heldOn",
        "mode",
        "attendance.learners[0].yearGroup",
        "attendance.learners[1].reference",
        "encounter",
        "surname",
    }


def test_a_code_names_what_is_known() -> None:
    told = found({**GOOD, "mode": "by_post"})
    assert "in_person" in told["mode"]


def test_a_wrong_identifier_says_what_it_should_be() -> None:
    assert "six digits" in found({**GOOD, "urn": "12"})["urn"]


def test_an_attendance_of_no_kind_says_which_there_are() -> None:
    told = found({**GOOD, "attendance": {"people": 3}})
    assert "counts, learners" in told["attendance.type"]


def test_missing_fields_are_named() -> None:
    assert found({}).keys() == {"urn", "heldOn", "mode", "attendance"}


@pytest.mark.parametrize("value", [None, [], "text", 3, True])
def test_a_body_that_is_no_object_is_told_so(value: object) -> None:
    assert "" in found(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys((*GOOD, "encounter", "other"), json_values))
)
def test_problems_are_found_exactly_when_the_body_is_refused(value: dict[str, object]) -> None:
    try:
        msgspec.convert(value, Body)
    except msgspec.ValidationError:
        assert found(value)
    else:
        assert not found(value)
