"""Under which key the vault keeps texts about one learner.

The rule: whatever is written about a learner is kept under this subject, so that erasing the learner
erases all of it at once.
"""

from uuid import UUID, uuid5


def learner_subject(institution: UUID, ordinal: int) -> UUID:
    """The vault's subject of the learner with this ordinal at this institution."""
    return uuid5(institution, f"learner {ordinal}")
