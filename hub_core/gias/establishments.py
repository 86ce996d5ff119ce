"""From the cells of one row to the institution it describes.

The rule: codes decide and names stand in for them, so that exports with padded codes, plain codes or
names only give the same record.
"""

from collections.abc import Iterator

from hub_core.gias.cells import Cells
from hub_core.gias.layouts import Layout
from hub_core.gias.records import GiasRecord, RowProblem
from hub_core.membership.codes import InstitutionStatus
from hub_core.reference.areas import (
    former_local_authorities,
    local_authorities,
    local_authority_named,
    local_authority_with_gss_code,
    region_named,
    regions,
)
from hub_core.reference.service_phases import (
    ServicePhase,
    establishment_type_code,
    establishment_types,
    phase_of_education_code,
    service_phase,
)
from hub_core.values import (
    parse_local_authority_code,
    parse_postcode,
    parse_trust_code,
    parse_ukprn,
    parse_urn,
)

#: GIAS code list "EstablishmentStatus".
_STATUS_BY_CODE = {
    "1": InstitutionStatus.OPEN,
    "2": InstitutionStatus.CLOSED,
    "3": InstitutionStatus.PROPOSED_TO_CLOSE,
    "4": InstitutionStatus.PROPOSED_TO_OPEN,
}
_STATUS_BY_NAME = {status.label.casefold(): status for status in InstitutionStatus}

#: Types in the school performance tables of 2018/19 that settle the phase where GIAS codes lack.
_PHASE_BY_PERFORMANCE_TABLE_TYPE = {
    "Special school": ServicePhase.SPECIAL_AND_ALTERNATIVE,
    "College": ServicePhase.FE_AND_SKILLS,
}
_SIXTH_FORM = {"has a sixth form": True, "does not have a sixth form": False}
_LONGEST_NAME = 200


def record_of(cells: Cells, layout: Layout) -> Iterator[GiasRecord | RowProblem]:
    """The problems of a row, then its record unless one of them makes the row useless."""
    urn = _needed_urn(cells, layout)
    name = _needed_name(cells, layout)
    record = _described(cells, layout, urn=urn, name=name) if urn and name else None
    yield from cells.problems
    if record:
        yield record


def _needed_urn(cells: Cells, layout: Layout) -> str | None:
    try:
        return parse_urn(cells.text(layout.urn))
    except ValueError as refusal:
        reason, _, remedy = str(refusal).partition(". ")
        cells.refuse(layout.urn, reason=f"{reason}.", remedy=remedy, row_taken=False)
        return None


def _needed_name(cells: Cells, layout: Layout) -> str | None:
    name = cells.text(layout.name)
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        cells.refuse(
            layout.name,
            reason=f"The name is empty, longer than {_LONGEST_NAME} characters or unreadable.",
            remedy="Correct the name and import the file again.",
            row_taken=False,
        )
        return None
    if "\ufffd" in name:
        cells.refuse(
            layout.name,
            reason="A character of the name could not be read.",
            remedy="Download the file again and import it without opening it in a spreadsheet.",
        )
    return name


def _described(cells: Cells, layout: Layout, *, urn: str, name: str) -> GiasRecord:
    type_code = _type_code(cells, layout)
    phase_code = phase_of_education_code(
        code=cells.text(layout.phase_code), name=cells.text(layout.phase_name)
    )
    low_age = cells.number(layout.low_age, most=120)
    high_age = cells.number(layout.high_age, most=120)
    authority = _authority(cells, layout)
    kind = establishment_types().get(type_code or "")
    return GiasRecord(
        line=cells.line,
        urn=urn,
        name=name,
        ukprn=cells.parsed(layout.ukprn, parse_ukprn),
        laestab=_laestab(cells, layout),
        status=status_of(cells, layout),
        opened_on=cells.day(layout.opened_on),
        closed_on=cells.day(layout.closed_on),
        type_code=type_code,
        type_name=kind.name if kind else None,
        phase_code=phase_code,
        phase=_PHASE_BY_PERFORMANCE_TABLE_TYPE.get(
            "" if type_code else cells.text(layout.performance_table_type)
        )
        or service_phase(
            type_code=type_code, phase_code=phase_code, low_age=low_age, high_age=high_age
        ),
        local_authority=authority,
        region=_region(cells, layout, authority=authority),
        low_age=low_age,
        high_age=high_age,
        pupils=cells.number(layout.pupils, most=100_000),
        free_school_meals_percent=cells.per_cent(layout.free_school_meals),
        capacity=cells.number(layout.capacity, most=100_000),
        has_sixth_form=_SIXTH_FORM.get(cells.text(layout.sixth_form).casefold()),
        postcode=cells.parsed(layout.postcode, parse_postcode),
        town=_place(cells.text(layout.town)),
        trust_id=cells.parsed(layout.trust_id, parse_trust_code),
        trust_name=cells.text(layout.trust_name)[:_LONGEST_NAME] or None,
        easting=cells.number(layout.easting, most=700_000) or None,
        northing=cells.number(layout.northing, most=1_300_000) or None,
        sen_needs=tuple(
            need for column in layout.sen_needs if (need := _sen_need(cells.text(column)))
        ),
    )


