"""External values: what people write becomes one canonical form, or a sentence that mends it."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core import values
from hub_core.academic_years import Term
from hub_core.log.event import Event, fields_that_could_hold_free_text

TYPES = [
    values.Urn,
    values.Ukprn,
    values.CompanyNumber,
    values.CharityNumber,
    values.Postcode,
    values.SicCode,
    values.LocalAuthorityCode,
    values.TrustCode,
    values.GssCode,
    values.AcademicYear,
]

PARSERS = [
    (values.parse_urn, values.Urn),
    (values.parse_ukprn, values.Ukprn),
    (values.parse_postcode, values.Postcode),
    (values.parse_local_authority_code, values.LocalAuthorityCode),
    (values.parse_trust_code, values.TrustCode),
    (values.parse_academic_year, values.AcademicYear),
]


class Everything(Event, frozen=True):
    institution: UUID
    hub: UUID
    urn: values.Urn | None
    ukprn: values.Ukprn
    company_number: values.CompanyNumber
    charity_number: values.CharityNumber
    postcode: values.Postcode
    sic_codes: tuple[values.SicCode, ...]
    local_authority: values.LocalAuthorityCode
    trust: values.TrustCode
    area: values.GssCode
    academic_year: values.AcademicYear
    year_group: values.YearGroup
    cohort: values.Cohort
    learner: values.Ordinal
    term: Term


def test_no_value_type_can_carry_free_text_into_the_log():
    assert fields_that_could_hold_free_text(Everything) == []


@pytest.mark.parametrize(
    ("parse", "written", "canonical"),
    [
        (values.parse_urn, " 100 025 ", "100025"),
        (values.parse_urn, "'100025", "100025"),
        (values.parse_urn, "１０００２５", "100025"),
        (values.parse_ukprn, "10078058\u200b", "10078058"),
        (values.parse_postcode, "nw32jb", "NW3 2JB"),
        (values.parse_postcode, "EC3A\u00a05DE", "EC3A 5DE"),
        (values.parse_postcode, " m1  1ae ", "M1 1AE"),
        (values.parse_local_authority_code, "202 ", "202"),
        (values.parse_trust_code, " 05143", "5143"),
        (values.parse_academic_year, "2025-26", "2025/26"),
        (values.parse_academic_year, "2025–26", "2025/26"),
        (values.parse_academic_year, "2025/2026", "2025/26"),
        (values.parse_academic_year, "202526", "2025/26"),
        (values.parse_academic_year, "20252026", "2025/26"),
        (values.parse_academic_year, "2020/21", "2020/21"),
        (values.parse_academic_year, "202021", "2020/21"),
    ],
)
def test_what_people_write_becomes_the_canonical_form(parse: Any, written: str, canonical: str):
    assert parse(written) == canonical


@pytest.mark.parametrize(
    ("parse", "written", "says"),
    [
        (values.parse_urn, "12345", "“12345” is not a URN. A URN is six digits"),
        (values.parse_urn, "012345", "six digits"),
        (values.parse_urn, "", "An empty value is not a URN"),
        (values.parse_ukprn, "20078058", "eight digits starting with 1"),
        (values.parse_postcode, "NW3", "Write it in full"),
        (values.parse_postcode, "QX1 1AA", "not a UK postcode"),
        (values.parse_local_authority_code, "E09000007", "three digits"),
        (values.parse_trust_code, "MAT 12", "group id"),
        (values.parse_academic_year, "2025/27", "two years that follow each other"),
        (values.parse_academic_year, "2025", "such as 2025/26"),
        (values.parse_urn, "x" * 500, "…"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_mend_it(parse: Any, written: str, says: str):
    with pytest.raises(ValueError, match=says):
        parse(written)


@pytest.mark.parametrize(("parse", "kind"), PARSERS)
@given(text=st.text(max_size=20))
def test_any_text_is_either_made_canonical_or_refused_in_one_sentence(
    parse: Any, kind: Any, text: str
):
    try:
        outcome = parse(text)
    except ValueError as refusal:
        outcome = refusal
    if isinstance(outcome, ValueError):
        assert str(outcome).endswith(".")
        assert "\n" not in str(outcome)
    else:
        assert msgspec.convert(outcome, kind) == outcome
        assert parse(outcome) == outcome


@pytest.mark.parametrize(("parse", "kind"), PARSERS)
@given(data=st.data())
def test_every_value_of_a_type_parses_to_itself_also_in_lower_case(
    parse: Any, kind: Any, data: st.DataObject
):
    meta = kind.__metadata__[0]
    value = data.draw(
        st.from_regex(meta.pattern, fullmatch=True).filter(
            lambda text: meta.min_length <= len(text) <= meta.max_length and "\n" not in text
        )
    )
    assert parse(value) == value
    assert parse(f" {value.lower()} ") == value


@pytest.mark.parametrize("kind", TYPES)
def test_a_trailing_newline_does_not_pass_the_type(kind: Any):
    example = kind.__metadata__[0].examples[0]
    assert msgspec.convert(example, kind) == example
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(example + "\n", kind)


def test_an_academic_year_that_skips_a_year_is_refused_by_the_type_itself():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("2025/27", values.AcademicYear)


@pytest.mark.parametrize(
    ("written", "year_group"),
    [("R", 0), ("reception", 0), ("YR", 0), ("8", 8), ("Year 8", 8), ("y 13", 13), ("Yr 08", 8)],
)
def test_year_groups_are_read_as_people_write_them(written: str, year_group: int):
    assert values.parse_year_group(written) == year_group


@pytest.mark.parametrize("written", ["", "15", "Year", "-1", "N2", "8½"])
def test_what_is_not_a_year_group_is_refused(written: str):
    with pytest.raises(ValueError, match="R for Reception"):
        values.parse_year_group(written)


def test_year_groups_have_names_people_say():
    assert values.year_group_label(0) == "Reception"
    assert values.year_group_label(8) == "Year 8"
