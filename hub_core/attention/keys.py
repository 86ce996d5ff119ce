"""Stream ids of what a hub decided about a member's matters, and the ids of the matters.

The rule: a matter is one reason at one member, seen from one hub; its id follows from the three.
"""

from uuid import UUID, uuid5

from hub_core.attention.reasons import Concern
from hub_core.derived_ids import derived


@derived
def decisions_stream(hub: UUID, institution: UUID) -> UUID:
    """The stream of what a hub decided about the matters of one member."""
    return uuid5(hub, f"attention to {institution}")


@derived
def matter_id(hub: UUID, institution: UUID, reason: Concern) -> UUID:
    """What a duty of the hub's people calls the matter."""
    return uuid5(decisions_stream(hub, institution), reason.value)
