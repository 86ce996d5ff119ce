"""Reviews and awards, and how long each is current.

The rule: codes, levels and months of validity stand here with their source. The names of the six themes of
the maturity model are not published, so themes are numbered.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from hub_core.reference.labelled import Labelled

Theme = Annotated[
    int,
    msgspec.Meta(
        ge=1, le=6, description="One of the six themes of the maturity model, in its order"
    ),
]
#: How mature a theme was found to be, on the scale the review used; its levels' names are not published.
Level = Annotated[int, msgspec.Meta(ge=1, le=5, description="Level of maturity, 1 the lowest")]


class AwardKind(Labelled):
    """External awards. Source: domain 3.6."""

    QUALITY_IN_CAREERS = "quality_in_careers", "Quality in Careers Standard"
    MATRIX = "matrix", "matrix Standard"


class AwardLevel(Labelled):
    """How far an institution has come with an award."""

    WORKING_TOWARDS = "working_towards", "Working towards it"
    HELD = "held", "Held"


class ReviewKind(Labelled):
    """Reviews of the Careers Impact System. Source: domain 3.6."""

    LEADERSHIP = "leadership", "Internal leadership review"
    PEER = "peer", "Peer review"


class QualityCorrection(Labelled):
    """Why a review or award no longer counts."""

    WITHDRAWN_BY_BODY = "withdrawn_by_body", "The awarding body withdrew it"
    RECORDED_WRONGLY = "recorded_wrongly", "It was recorded by mistake"
    OTHER = "other", "Another reason"


#: Months for which a review is current. An internal leadership review is annual (domain 3.6); for peer
#: reviews no period is published: one cycle of three years, as programmes are evaluated (domain 1.2).
MONTHS_CURRENT: Mapping[ReviewKind, int] = {ReviewKind.LEADERSHIP: 12, ReviewKind.PEER: 36}

#: Two peers review with the institution: a trio (domain 3.6).
PEERS = 2
