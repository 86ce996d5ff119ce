"""Calls of bulletins, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.bulletins import (
    BoardView,
    BulletinList,
    PublishEmployerBulletin,
    PublishHubBulletin,
    UseBulletin,
    WithdrawEmployerBulletin,
)
from careers_hub_client.types.activities.shared import ActivityStands
from careers_hub_client.types.shared import Changed, Sector


def institution_bulletins(
    institution: UUID, *, year_group: int | None = None, sector: Sector | None = None
) -> Call[BulletinList]:
    """What an institution's hub and its employers tell of the labour market today."""
    return Call(
        operation="bulletins_institution_bulletins",
        method="GET",
        path=f"/api/activities/institutions/{institution}/bulletins",
        answer=BulletinList,
        query={"yearGroup": year_group, "sector": sector},
    )


def hub_bulletins(hub: UUID) -> Call[BoardView]:
    """A hub's board: what was published, and how many of its members used it."""
    return Call(
        operation="bulletins_hub_bulletins",
        method="GET",
        path=f"/api/activities/hubs/{hub}/bulletins",
        answer=BoardView,
    )


def publish_hub_bulletin(hub: UUID, body: PublishHubBulletin) -> Call[Changed]:
    """Publish a bulletin of the hub's own.

    Refuses a last day that is over or more than a year ahead, and areas that are not the hub's.
    """
    return Call(
        operation="bulletins_publish_hub_bulletin",
        method="POST",
        path=f"/api/activities/hubs/{hub}/bulletins",
        answer=Changed,
        body=body,
    )


def employer_bulletins(employer: UUID) -> Call[BoardView]:
    """An employer's own bulletins on the boards of all hubs, with those of employers it took in."""
    return Call(
        operation="bulletins_employer_bulletins",
        method="GET",
        path=f"/api/activities/employers/{employer}/bulletins",
        answer=BoardView,
    )


def publish_employer_bulletin(employer: UUID, body: PublishEmployerBulletin) -> Call[Changed]:
    """Publish an employer's bulletin on the board of a hub.

    The same, and an employer that no hub has verified.
    """
    return Call(
        operation="bulletins_publish_employer_bulletin",
        method="POST",
        path=f"/api/activities/employers/{employer}/bulletins",
        answer=Changed,
        body=body,
    )


def withdraw_hub_bulletin(
    hub: UUID, bulletin: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a bulletin off the hub's board, whoever's it is.

    That there was one stays in the log, with what schools recorded; nobody can read it any
    more.
    """
    return Call(
        operation="bulletins_withdraw_hub_bulletin",
        method="POST",
        path=f"/api/activities/hubs/{hub}/bulletins/{bulletin}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def withdraw_employer_bulletin(
    employer: UUID, bulletin: UUID, body: WithdrawEmployerBulletin, *, if_match: str | None = None
) -> Call[Changed]:
    """Take the employer's own bulletin off the board of a hub.

    The same by the employer whose it is, or that took that one in.
    """
    return Call(
        operation="bulletins_withdraw_employer_bulletin",
        method="POST",
        path=f"/api/activities/employers/{employer}/bulletins/{bulletin}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def use_bulletin(
    institution: UUID, bulletin: UUID, body: UseBulletin | None = None
) -> Call[ActivityStands]:
    """Record a session on the labour market in which a bulletin was used.

    Refuses a bulletin of another hub, and a day on which it could not be read.
    """
    return Call(
        operation="bulletins_use_bulletin",
        method="POST",
        path=f"/api/activities/institutions/{institution}/bulletins/{bulletin}/use",
        answer=ActivityStands,
        body={} if body is None else body,
    )
