"""Invitations: sent by whom the table lets, accepted once and in time, and their address forgotten."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import PLATFORM, Role
from hub_core.identity.links.commands import RevokeLink
from hub_core.identity.links.purposes import LinkOutcome
from hub_core.identity.links.signed_link import SignedLink
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty, PersonRegistered
from hub_core.identity.people.invitation_commands import (
    AcceptInvitation,
    ExpireInvitation,
    InvitePerson,
    WithdrawInvitation,
)
from hub_core.identity.people.keys import link_of, team_stream
from hub_core.identity.people.leaving_commands import EndRole, HandOver
from hub_core.identity.people.principals import organisations_of
from hub_core.identity.people.sweeping import sweep
from hub_core.identity.people.team import Team
from hub_core.log.repository import load
from hub_core.membership.hub import Hub
from hub_core.refusals import Conflict, Forbidden, NotFound

ADDRESS = "priya.nair@ashbrook.example"


@pytest.fixture
def clock(story: Any) -> Iterator[Any]:
    """Let days go by."""
    stands = story.platform.clock

    def later(days: int) -> None:
        story.platform.clock = lambda: stands() + timedelta(days=days)

    yield later
    story.platform.clock = stands


async def test_a_colleague_is_invited_accepts_and_holds_the_role(story: Any, people: Any) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    invitation = await people.invited(Role.CAREERS_ADVISER, school, by=leader)
    joined = await people.accept(invitation)
    assert joined["role"] == "careers_adviser"
    assert joined["organisation"] == {"kind": "institution", "id": str(school.id)}
    (held,) = await organisations_of(story.platform.ledger, UUID(joined["id"]))
    assert (held.organisation, held.roles) == (school, (Role.CAREERS_ADVISER,))


async def test_somebody_known_gains_a_role_and_stays_one_person(story: Any, people: Any) -> None:
    school, hub = await people.school(), await people.hub()
    account = {"subject": uuid4().hex}
    first = await people.accept(await people.invited(Role.CAREERS_LEADER, school), **account)
    second = await people.accept(await people.invited(Role.HUB_LEAD, hub), **account)
    assert first["id"] == second["id"]
    held = await organisations_of(story.platform.ledger, UUID(first["id"]))
    assert [one.organisation for one in held] == [school, hub]
    assert len([e for e in await story.events() if isinstance(e, PersonRegistered)]) == 1


async def test_a_hub_lead_is_appointed_by_accepting_and_by_nothing_else(
    story: Any, people: Any
) -> None:
    hub = await people.hub()
    joined = await people.accept(await people.invited(Role.HUB_LEAD, hub))
    assert (await load(story.platform.ledger, Hub, hub.id)).lead == UUID(joined["id"])


async def test_it_is_accepted_once(people: Any) -> None:
    invitation = await people.invited(Role.CAREERS_LEADER, await people.school())
    await people.accept(invitation)
    with pytest.raises(Conflict, match="accepted already") as refusal:
        await people.accept(invitation)
    assert refusal.value.kind == "invitation-accepted"


async def test_of_two_acceptances_at_once_one_wins(story: Any, people: Any) -> None:
    school = await people.school()
    invitation = await people.invited(Role.CAREERS_LEADER, school)
    answers = await asyncio.gather(
        *(people.accept(invitation) for _ in range(4)), return_exceptions=True
    )
    refused = [one for one in answers if isinstance(one, BaseException)]
    assert [getattr(one, "kind", one) for one in refused] == ["invitation-accepted"] * 3
    team = await load(story.platform.ledger, Team, team_stream(school))
    assert len(team.members) == 1


async def test_two_who_accept_at_once_for_one_school_both_get_in(story: Any, people: Any) -> None:
    school = await people.school()
    invitations = [await people.invited(Role.CAREERS_LEADER, school) for _ in range(3)]
    await asyncio.gather(*map(people.accept, invitations))
    team = await load(story.platform.ledger, Team, team_stream(school))
    assert len(team.members) == 3


async def test_after_fourteen_days_it_stands_no_longer(people: Any, clock: Any) -> None:
    school = await people.school()
    last_day, too_late = [await people.invited(Role.CAREERS_LEADER, school) for _ in range(2)]
    clock(14)
    await people.accept(last_day)
    clock(15)
    with pytest.raises(Conflict, match=r"stood until 25 February 2026\. Ask whoever") as refusal:
        await people.accept(too_late)
    assert refusal.value.kind == "invitation-expired"


async def test_one_address_has_one_open_invitation_to_a_role(people: Any, clock: Any) -> None:
    school, other = await people.school(), await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)
    with pytest.raises(Conflict) as refusal:
        await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS.title())
    assert refusal.value.kind == "invited-already"
    await people.invited(Role.SENIOR_LEADER, school, by=leader, email=ADDRESS)
    await people.invited(Role.CAREERS_ADVISER, other, email=ADDRESS)
    clock(15)
    again = await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)
    await people.accept(again)
    await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)


async def test_of_two_invitations_of_one_address_at_once_one_is_sent(people: Any) -> None:
    school = await people.school()
    sent = (people.invited(Role.CAREERS_LEADER, school, email=ADDRESS) for _ in range(4))
    answers = await asyncio.gather(*sent, return_exceptions=True)
    kinds = [getattr(one, "kind", "sent") for one in answers]
    assert sorted(kinds) == ["invited-already"] * 3 + ["sent"]


async def test_what_was_withdrawn_is_not_accepted_and_may_be_sent_again(
    story: Any, people: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    invitation = await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)
    await story.do(WithdrawInvitation(invitation=invitation), by=leader)
    with pytest.raises(Conflict, match="was withdrawn") as refusal:
        await people.accept(invitation)
    assert refusal.value.kind == "invitation-withdrawn"
    await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)


async def test_withdrawing_is_for_what_was_not_accepted_and_again_changes_nothing(
    story: Any, people: Any, clock: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    accepted, late = [
        await people.invited(Role.CAREERS_ADVISER, school, by=leader) for _ in range(2)
    ]
    await people.accept(accepted)
    with pytest.raises(Conflict, match="end it"):
        await story.do(WithdrawInvitation(invitation=accepted), by=leader)
    clock(20)
    first = await story.do(WithdrawInvitation(invitation=late), by=leader)
    assert first == await story.do(WithdrawInvitation(invitation=late), by=leader)


async def test_strangers_neither_invite_nor_withdraw_nor_learn_that_it_is_there(
    story: Any, people: Any
) -> None:
    school, other = await people.school(), await people.school()
    leader, stranger = [await people.new(Role.CAREERS_LEADER, at) for at in (school, other)]
    adviser = await people.new(Role.CAREERS_ADVISER, school)
    invitation = await people.invited(Role.CAREERS_ADVISER, school, by=leader)
    with pytest.raises(NotFound) as hidden:
        await people.invited(Role.CAREERS_ADVISER, school, by=stranger)
    with pytest.raises(NotFound) as as_if_none:
        await story.do(WithdrawInvitation(invitation=invitation), by=stranger)
    with pytest.raises(NotFound) as none:
        await story.do(WithdrawInvitation(invitation=uuid4()), by=stranger)
    assert hidden.value.detail == as_if_none.value.detail == none.value.detail
    with pytest.raises(Forbidden):
        await people.invited(Role.CAREERS_ADVISER, school, by=adviser)


async def test_a_hub_lead_invites_for_members_and_unclaimed_employers_only(people: Any) -> None:
    school, outside, employer = (
        await people.school(),
        await people.school(),
        await people.employer(),
    )
    lead = await people.new(Role.HUB_LEAD, await people.hub(school))
    await people.invited(Role.CAREERS_LEADER, school, by=lead)
    with pytest.raises(NotFound):
        await people.invited(Role.CAREERS_LEADER, outside, by=lead)
    await people.accept(await people.invited(Role.EMPLOYER_USER, employer, by=lead))
    with pytest.raises(NotFound):
        await people.invited(Role.EMPLOYER_USER, employer, by=lead)
    with pytest.raises(NotFound):
        await people.invited(Role.ADMINISTRATOR, PLATFORM, by=lead)


async def test_knowing_an_invitation_is_not_having_been_invited(story: Any, people: Any) -> None:
    administrator = await people.new(Role.ADMINISTRATOR, PLATFORM)
    invitation = await people.invited(Role.CAREERS_LEADER, await people.school())
    command = AcceptInvitation(
        invitation=invitation, issuer="https://issuer.example", subject="1", name="Anybody"
    )
    with pytest.raises(NotFound):
        await story.do(command, by=administrator)


async def test_an_open_invitation_is_its_senders_duty_until_it_ends(
    story: Any, people: Any, clock: Any
) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    sent = [await people.invited(Role.CAREERS_ADVISER, school, by=leader) for _ in range(3)]

    async def duties() -> tuple[Duty, ...]:
        team = await load(story.platform.ledger, Team, team_stream(school))
        return team.duties_of(people.id_of(leader), on=story.platform.clock().date())

    assert {duty.thing for duty in await duties()} == set(sent)
    await people.accept(sent[0])
    await story.do(WithdrawInvitation(invitation=sent[1]), by=leader)
    assert await duties() == (Duty(DutyKind.INVITATION, sent[2], date(2026, 2, 25)),)
    clock(15)
    assert await duties() == ()


async def test_the_address_is_forgotten_when_the_invitation_ends(story: Any, people: Any) -> None:
    school = await people.school()
    leader = await people.new(Role.CAREERS_LEADER, school)
    vault = story.platform.vault
    for end in (people.accept, lambda one: story.do(WithdrawInvitation(invitation=one), by=leader)):
        invitation = await people.invited(Role.CAREERS_ADVISER, school, by=leader, email=ADDRESS)
        reference = vault.reference_of(ADDRESS, subject=invitation)
        assert await vault.reveal(reference) == ADDRESS
        await end(invitation)
        assert await vault.reveal(reference) is None


async def test_nobody_is_named_in_the_ledger(story: Any, people: Any) -> None:
    school = await people.school()
    email, name, subject = "wilhelmina.q@ashbrook.example", "Wilhelmina Quill", "wq-subject-77"
    command = InvitePerson(organisation=school, role=Role.CAREERS_LEADER, email=email)
    invitation = UUID((await story.do(command, by=people.system, command_id="wq-invites-1"))["id"])
    await people.accept(
        invitation, name=name, subject=subject, email=email, issuer="https://wq-issuer.example"
    )
    pool = story.platform.ledger.pool
    tables = ["ledger.events", "ledger.claims", "ledger.commands"]
    rows = [
        str(tuple(row)) for table in tables for row in await pool.fetch(f"select * from {table}")
    ]
    rows += [
        bytes(value).decode("utf-8", "replace")
        for table in tables
        for row in await pool.fetch(f"select * from {table}")
        for value in row
        if isinstance(value, bytes)
    ]
    everything = "\n".join(rows).casefold()
    assert str(invitation) in everything
    for secret in ("wilhelmina", "quill", "ashbrook.example", "wq-subject", "wq-issuer"):
        assert secret not in everything


async def test_it_is_worth_nothing_once_whoever_sent_it_could_send_it_no_more(people: Any) -> None:
    school = await people.school()
    leader, other = (
        await people.new(Role.CAREERS_LEADER, school),
        await people.new(Role.CAREERS_LEADER, school),
    )
    invitation = await people.invited(Role.CAREERS_ADVISER, school, by=leader)
    end = EndRole(
        organisation=school,
        person=people.id_of(leader),
        role=Role.CAREERS_LEADER,
        unattended=True,
    )
    await people.story.do(end, by=other)
    with pytest.raises(Conflict) as refusal:
        await people.accept(invitation)
    assert refusal.value.kind == "invitation-unsupported"


async def test_it_stands_in_the_hands_of_a_successor_who_could_have_sent_it(people: Any) -> None:
    school = await people.school()
    leader, successor, adviser = (
        await people.new(Role.CAREERS_LEADER, school),
        await people.new(Role.CAREERS_LEADER, school),
        await people.new(Role.CAREERS_ADVISER, school),
    )
    taken_over = await people.invited(Role.CAREERS_ADVISER, school, by=leader)
    await people.story.do(
        HandOver(
            organisation=school, person=people.id_of(leader), successor=people.id_of(successor)
        ),
        by=successor,
    )
    assert (await people.accept(taken_over))["role"] == "careers_adviser"
    given_down = await people.invited(Role.CAREERS_LEADER, school, by=successor)
    await people.story.do(
        HandOver(
            organisation=school,
            person=people.id_of(successor),
            successor=people.id_of(adviser),
            unattended=True,
        ),
        by=people.system,
    )
    with pytest.raises(Conflict) as refusal:
        await people.accept(given_down)
    assert refusal.value.kind == "invitation-unsupported"


async def test_others_who_join_meanwhile_take_nothing_from_it(people: Any) -> None:
    school = await people.school()
    hub = await people.hub(school)
    lead = await people.new(Role.HUB_LEAD, hub)
    first = await people.invited(Role.CAREERS_LEADER, school, by=lead)
    second = await people.invited(Role.CAREERS_LEADER, school, by=lead)
    await people.accept(first)
    assert (await people.accept(second))["role"] == "careers_leader"


async def test_its_link_is_told_of_in_the_log(story: Any, people: Any) -> None:
    school = await people.school()
    accepted, withdrawn = (
        await people.invited(Role.CAREERS_LEADER, school),
        await people.invited(Role.CAREERS_ADVISER, school),
    )
    await people.accept(accepted)
    await story.do(WithdrawInvitation(invitation=withdrawn), by=people.system)
    used = await load(story.platform.ledger, SignedLink, link_of(accepted))
    over = await load(story.platform.ledger, SignedLink, link_of(withdrawn))
    assert (used.outcome, used.revoked) == (LinkOutcome.JOINED, False)
    assert (over.outcome, over.revoked) == (None, True)
    assert used.holder == school
    revoke = RevokeLink(link=link_of(accepted), holder=school)
    with pytest.raises(Conflict, match="Withdraw the invitation"):
        await story.do(revoke, by=people.system)


async def test_sweeping_forgets_the_addresses_of_those_nobody_accepted(
    story: Any, people: Any, clock: Any
) -> None:
    school = await people.school()
    left = await people.invited(Role.CAREERS_LEADER, school, email=ADDRESS)
    clock(14)
    standing = await people.invited(Role.CAREERS_ADVISER, school)
    vault = story.platform.vault
    reference = vault.reference_of(ADDRESS, subject=left)
    await sweep(people.system, story.platform)
    assert await vault.reveal(reference) == ADDRESS
    clock(15)
    assert await sweep(people.system, story.platform) >= 1
    assert await sweep(people.system, story.platform) == 0
    assert await vault.reveal(reference) is None
    assert (await people.accept(standing))["role"] == "careers_adviser"


async def test_only_the_platform_notes_that_one_is_over(people: Any, clock: Any) -> None:
    school = await people.school()
    invitation = await people.invited(Role.CAREERS_LEADER, school)
    with pytest.raises(Conflict, match="It stands until"):
        await people.story.do(ExpireInvitation(invitation=invitation), by=people.system)
    clock(15)
    administrator = await people.new(Role.ADMINISTRATOR, PLATFORM)
    with pytest.raises(NotFound):
        await people.story.do(ExpireInvitation(invitation=invitation), by=administrator)
