"""What the rows of GIAS files say, as values.

The rule: ``None`` means the file does not say. It is never a default, so that a thin file cannot wipe
out what a fuller one told.
"""

from datetime import date

from msgspec import Struct

from hub_core.membership.codes import InstitutionStatus
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase


class GiasRecord(Struct, frozen=True, kw_only=True):
    """One institution as a GIAS file describes it.

    ``line`` is where the row begins in the file. ``laestab`` has seven digits, authority and number.
    ``phase`` is the dashboard group its codes lead to. ``region`` is a GSS code. ``local_authority``
    may be one replaced since 2019, where the file does not say which succeeded it. Ages are in
    years, ``pupils`` and ``capacity`` in learners, easting and northing in metres of the National
    Grid; ``free_school_meals_percent`` are the pupils eligible for free school meals, of all.
    """

    line: int
    urn: str
    name: str
    ukprn: str | None = None
    laestab: str | None = None
    status: InstitutionStatus | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    type_code: str | None = None
    type_name: str | None = None
    phase_code: str | None = None
    phase: ServicePhase | None = None
    local_authority: str | None = None
    region: str | None = None
    low_age: int | None = None
    high_age: int | None = None
    pupils: int | None = None
    free_school_meals_percent: float | None = None
    capacity: int | None = None
    has_sixth_form: bool | None = None
    postcode: str | None = None
    town: str | None = None
    trust_id: str | None = None
    trust_name: str | None = None
    easting: int | None = None
    northing: int | None = None
    sen_needs: tuple[str, ...] = ()


class LinkDirection(Labelled):
    """What the linked institution is to the one the row is about."""

    PREDECESSOR = "predecessor", "Came before it"
    SUCCESSOR = "successor", "Came after it"
    #: Written alike on both sides: the one that stays open absorbed the other.
    MERGER = "merger", "Merged with it; the file does not say which absorbed which"
    RELATED = "related", "Related, neither before nor after it"


class GiasLink(Struct, frozen=True, kw_only=True):
    """A link between two institutions. ``kind`` is GIAS's own wording; ``direction`` is its sense."""

    line: int
    urn: str
    linked_urn: str
    kind: str
    direction: LinkDirection
    established_on: date | None = None

    @property
    def predecessor_and_successor(self) -> tuple[str, str] | None:
        """Both URNs in order of time; ``None`` where the link does not say who came first."""
        if self.direction is LinkDirection.PREDECESSOR:
            return self.linked_urn, self.urn
        if self.direction is LinkDirection.SUCCESSOR:
            return self.urn, self.linked_urn
        return None


class RowProblem(Struct, frozen=True, kw_only=True):
    """Something in a row that could not be used, in words for the person who sent the file.

    With ``row_taken`` the row's record follows without the value; otherwise the row was left out.
    """

    line: int
    column: str
    value: str
    reason: str
    remedy: str
    row_taken: bool
