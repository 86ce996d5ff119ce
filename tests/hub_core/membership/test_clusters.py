"""Clusters: a hub's own groups of members, named, moved and renamed by placing members in them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.membership.cluster_commands import PlaceInCluster
from hub_core.membership.clusters import (
    MOST_CLUSTERS,
    Clusters,
    MemberPlacedInCluster,
    clusters_stream,
)
from hub_core.membership.codes import WithdrawalReason
from hub_core.membership.commands import AdmitMember, WithdrawMember
from hub_core.refusals import Conflict

HUB = uuid4()
ASH, BEECH, CEDAR = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 2, 11)


def place(clusters: Clusters, cluster: str | None, *members: UUID) -> dict[str, tuple[UUID, ...]]:
    clusters.place(HUB, members, cluster, on=TODAY, at=datetime(2026, 2, 11, tzinfo=UTC))
    return clusters.among((ASH, BEECH, CEDAR))


def test_a_member_is_in_one_cluster_or_in_none() -> None:
    clusters = Clusters.of(clusters_stream(HUB))
    assert place(clusters, "Stockton", ASH, BEECH) == {"Stockton": (ASH, BEECH)}
    assert place(clusters, "Redcar", BEECH) == {"Redcar": (BEECH,), "Stockton": (ASH,)}
    assert place(clusters, None, ASH, CEDAR) == {"Redcar": (BEECH,)}
    told = clusters.version
    assert place(clusters, "Redcar", BEECH) == {"Redcar": (BEECH,)}
    assert clusters.version == told


def test_a_name_in_other_capitals_is_the_same_cluster_until_all_of_it_is_moved() -> None:
    clusters = Clusters.of(clusters_stream(HUB))
    place(clusters, "North  Tees", ASH)
    assert place(clusters, "north tees", BEECH) == {"North Tees": (ASH, BEECH)}
    assert place(clusters, "NORTH TEES", ASH, BEECH) == {"NORTH TEES": (ASH, BEECH)}


def test_there_are_no_more_clusters_than_help_to_find_anybody() -> None:
    clusters = Clusters.of(clusters_stream(HUB))
    for number in range(MOST_CLUSTERS):
        place(clusters, f"Cluster {number}", uuid4())
    with pytest.raises(Conflict, match="40 clusters already"):
        place(clusters, "One more", ASH)
    assert place(clusters, "Cluster 7", ASH) == {"Cluster 7": (ASH,)}


async def test_a_hub_places_its_members_and_nobody_else(story: Any) -> None:
    school, other, hub = await story.school(), await story.school(), await story.hub()
    await story.do(AdmitMember(hub=hub, institution=school))
    placed = PlaceInCluster(hub=hub, institutions=(school,), cluster="Stockton")
    assert await story.new_events(placed) == [
        MemberPlacedInCluster(institution=school, hub=hub, occurred_on=TODAY, cluster="Stockton")
    ]
    assert not await story.new_events(placed)
    with pytest.raises(Conflict, match="not members of this hub"):
        await story.do(PlaceInCluster(hub=hub, institutions=(school, other), cluster="Stockton"))
    reason = WithdrawalReason.AT_OWN_REQUEST
    await story.do(WithdrawMember(hub=hub, institution=school, reason=reason))
    with pytest.raises(Conflict, match="not a member of this hub"):
        await story.do(PlaceInCluster(hub=hub, institutions=(school,)))