def _type_code(cells: Cells, layout: Layout) -> str | None:
    code, name = cells.text(layout.type_code), cells.text(layout.type_name)
    known = establishment_type_code(code=code) or establishment_type_code(name=name)
    if known is None and (code or name):
        cells.refuse(
            layout.type_code if code else layout.type_name,
            reason=f"The type of establishment “{code or name}” is not in the code list.",
            remedy="If GIAS has added it, ask for the code list of the platform to be brought up "
            "to date; the phase is worked out without it until then.",
        )
    return known


def status_of(cells: Cells, layout: Layout) -> InstitutionStatus | None:
    """The status; ``None`` when the row does not say, or says what GIAS does not use."""
    code, name = cells.text(layout.status_code).lstrip("0"), cells.text(layout.status_name)
    status = _STATUS_BY_CODE.get(code) or _STATUS_BY_NAME.get(name.casefold())
    if status is None and (code or name):
        cells.refuse(
            layout.status_code if code else layout.status_name,
            reason=f"“{code or name}” is not a status GIAS uses.",
            remedy="Write Open; Open, but proposed to close; Closed; or Proposed to open.",
        )
    return status


def _laestab(cells: Cells, layout: Layout) -> str | None:
    """Authority code and establishment number as one seven-digit text, built where it is missing."""
    given = cells.text(layout.laestab)
    if len(given) == 7 and given.isdecimal():
        return given
    authority = cells.text(layout.authority_code).zfill(3)
    number = cells.text(layout.establishment_number)
    built = f"{authority}{number.zfill(4)}" if number else ""
    return built if len(built) == 7 and built.isdecimal() and authority != "000" else None


def _authority(cells: Cells, layout: Layout) -> str | None:
    """The current authority's code where the row tells it, else the code as it stands."""
    code = cells.text(layout.authority_code)
    if not code.strip("0"):
        named = local_authority_named(cells.text(layout.authority_name))
        return named.code if named else None
    former = former_local_authorities().get(code)
    if former is None:
        return cells.parsed(layout.authority_code, parse_local_authority_code)
    within = local_authority_with_gss_code(cells.text(layout.authority_gss))
    if within and within.code in former.successors:
        return within.code
    if len(former.successors) == 1:
        return former.successors[0]
    names = " and ".join(local_authorities()[each].name for each in former.successors)
    cells.refuse(
        layout.authority_code,
        reason=f"{former.name} was replaced by {names}, and the row does not say which.",
        remedy="Import today's GIAS download, which names the authority; until then the "
        "institution stands under the former one.",
    )
    return code


def _region(cells: Cells, layout: Layout, *, authority: str | None) -> str | None:
    letter = cells.text(layout.region_letter).upper()
    lettered = next((each for each in regions().values() if each.gias_letter == letter), None)
    found = lettered or region_named(cells.text(layout.region_name))
    if found:
        return found.code
    current = local_authorities().get(authority or "")
    return current.region_code if current else None


def _place(town: str) -> str | None:
    return None if town.casefold() in ("", "not recorded") else town


def _sen_need(name: str) -> str | None:
    """The short form before the dash: "ASD" of "ASD - Autistic Spectrum Disorder"."""
    short = name.split(" - ")[0].strip()
    return None if short.casefold() in ("", "not applicable") else short
