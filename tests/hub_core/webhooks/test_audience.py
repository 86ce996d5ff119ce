"""Whom a training is told to: those who can book it, as membership stands when they are told."""

from uuid import UUID

from hub_core.access import NATIONAL_BODY, Organisation, OrganisationKind, Principal, Role
from hub_core.membership.codes import WithdrawalReason
from hub_core.membership.commands import AdmitMember, WithdrawMember
from hub_core.reference.encounters import DeliveryMode
from hub_core.training.codes import TrainingCancellation, TrainingKind
from hub_core.training.commands import AnnounceTraining, CallOffTraining, ChangeTraining
from hub_core.training.events import TrainingDetails
from hub_core.webhooks.audience import Audience, audiences
from tests.hub_core.conftest import NOW, Story

HELD = TrainingDetails(
    kind=TrainingKind.CAREERS_LEADER, held_on=NOW.date(), mode=DeliveryMode.IN_PERSON, places=9
)
LONGER = TrainingDetails(
    kind=TrainingKind.CAREERS_LEADER, held_on=NOW.date(), mode=DeliveryMode.IN_PERSON, places=12
)


def institution(school: UUID) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, school)


async def told_of(story: Story, organiser: Organisation, role: Role) -> list[Audience]:
    """Announced, changed and called off: whom each event is told to."""
    by = Principal(id="person:organiser", roles=frozenset({role}), organisation=organiser)
    head = await story.platform.ledger.head()
    answer = await story.do(AnnounceTraining(organiser=organiser, details=HELD), by=by)
    training = UUID(answer["id"])
    await story.do(ChangeTraining(organiser=organiser, training=training, details=LONGER), by=by)
    reason = TrainingCancellation.TOO_FEW
    await story.do(CallOffTraining(organiser=organiser, training=training, reason=reason), by=by)
    events = await story.events(after=head)
    assert len(events) == 3
    return await audiences(story.platform.ledger, events)


async def test_a_hubs_training_is_told_to_it_and_its_members_of_now(story: Story) -> None:
    hub = Organisation(OrganisationKind.HUB, await story.hub())
    member, former, stranger = [await story.school() for _ in range(3)]
    for school in (member, former):
        await story.do(AdmitMember(hub=hub.id, institution=school))
    reason = next(iter(WithdrawalReason))
    await story.do(WithdrawMember(hub=hub.id, institution=former, reason=reason))
    for audience in await told_of(story, hub, Role.HUB_LEAD):
        assert audience == Audience(named=frozenset({hub, institution(member)}))
        assert institution(stranger) not in audience


async def test_the_national_bodys_is_told_to_whoever_can_come(story: Story) -> None:
    school, hub = await story.school(), Organisation(OrganisationKind.HUB, await story.hub())
    for audience in await told_of(story, NATIONAL_BODY, Role.NATIONAL_ANALYST):
        assert institution(school) in audience
        assert hub in audience
        assert Organisation(OrganisationKind.EMPLOYER, school) not in audience
