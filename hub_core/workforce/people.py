"""Who a command means: somebody the register knows, or somebody new by name and address.

The rule: a name goes to the vault and nowhere else, and whoever is told again is the same person.
"""

from uuid import UUID

import msgspec

from hub_core.identity.people.commands import EmailAddress, PersonName
from hub_core.refusals import Invalid
from hub_core.work import Work
from hub_core.workforce.register import Kept, Workforce


class PersonSent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody: ``person`` where the institution's workforce knows them, else ``name`` and, if there is
    one, ``email``."""

    person: UUID | None = None
    name: PersonName | None = None
    email: EmailAddress | None = None


def known_as(workforce: Workforce, sent: PersonSent, work: Work) -> UUID | None:
    """The person of the register who has this address, or this name where no address was given.

    Two people of one name without addresses count as one; an address tells them apart.
    """
    if sent.person is not None:
        workforce.require(sent.person)
        return sent.person
    for person, kept in workforce.people.items():
        if sent.email is not None:
            if kept.email == work.vault.reference_of(sent.email.casefold(), subject=person):
                return person
        elif sent.name is not None and kept.name == work.vault.reference_of(
            sent.name, subject=person
        ):
            return person
    return None


def entered(institution: UUID, workforce: Workforce, sent: PersonSent, work: Work) -> UUID:
    """The person meant, entered in the register if they are new."""
    if (known := known_as(workforce, sent, work)) is not None:
        return known
    if sent.name is None:
        raise Invalid.field(
            "who.name", "It is not said who this is.", "Give a name, or the id of somebody known."
        )
    person = work.new_id()
    email = None
    if sent.email is not None:
        email = work.keep(sent.email.casefold(), subject=person)
    kept = Kept(work.keep(sent.name, subject=person), email)
    workforce.enter(institution, person, kept, on=work.today, at=work.now)
    return person
