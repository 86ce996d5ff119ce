"""Commands about a hub's bulletins: a hub or an employer publishes one or takes it back, a school uses one.

The rule: a bulletin goes to schools, so an employer that publishes one is verified, and it ends on a day
that is said beforehand; what a school did with it is an activity like any other.
"""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from hub_core.activities.activity import Activity
from hub_core.activities.commands import ActivityStands, stands
from hub_core.activities.events import Details
from hub_core.bulletins.board import Board, board_stream, no_such_bulletin, published_key
from hub_core.bulletins.events import BulletinPublished, BulletinSubject
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.employers.employer import Employer
from hub_core.employers.finding import acting_employer, known_hub, past_of
from hub_core.encounters.attendance import AttendanceSent, attendance_of
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.values import YearGroup
from hub_core.work import Changed, Command, Work, handles
from hub_core.written import Note, Sentence

#: What is said of local work is stale after a year.
LONGEST = timedelta(days=366)


class _Told(Command, frozen=True, kw_only=True):
    """What a bulletin says, about what and for whom, everything unless told, and until which day."""

    headline: Sentence
    text: Note
    until: date
    about: BulletinSubject | None = None


class PublishHubBulletin(_Told, frozen=True, kw_only=True):
    """Publish a bulletin of the hub's own."""

    OPERATION: ClassVar[str] = "bulletins.publish_hub_bulletin"
    hub: UUID


class PublishEmployerBulletin(_Told, frozen=True, kw_only=True):
    """Publish an employer's bulletin on the board of a hub."""

    OPERATION: ClassVar[str] = "bulletins.publish_employer_bulletin"
    employer: UUID
    to_hub: UUID


class WithdrawHubBulletin(Command, frozen=True, kw_only=True):
    """Take a bulletin off the hub's board, whoever's it is."""

    OPERATION: ClassVar[str] = "bulletins.withdraw_hub_bulletin"
    hub: UUID
    bulletin: UUID


class WithdrawEmployerBulletin(Command, frozen=True, kw_only=True):
    """Take the employer's own bulletin off the board of a hub."""

    OPERATION: ClassVar[str] = "bulletins.withdraw_employer_bulletin"
    employer: UUID
    bulletin: UUID
    to_hub: UUID


class UseBulletin(Command, frozen=True, kw_only=True):
    """Record a session on the labour market in which a bulletin was used."""

    OPERATION: ClassVar[str] = "bulletins.use_bulletin"
    institution: UUID
    bulletin: UUID
    held_on: date | None = None
    mode: DeliveryMode | None = None
    year_groups: tuple[YearGroup, ...] = ()
    attendance: AttendanceSent | None = None


@handles(PublishHubBulletin)
async def publish_hub_bulletin(command: PublishHubBulletin, work: Work) -> Changed:
    """Refuses a last day that is over or more than a year ahead, and areas that are not the hub's."""
    return await _publish(command, await known_hub(command.hub, work), None, work)


@handles(PublishEmployerBulletin)
async def publish_employer_bulletin(command: PublishEmployerBulletin, work: Work) -> Changed:
    """The same, and an employer that no hub has verified."""
    employer = await acting_employer(command.employer, work)
    hub = await known_hub(command.to_hub, work)
    _require_verified(employer, hub)
    key = published_key(hub.id, employer.id)
    if await work.holder(key) is None:
        work.claim(key, employer.id)
    return await _publish(command, hub, employer.id, work)


@handles(WithdrawHubBulletin)
async def withdraw_hub_bulletin(command: WithdrawHubBulletin, work: Work) -> Changed:
    """That there was one stays in the log, with what schools recorded; nobody can read it any more."""
    await known_hub(command.hub, work)
    return await _withdraw(command.hub, command.bulletin, work)


