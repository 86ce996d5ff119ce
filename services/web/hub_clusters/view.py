"""The page of a hub's clusters as a view: each with its members, and the members that are in none.

The rule: only who is a member now is shown, wherever somebody was placed before leaving.
"""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from hub_core.membership.clusters import Clusters
from hub_core.membership.events import InstitutionDetails
from services.web.hub_ticks import MemberLine, TickGroup, member_lines, tick_groups
from services.web.words import counted, number


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster; ``key`` tells its form from the others', ``benchmarks`` is where it is looked through."""

    key: str
    name: str
    groups: tuple[TickGroup, ...]
    members: tuple[MemberLine, ...]
    size: str
    benchmarks: str


class ClustersPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs."""

    headline: str
    clusters: tuple[Cluster, ...]
    none: tuple[TickGroup, ...]
    left: int


def clusters_page(
    clusters: Clusters,
    known: Mapping[UUID, InstitutionDetails],
    *,
    here: str,
    ticked: Collection[str] = (),
) -> ClustersPage:
    """The page; ``known`` are the hub's members now, ``ticked`` what a form was sent with."""
    among = clusters.among(known)
    none = [one for one in known if one not in clusters.placed]
    return ClustersPage(
        headline=headline(len(among), len(known), len(none)),
        clusters=tuple(
            Cluster(
                key=f"cluster-{place}",
                name=name,
                groups=tick_groups(inside, known, here, ticked),
                members=member_lines(inside, known, here),
                size=counted(len(inside), "member"),
                benchmarks=f"{here}/benchmarks?{urlencode({'phase': 'every', 'cluster': name})}",
            )
            for place, (name, inside) in enumerate(among.items(), start=1)
        ),
        none=tick_groups(none, known, here, ticked),
        left=len(none),
    )


def headline(clusters: int, members: int, none: int) -> str:
    """How far the members are in order."""
    if not members:
        return "This hub has no members yet"
    if not clusters:
        return "No clusters yet"
    said = f"{counted(members - none, 'member')} in {counted(clusters, 'cluster')}"
    return f"{said}, {number(none)} in none" if none else f"{said}, nobody in none"
