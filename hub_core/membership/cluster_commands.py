"""The command by which a hub orders its members in clusters.

The rule: a cluster is named by placing somebody in it, and renamed by placing all of its members in another.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.membership.clusters import ClusterName, Clusters, clusters_stream
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.of_hub import require_members
from hub_core.work import Changed, Command, Work, handles

#: Events of one append; the largest hubs have fewer members.
MOST_AT_ONCE = 500


class PlaceInCluster(Command, frozen=True, kw_only=True):
    """Place members of a hub in the cluster of this name; without ``cluster`` take them out of theirs."""

    OPERATION: ClassVar[str] = "membership.place_in_cluster"
    hub: UUID
    institutions: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=MOST_AT_ONCE)]
    cluster: ClusterName | None = None


@handles(PlaceInCluster)
async def place_in_cluster(command: PlaceInCluster, work: Work) -> Changed:
    """Whoever was in another cluster is no longer. ``version`` is that of the hub's clusters."""
    await work.find(Hub, command.hub, no_such_hub(command.hub))
    await require_members(command.hub, command.institutions, work)
    clusters = await work.load(Clusters, clusters_stream(command.hub))
    work.expect(clusters)
    clusters.place(command.hub, command.institutions, command.cluster, on=work.today, at=work.now)
    return Changed(id=command.hub, version=clusters.version)
