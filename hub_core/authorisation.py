"""Deciding on what stands: the matrix's answer, after looking up whom a thing belongs to if need be.

The rule: what a caller may not know of is refused in the words used for what is not there, so that
nobody learns by asking which ids exist.
"""

from hub_core.access import Decision, Principal, Resource, can, decide
from hub_core.belonging import with_belonging
from hub_core.log.ledger import Ledger
from hub_core.refusals import Forbidden, NotFound


async def authorise(
    ledger: Ledger, principal: Principal, action: str, resource: Resource | None
) -> None:
    """Let it pass, or raise ``Forbidden``, or ``NotFound`` for what the caller may not know of.

    ``resource`` is None when there is no such thing: only those whose reach is everybody's pass.
    """
    if everywhere(principal, action):
        return
    if resource is None:
        raise hidden()
    if can(principal, action, resource):
        return
    match decide(principal, action, await with_belonging(ledger, resource)):
        case Decision.PERMITTED:
            return
        case Decision.REFUSED:
            raise Forbidden(
                f"You may not {action.rpartition('.')[2].replace('_', ' ')} for this organisation."
            )
        case Decision.HIDDEN:
            raise hidden()


def everywhere(principal: Principal, action: str) -> bool:
    """Whether it is permitted whatever it is about, so that nothing need be looked up."""
    return principal.things is None and can(principal, action, Resource())


def hidden() -> NotFound:
    """What is said of what is not there and of what a caller may not know of, word for word."""
    return NotFound("There is nothing here by that id, or none that you may know of.")