@handles(WithdrawEmployerBulletin)
async def withdraw_employer_bulletin(command: WithdrawEmployerBulletin, work: Work) -> Changed:
    """The same by the employer whose it is, or that took that one in."""
    await known_hub(command.to_hub, work)
    board = await work.load(Board, board_stream(command.to_hub))
    if board.find(command.bulletin).published.employer not in await past_of(command.employer, work):
        raise no_such_bulletin(command.bulletin)
    return await _withdraw(command.to_hub, command.bulletin, work)


@handles(UseBulletin)
async def use_bulletin(command: UseBulletin, work: Work) -> ActivityStands:
    """Refuses a bulletin of another hub, and a day on which it could not be read."""
    unknown = no_such_institution(command.institution)
    institution = await work.find(Institution, command.institution, unknown)
    day = up_to_today(command.held_on, work, field="heldOn", earliest=FIRST_SCHOOL_DAY)
    hub = await work.holder(active_hub_key(command.institution))
    if hub is None:
        raise Conflict(
            f"{institution.details.name} is with no hub now, and bulletins are those of a hub. Record the "
            "session as an activity.",
            kind="not-a-member",
        )
    board = await work.load(Board, board_stream(hub))
    about = board.find(command.bulletin).published.about
    attendance = None
    if command.attendance is not None:
        attendance = await attendance_of(
            command.attendance, command.institution, day=day, work=work
        )
    activity = work.begin(Activity)
    board.use(command.bulletin, command.institution, activity.id, on=day, at=work.now)
    details = Details(
        type=ActivityType.LMI_SESSION,
        mode=command.mode,
        year_groups=command.year_groups,
        pathways=about.pathways,
    )
    activity.record_first(
        command.institution, details, held_on=day, attendance=attendance, checks={}, at=work.now
    )
    return stands(activity)


async def _publish(
    command: PublishHubBulletin | PublishEmployerBulletin,
    hub: Hub,
    employer: UUID | None,
    work: Work,
) -> Changed:
    _check_until(command.until, work)
    about = command.about or BulletinSubject()
    _check_areas(about, hub)
    board = await work.load(Board, board_stream(hub.id))
    bulletin = work.new_id()
    published = BulletinPublished(
        hub=hub.id,
        bulletin=bulletin,
        occurred_on=work.today,
        until=command.until,
        headline=work.keep(command.headline, subject=bulletin),
        text=work.keep(command.text, subject=bulletin),
        about=about,
        employer=employer,
    )
    board.publish(published, at=work.now)
    return Changed(id=bulletin, version=board.version)


async def _withdraw(hub: UUID, bulletin: UUID, work: Work) -> Changed:
    board = await work.load(Board, board_stream(hub))
    board.withdraw(bulletin, on=work.today, at=work.now)
    # Before the append, as erasing must not be lost: sent again, the command finishes what it began.
    await work.vault.erase_subject(bulletin)
    return Changed(id=bulletin, version=board.version)


def _require_verified(employer: Employer, hub: Hub) -> None:
    if employer.verified_by is None:
        raise Conflict(
            f"{employer.title} is not verified yet, and a bulletin goes to schools. {hub.name} can verify "
            "it. Nothing was published; do it again afterwards.",
            kind="employer-not-verified",
        )


def _check_until(day: date, work: Work) -> None:
    latest = work.today + LONGEST
    if not work.today <= day <= latest:
        raise Invalid.field(
            "until",
            f"{day:%-d %B %Y} "
            + ("is over." if day < work.today else "is more than a year ahead."),
            f"Give the last day on which it is to be read, up to {latest:%-d %B %Y}.",
        )


def _check_areas(about: BulletinSubject, hub: Hub) -> None:
    problems = [
        Problem(
            field=f"about.areas[{place}]",
            reason=f"{area} is no local authority of {hub.name}.",
            remedy=f"Its areas are {', '.join(sorted(hub.local_authorities))}.",
        )
        for place, area in enumerate(about.areas)
        if area not in hub.local_authorities
    ]
    if problems:
        raise Invalid("Some areas are not the hub's. Nothing was published.", problems=problems)
