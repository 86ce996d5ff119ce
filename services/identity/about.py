"""Whose the people and invitations are that a request asks for: the organisation its path names."""

from hub_core.access import Organisation, OrganisationKind, Resource
from services.http.authentication import Connection


async def organisation_in_path(connection: Connection) -> Resource | None:
    """The organisation the path names by kind and id; None for a kind there is not."""
    named = connection.path_params
    try:
        kind = OrganisationKind(named["kind"])
    except ValueError:
        return None
    owner = Organisation(kind, named["organisation"])
    return Resource.of(owner)
