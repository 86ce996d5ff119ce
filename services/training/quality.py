"""Reviews and awards over HTTP: an institution's own, and those of a hub's members side by side.

The rule: whether something is current is worked out for the day it is asked, and what has expired is shown
as what it was.
"""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from hub_core.belonging import members_of
from hub_core.execute import ENGLAND, Platform
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.quality.codes import AwardKind, AwardLevel, ReviewKind
from hub_core.quality.commands import (
    CompleteLeadershipReview,
    HoldPeerReview,
    RecordAward,
    WithdrawAward,
    WithdrawReview,
)
from hub_core.quality.record import Award, QualityRecord, Review, quality_stream
from services.http.openapi import ETAG
from services.http.parts import OpenPlatform
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import etag, find
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"


class ThemeView(msgspec.Struct, frozen=True, kw_only=True):
    """A theme of the maturity model by its number, and the level found."""

    theme: int
    level: int


class ReviewView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A review. ``overall`` and ``themes`` of a leadership review where told, ``peers`` of a peer review."""

    id: UUID
    kind: ReviewKind
    held_on: date
    current_until: date
    current: bool
    overall: int | None
    themes: tuple[ThemeView, ...]
    peers: tuple[UUID, ...]


class AwardView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An award as last told. ``held`` is false for one worked towards and one that has expired."""

    id: UUID
    kind: AwardKind
    level: AwardLevel
    told_on: date
    body: str | None
    expires_on: date | None
    held: bool
    expired: bool


class InstitutionQuality(msgspec.Struct, frozen=True, kw_only=True):
    """An institution's reviews, the latest first, and its awards."""

    version: int
    reviews: tuple[ReviewView, ...]
    awards: tuple[AwardView, ...]


class MemberQualityView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A member's latest reviews and whether it holds the Quality in Careers Standard."""

    institution: UUID
    name: str
    leadership_review_on: date | None
    leadership_review_current: bool
    peer_review_on: date | None
    standard: AwardView | None


class HubQuality(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub's members: how many were reviewed by their leaders within twelve months, by peers within three
    years, and hold the Quality in Careers Standard today."""

    members: int
    leadership_reviewed: int
    peer_reviewed: int
    standard_held: int
    institutions: tuple[MemberQualityView, ...]


@read_route(
    f"{_INSTITUTION}/quality",
    operation="quality.institution_quality",
    about=institution_in_path,
    headers=(ETAG,),
)
async def institution_quality(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[InstitutionQuality]:
    """An institution's reviews and awards, and which of them are current today."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    record = await load(platform.ledger, QualityRecord, quality_stream(institution))
    today = _today(platform)
    reviews = sorted(record.reviews.values(), key=lambda one: (one.held_on, one.id), reverse=True)
    view = InstitutionQuality(
        version=record.version,
        reviews=tuple(_review(one, today) for one in reviews),
        awards=tuple(_award(one, today) for one in record.awards.values()),
    )
    return Response(view, headers={"etag": etag(record.version)})


@read_route("/hubs/{hub:uuid}/quality", operation="quality.hub_quality", about=hub_in_path)
async def hub_quality(platform: OpenPlatform, hub: FromPath[UUID]) -> Response[HubQuality]:
    """Which of a hub's members were reviewed, and which hold the Quality in Careers Standard."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    members = await members_of(platform.ledger, hub)
    known = await load_many(platform.ledger, Institution, members)
    records = await load_many(platform.ledger, QualityRecord, map(quality_stream, members))
    today = _today(platform)
    listed = sorted(
        (_member(known[one], records[quality_stream(one)], today) for one in members),
        key=lambda one: (one.name, one.institution),
    )
    peers = [_latest(records[quality_stream(one)], ReviewKind.PEER) for one in members]
    return Response(
        HubQuality(
            members=len(listed),
            leadership_reviewed=sum(one.leadership_review_current for one in listed),
            peer_reviewed=sum(one is not None and one.current(today) for one in peers),
            standard_held=sum(one.standard is not None and one.standard.held for one in listed),
            institutions=tuple(listed),
        )
    )


def _member(institution: Institution, record: QualityRecord, today: date) -> MemberQualityView:
    own, peer = _latest(record, ReviewKind.LEADERSHIP), _latest(record, ReviewKind.PEER)
    standard = record.awards.get(AwardKind.QUALITY_IN_CAREERS)
    return MemberQualityView(
        institution=institution.id,
        name=institution.details.name,
        leadership_review_on=own.held_on if own else None,
        leadership_review_current=own is not None and own.current(today),
        peer_review_on=peer.held_on if peer else None,
        standard=_award(standard, today) if standard else None,
    )


def _latest(record: QualityRecord, kind: ReviewKind) -> Review | None:
    return max(
        (one for one in record.reviews.values() if one.kind is kind),
        key=lambda one: one.held_on,
        default=None,
    )


def _review(one: Review, today: date) -> ReviewView:
    return ReviewView(
        id=one.id,
        kind=one.kind,
        held_on=one.held_on,
        current_until=one.current_until,
        current=one.current(today),
        overall=one.overall,
        themes=tuple(
            ThemeView(theme=theme, level=level) for theme, level in sorted(one.themes.items())
        ),
        peers=one.peers,
    )


def _award(one: Award, today: date) -> AwardView:
    return AwardView(
        id=one.id,
        kind=one.kind,
        level=one.level,
        told_on=one.told_on,
        body=one.body,
        expires_on=one.expires_on,
        held=one.held(today),
        expired=one.expires_on is not None and one.expires_on < today,
    )


def _today(platform: Platform) -> date:
    return platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    institution_quality,
    hub_quality,
    command_route(f"{_INSTITUTION}/leadership-reviews", CompleteLeadershipReview, creates=True),
    command_route("/hubs/{hub:uuid}/peer-reviews", HoldPeerReview, creates=True),
    command_route(f"{_INSTITUTION}/reviews/{{review:uuid}}/withdraw", WithdrawReview),
    command_route(f"{_INSTITUTION}/awards", RecordAward, creates=True),
    command_route(f"{_INSTITUTION}/awards/withdraw", WithdrawAward),
)
