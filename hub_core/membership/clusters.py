"""Clusters: a hub's own groups of its members, such as the schools of one town that meet each half-term.

The rule: a cluster is a name and whoever was placed in it, and a member is in one or in none. It is the
hub's own order of things: it decides nothing, and a member that leaves the hub is in none of it by leaving.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid5

import msgspec

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict

#: More than these are no help in finding anybody: the largest hubs have about 400 members.
MOST_CLUSTERS = 40
ClusterName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)",
        min_length=1,
        max_length=60,
        description="What the hub calls the cluster, on one line",
    ),
]


class MemberPlacedInCluster(Event, frozen=True, kw_only=True):
    """A hub placed a member in this cluster; in none where it is None."""

    TOPIC = "membership.MemberPlacedInCluster.v1"
    institution: UUID
    hub: UUID
    occurred_on: date
    cluster: ClusterName | None = None

    def heading(self) -> str:
        return f"A hub placed a member in the cluster {self.cluster or '(none)'}"


class Clusters(Aggregate):
    """Those of one hub (stream: ``clusters_stream``)."""

    def begin(self) -> None:
        #: The name of each one's cluster; of members that left the hub since, too.
        self.placed: dict[UUID, str] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case MemberPlacedInCluster(cluster=None):
                self.placed.pop(event.institution, None)
            case MemberPlacedInCluster():
                self.placed[event.institution] = str(event.cluster)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to clusters")

    def among(self, members: Iterable[UUID]) -> dict[str, tuple[UUID, ...]]:
        """The clusters in order, each with those of these members that are in it, in their order."""
        found: dict[str, list[UUID]] = {name: [] for name in sorted(set(self.placed.values()))}
        for one in members:
            if one in self.placed:
                found[self.placed[one]].append(one)
        return {name: tuple(inside) for name, inside in found.items() if inside}

    def place(
        self,
        hub: UUID,
        institutions: Iterable[UUID],
        cluster: str | None,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Have members in a cluster, which is there from then on, or in none. A name that differs from that
        of a cluster by capitals and spaces alone is that cluster's, unless all of it is moved."""
        moved = tuple(dict.fromkeys(institutions))
        left = {name for one, name in self.placed.items() if one not in moved}
        name = None if cluster is None else _as_known(cluster, left)
        if name is not None and name not in left and len(left) >= MOST_CLUSTERS:
            raise Conflict(
                f"There are {len(left)} clusters already. Put these members into one of them.",
                kind="too-many-clusters",
            )
        for one in moved:
            if self.placed.get(one) != name:
                self.record(
                    MemberPlacedInCluster(institution=one, hub=hub, occurred_on=on, cluster=name),
                    at=at,
                )


def clusters_stream(hub: UUID) -> UUID:
    """The stream of a hub's clusters."""
    return uuid5(hub, "clusters")


def _as_known(cluster: str, names: Iterable[str]) -> str:
    wanted = " ".join(cluster.split())
    known = (name for name in names if name.casefold() == wanted.casefold())
    return next(known, wanted)
