"""Clusters over the API: how a hub has ordered its members, and placing members in one."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.belonging import members_of
from hub_core.log.repository import load
from hub_core.membership.cluster_commands import PlaceInCluster
from hub_core.membership.clusters import Clusters, clusters_stream
from hub_core.membership.hub import Hub, no_such_hub
from services.http.openapi import ETAG
from services.http.parts import OpenParts
from services.http.permission import hub_in_path
from services.http.reading import etag, find
from services.http.routes import command_route, read_route


class ClusterView(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster, with those of the hub's members that are in it now."""

    name: str
    members: tuple[UUID, ...]


class ClustersView(msgspec.Struct, frozen=True, kw_only=True):
    """A hub's clusters by name, and the members that are in none."""

    version: int
    clusters: tuple[ClusterView, ...]
    none: tuple[UUID, ...]


@read_route(
    "/hubs/{hub:uuid}/clusters",
    operation="membership.clusters",
    about=hub_in_path,
    headers=(ETAG,),
)
async def clusters(parts: OpenParts, hub: FromPath[UUID]) -> Response[ClustersView]:
    """Which members of a hub are in which of its clusters."""
    ledger = parts.platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    found = await load(ledger, Clusters, clusters_stream(hub))
    members = await members_of(ledger, hub)
    view = ClustersView(
        version=found.version,
        clusters=tuple(
            ClusterView(name=name, members=inside) for name, inside in found.among(members).items()
        ),
        none=tuple(one for one in members if one not in found.placed),
    )
    return Response(view, headers={"etag": etag(found.version)})


ROUTES = (clusters, command_route("/hubs/{hub:uuid}/clusters/place", PlaceInCluster))
