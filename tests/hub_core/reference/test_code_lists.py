"""Code lists with labels: codes travel as plain text, labels read as plain English."""

import itertools

import msgspec
import pytest

from hub_core.log.event import Event, fields_that_could_hold_free_text
from hub_core.reference import employers, encounters, labelled, service_phases

LISTS = [
    encounters.EncounterKind,
    encounters.DeliveryMode,
    encounters.MeaningfulCheck,
    encounters.CheckAnswer,
    encounters.DeclineReason,
    encounters.EvidenceStrength,
    employers.EmployerSize,
    employers.Sector,
    service_phases.ServicePhase,
]


class Told(Event, frozen=True):
    kind: encounters.EncounterKind
    checks: dict[encounters.MeaningfulCheck, encounters.CheckAnswer]
    sector: employers.Sector | None = None


@pytest.mark.parametrize("codes", LISTS)
def test_every_code_has_a_label_and_is_found_by_its_text(codes: type[labelled.Labelled]):
    for member in codes:
        assert member.label
        assert codes(str(member)) is member
    assert len({member.label for member in codes}) == len(codes)


def test_codes_travel_through_json_as_plain_text():
    told = Told(
        kind=encounters.EncounterKind.EMPLOYER_TALK,
        checks={encounters.MeaningfulCheck.TIME_TO_REFLECT: encounters.CheckAnswer.NOT_CHECKED},
        sector=employers.Sector.C,
    )
    data = msgspec.json.encode(told)
    assert msgspec.json.decode(data) == {
        "kind": "employer_talk",
        "checks": {"time_to_reflect": "not_checked"},
        "sector": "C",
    }
    assert msgspec.json.decode(data, type=Told) == told
    assert fields_that_could_hold_free_text(Told) == []


def test_an_unknown_code_is_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'"tea_party"', type=encounters.EncounterKind)


@pytest.mark.parametrize(
    ("employees", "size"),
    [
        (0, "sole_trader"),
        (1, "micro"),
        (9, "micro"),
        (10, "small"),
        (49, "small"),
        (50, "medium"),
        (249, "medium"),
        (250, "large"),
        (100_000, "large"),
    ],
)
def test_sizes_go_by_number_of_employees(employees: int, size: str):
    assert employers.employer_size(employees) == size


def test_fewer_employees_than_none_is_refused():
    with pytest.raises(ValueError, match="from 0"):
        employers.employer_size(-1)


@pytest.mark.parametrize(
    ("sic_code", "sector"),
    [
        ("01110", employers.Sector.A),
        ("25620", employers.Sector.C),
        ("43220", employers.Sector.F),
        ("62012", employers.Sector.J),
        ("85310", employers.Sector.P),
        ("99000", employers.Sector.U),
        ("04000", None),
        ("99999", None),
        ("74990", None),
    ],
)
def test_a_sic_code_leads_to_its_section(sic_code: str, sector: employers.Sector | None):
    assert employers.sector_of(sic_code) is sector


def test_the_21_sections_do_not_overlap():
    sections = list(employers.sic_sections().values())
    assert [each.section for each in sections] == list(employers.Sector)
    for before, after in itertools.pairwise(sections):
        assert before.first_division <= before.last_division < after.first_division


def test_only_what_school_or_learners_confirmed_is_evidenced():
    assert [strength for strength in encounters.EvidenceStrength if strength.is_evidenced] == [
        encounters.EvidenceStrength.SCHOOL_CONFIRMED,
        encounters.EvidenceStrength.LEARNER_CONFIRMED,
    ]
