"""The GIAS files that are recognised, and which of their columns says what.

A file is known by its header alone, whatever its name. The rule: columns go by name, never by
place, since GIAS adds columns now and then.
"""

from collections.abc import Sequence

from msgspec import Struct

from hub_core.reference.labelled import Labelled


class FileKind(Labelled):
    """The files that can be imported."""

    ESTABLISHMENTS = "establishments", "GIAS establishments (edubasealldata, all 140 columns)"
    ESTABLISHMENT_FIELDS = "establishment_fields", "GIAS establishments (50 fields, LAESTAB)"
    SCHOOLS = "schools", "Schools in England merged from GIAS and performance tables"
    LINKS = "links", "GIAS links between establishments (links_edubasealldata)"


class Layout(Struct, frozen=True, kw_only=True):
    """Column names by what they say; "" where the file has no such column.

    ``complete`` files fill every column they have, so a blank there means there is none.
    """

    kind: FileKind
    complete: bool
    urn: str
    name: str
    ukprn: str
    laestab: str = ""
    establishment_number: str = ""
    status_code: str = ""
    status_name: str = ""
    opened_on: str = ""
    closed_on: str = ""
    type_code: str = ""
    type_name: str = ""
    phase_code: str = ""
    phase_name: str = ""
    performance_table_type: str = ""
    authority_code: str = ""
    authority_name: str = ""
    authority_gss: str = ""
    region_letter: str = ""
    region_name: str = ""
    low_age: str = ""
    high_age: str = ""
    pupils: str = ""
    free_school_meals: str = ""
    capacity: str = ""
    sixth_form: str = ""
    postcode: str = ""
    town: str = ""
    trust_id: str = ""
    trust_name: str = ""
    easting: str = ""
    northing: str = ""
    sen_needs: tuple[str, ...] = ()

    def columns(self) -> set[str]:
        """The columns this layout reads."""
        single = set(self.__struct_fields__) - {"kind", "complete", "sen_needs"}
        return {column for field in single if (column := getattr(self, field))} | {*self.sen_needs}


ESTABLISHMENTS = Layout(
    kind=FileKind.ESTABLISHMENTS,
    complete=True,
    urn="URN",
    name="EstablishmentName",
    ukprn="UKPRN",
    establishment_number="EstablishmentNumber",
    status_code="EstablishmentStatus (code)",
    status_name="EstablishmentStatus (name)",
    opened_on="OpenDate",
    closed_on="CloseDate",
    type_code="TypeOfEstablishment (code)",
    type_name="TypeOfEstablishment (name)",
    phase_code="PhaseOfEducation (code)",
    phase_name="PhaseOfEducation (name)",
    authority_code="LA (code)",
    authority_name="LA (name)",
    authority_gss="GSSLACode (name)",
    region_letter="GOR (code)",
    region_name="GOR (name)",
    low_age="StatutoryLowAge",
    high_age="StatutoryHighAge",
    pupils="NumberOfPupils",
    free_school_meals="PercentageFSM",
    capacity="SchoolCapacity",
    sixth_form="OfficialSixthForm (name)",
    postcode="Postcode",
    town="Town",
    trust_id="Trusts (code)",
    trust_name="Trusts (name)",
    easting="Easting",
    northing="Northing",
    sen_needs=tuple(f"SEN{number} (name)" for number in range(1, 14)),
)

ESTABLISHMENT_FIELDS = Layout(
    kind=FileKind.ESTABLISHMENT_FIELDS,
    complete=False,
    urn="URN",
    name="EstablishmentName",
    ukprn="UKPRN",
    laestab="LAESTAB",
    establishment_number="EstablishmentNumber",
    status_code="EstablishmentStatusId",
    status_name="EstablishmentStatusName",
    type_code="TypeOfEstablishmentId",
    type_name="TypeOfEstablishmentName",
    phase_code="PhaseOfEducationId",
    phase_name="PhaseOfEducationName",
    authority_code="LAId",
    authority_name="LAName",
    authority_gss="DistrictAdministrativeId",
    region_letter="RegionId",
    region_name="RegionName",
    low_age="AgeRangeLow",
    high_age="AgeRangeHigh",
    pupils="TotalPupils",
    capacity="TotalCapacity",
    sixth_form="OfficialSixthFormName",
    postcode="Postcode",
    town="Town",
    trust_id="TrustId",
    trust_name="TrustName",
    easting="Easting",
    northing="Northing",
)

SCHOOLS = Layout(
    kind=FileKind.SCHOOLS,
    complete=False,
    urn="urn",
    name="name",
    ukprn="ukprn",
    laestab="laestab",
    status_name="status",
    opened_on="open_date",
    type_name="type",
    phase_name="phase",
    performance_table_type="school_type_2018_19",
    authority_code="la_code",
    authority_name="la_name",
    authority_gss="lad_code",
    region_name="region_name",
    low_age="age_low",
    high_age="age_high",
    pupils="pupils",
    free_school_meals="fsm_percent_2022_23",
    capacity="capacity",
    sixth_form="sixth_form",
    postcode="postcode",
    town="town",
    trust_id="trust_id",
    trust_name="trust_name",
    easting="easting",
    northing="northing",
)

LAYOUTS = {layout.kind: layout for layout in (ESTABLISHMENTS, ESTABLISHMENT_FIELDS, SCHOOLS)}
LINK_COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


class NotAGiasFile(Exception):
    """The file is none of those recognised; the message says why and which are."""


def kind_of(header: Sequence[str]) -> FileKind:
    """Which file has this header. Raises ``NotAGiasFile`` with a sentence for its sender."""
    present = set(header)
    if present.issuperset(LINK_COLUMNS):
        return FileKind.LINKS
    for layout in LAYOUTS.values():
        if present.issuperset(layout.columns()):
            return layout.kind
    nearest = max(LAYOUTS.values(), key=lambda layout: len(layout.columns() & present))
    missing = sorted(nearest.columns() - present)
    if len(missing) * 2 < len(nearest.columns()):
        raise NotAGiasFile(
            f"This looks like “{nearest.kind.label}”, but its first line lacks "
            f"{_listed(missing)}. Download the file again and import it unchanged."
        )
    raise NotAGiasFile(
        "The first line of this file names none of the columns expected. "
        f"Recognised are: {'; '.join(kind.label for kind in FileKind)}. Download one from "
        "get-information-schools.service.gov.uk/Downloads and import it unchanged."
    )


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(f"“{column}”" for column in columns[:5])
    return shown if len(columns) <= 5 else f"{shown} and {len(columns) - 5} more columns"
