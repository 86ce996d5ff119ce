"""Claims and stream ids of people: which keys only one person or invitation may hold.

The rule: a key is spelled here and nowhere else, and none of them shows who somebody is.
"""

from uuid import UUID, uuid5

from hub_core.access.organisations import Organisation

#: How ``Principal.id`` begins for a person, and for a part of the platform itself.
PERSON, SYSTEM = "person:", "system:"


def sign_in_text(issuer: str, subject: str) -> str:
    """What the vault makes a keyed digest of, so that an account is recognised."""
    return f"sign-in {issuer} {subject}"


def sign_in_key(digest: str) -> str:
    """The claim that leads from an account to the one person who signs in with it."""
    return f"person:{digest}"


def invited_text(email: str, role: str, organisation: Organisation) -> str:
    """What the vault makes a keyed digest of, so that a second invitation is recognised."""
    return f"invited {email.casefold()} {role} {organisation.kind} {organisation.id}"


def invited_key(digest: str) -> str:
    """The claim of the one open invitation of an address to a role."""
    return f"invited:{digest}"


def invitation_key(invitation: UUID) -> str:
    """The claim by which an organisation's open invitations are listed: their holder is its list."""
    return f"invitation:{invitation}"


def invitation_of_key(key: str) -> UUID | None:
    """The invitation such a claim is of, None for another kind of claim."""
    kind, _, invitation = key.partition(":")
    return UUID(invitation) if kind == "invitation" else None


def link_of(invitation: UUID) -> UUID:
    """An invitation has one link, so its id follows from the invitation's."""
    return uuid5(invitation, "link")


def invitations_of(organisation: Organisation) -> UUID:
    """Who holds the claims of an organisation's open invitations."""
    return uuid5(organisation.id, f"invitations of {organisation.kind}")


def team_stream(organisation: Organisation) -> UUID:
    """The stream of who works for an organisation and looks after what."""
    return uuid5(organisation.id, f"team of {organisation.kind}")


def person_of_principal(principal: str) -> UUID | None:
    """The person a principal is, None for machines, links and the platform itself."""
    return UUID(principal.removeprefix(PERSON)) if principal.startswith(PERSON) else None
