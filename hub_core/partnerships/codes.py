"""Kinds of partnership, which phases each joins, and where one stands.

The rule: a partnership goes one way, from where learners are to where they go on. Source: domain F-15, F-31.
"""

from collections.abc import Mapping

from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase


class PartnershipKind(Labelled):
    """What the partners do together."""

    FEEDER = "feeder", "Primary school to secondary school"
    TO_FURTHER = "to_further", "School to college or training provider"
    TO_ADULT = "to_adult", "School or college to adult service"


class PartnershipStatus(Labelled):
    """Where a partnership stands."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


class EndReason(Labelled):
    """Why a partnership ends."""

    NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"
    CLOSED = "closed", "One of them closes"
    MADE_IN_ERROR = "made_in_error", "It was made in error"
    OTHER = "other", "Another reason"


_P = ServicePhase
_SCHOOLS = frozenset({_P.SECONDARY, _P.SPECIAL_AND_ALTERNATIVE})

#: The phases each kind leads from and to.
JOINS: Mapping[PartnershipKind, tuple[frozenset[ServicePhase], frozenset[ServicePhase]]] = {
    PartnershipKind.FEEDER: (frozenset({_P.PRIMARY}), _SCHOOLS),
    PartnershipKind.TO_FURTHER: (_SCHOOLS, frozenset({_P.FE_AND_SKILLS})),
    PartnershipKind.TO_ADULT: (_SCHOOLS | {_P.FE_AND_SKILLS}, frozenset({_P.ADULT})),
}
