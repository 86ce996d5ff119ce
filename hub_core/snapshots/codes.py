"""What a snapshot is named by, and why one is restated."""

from typing import Annotated

import msgspec

from hub_core.reference.labelled import Labelled

#: SHA-256 of files or of code.
Digest = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9a-f]{64}$",
        min_length=64,
        max_length=64,
        description="SHA-256, in hexadecimal",
    ),
]
LogPosition = Annotated[int, msgspec.Meta(ge=1, description="Position in the log")]


class RestatementReason(Labelled):
    """Why published figures are replaced."""

    LATE_RESULTS = "late_results", "Results came in after publication"
    WRONG_RESULTS = "wrong_results", "Results were corrected or withdrawn"
    WRONG_REGISTER = "wrong_register", "The register or memberships were corrected"
    RULES_MENDED = "rules_mended", "The rules of the rollup were mended"
