"""Files as GIAS offers them for download, with rows of a test's own."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from hub_core.gias.layouts import ESTABLISHMENTS
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasRecord

#: Columns of the download that are not read, so that the files built here are as wide as the real.
_OTHERS = [
    f"Column that is not read {number}" for number in range(140 - len(ESTABLISHMENTS.columns()))
]
COLUMNS = [*sorted(ESTABLISHMENTS.columns()), *_OTHERS]

ASHBROOK = {
    "URN": "900001",
    "UKPRN": "19000001",
    "LA (code)": "202",
    "LA (name)": "Camden",
    "EstablishmentNumber": "4104",
    "EstablishmentName": "Ashbrook – St Chloë’s Academy",
    "TypeOfEstablishment (code)": "34",
    "TypeOfEstablishment (name)": "Academy converter",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-2012",
    "PhaseOfEducation (code)": "4",
    "PhaseOfEducation (name)": "Secondary",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
    "OfficialSixthForm (name)": "Has a sixth form",
    "NumberOfPupils": "878",
    "PercentageFSM": "38.2",
    "SchoolCapacity": "1035",
    "GOR (code)": "H",
    "GOR (name)": "London",
    "GSSLACode (name)": "E09000007",
    "Postcode": "nw32jb",
    "Town": "London",
    "Trusts (code)": "5143",
    "Trusts (name)": "Fictional Learning Trust",
    "Easting": "528230",
    "Northing": "185638",
    "SEN1 (name)": "ASD - Autistic Spectrum Disorder",
    "SEN2 (name)": "Not Applicable",
}


def download(
    *rows: dict[str, str], columns: Iterable[str] = COLUMNS, encoding: str = "cp1252"
) -> io.BytesIO:
    """A file as GIAS offers it, with these rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def read(stream: io.BytesIO) -> list[Any]:
    return list(recognise(stream))


def only_record(stream: io.BytesIO) -> GiasRecord:
    (record,) = read(stream)
    assert isinstance(record, GiasRecord)
    return record
