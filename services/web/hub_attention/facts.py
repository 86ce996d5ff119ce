"""The facts behind attention, member by member: what was told, who leads, what is published, which result.

The rule: facts about posts and statements are read from the log itself; figures come from the read models
in the scope of whoever asks. Nobody's name is read.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.attention.reasons import Facts
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.gatsby.setting import setting_of
from hub_core.log.repository import Looked
from hub_core.membership.institution import Institution
from hub_core.provider_access.statement import AccessStatement, Check, Publication, statement_stream
from hub_core.reference.service_phases import ServicePhase
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.standing import HubStanding
from projections.hub_dashboard.figures import MemberTold


def last_results(standing: HubStanding) -> dict[UUID, date]:
    """When each member that has an official result completed its latest."""
    return {
        one.institution: one.declared.completed_on
        for one in standing.institutions
        if one.declared is not None
    }


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of one member: see ``Facts``."""

    leader_since: date | None
    leader_trained: bool | None
    vacant_since: date | None
    expires_on: date | None
    statement: Publication
    review_due_on: date | None


async def recorded_of(
    looked: Looked, institutions: Sequence[UUID], *, today: date
) -> dict[UUID, Recorded]:
    """What is recorded of each of them today, of the log as it was looked at."""
    known = await looked.read_many(Institution, institutions)
    posts = await looked.read_many(Workforce, map(workforce_stream, institutions))
    trained = await looked.read_many(TrainingRecord, map(training_record_stream, institutions))
    statements = await looked.read_many(AccessStatement, map(statement_stream, institutions))
    return {
        one: recorded(
            posts[workforce_stream(one)],
            trained[training_record_stream(one)],
            checked(known[one], statements[statement_stream(one)], today=today),
            today,
        )
        for one in institutions
    }


def recorded(posts: Workforce, record: TrainingRecord, statement: Check, today: date) -> Recorded:
    """What was loaded of one member comes to."""
    leader = posts.leader
    own = [
        one for (person, _), one in record.completions.items() if leader and person == leader.person
    ]
    ends = [one.expires_on for one in own if one.expires_on is not None]
    return Recorded(
        leader_since=None if leader is None else leader.since,
        leader_trained=leader_trained(leader, record, today),
        vacant_since=posts.vacant_since,
        expires_on=min(ends, default=None),
        statement=statement.publication,
        review_due_on=statement.review_due_on,
    )


def member_facts(told: MemberTold, recorded: Recorded, last_result: date | None) -> Facts:
    """One member's facts, of what was told and recorded."""
    return Facts(
        evaluated=told.phase is not None and ServicePhase(told.phase) in USUAL_EVALUATION,
        leader_since=recorded.leader_since,
        leader_trained=recorded.leader_trained,
        vacant_since=recorded.vacant_since,
        expires_on=recorded.expires_on,
        statement=recorded.statement,
        review_due_on=recorded.review_due_on,
        last_result=last_result,
        told_this_year=told.told_this_year,
        last_told=told.last_told,
        unanswered=told.unanswered,
        next_unanswered=told.next_unanswered,
    )


def checked(school: Institution, statement: AccessStatement, *, today: date) -> Check:
    """What the publication checker finds of a school's provider access statement."""
    if not school.exists:
        return Check(publication=Publication.NOT_ASKED)
    return statement.check(setting_of(school.details), today=today)
