"""A learner's answers by class code: who comes with a code, and the one thing they may do.

The rule: the code is the whole permission: it opens one round of one institution, for one command. What
is sent twice from one page is one answer, for the page's own number is the command's id.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.feedback.codes import FoundOut, NextStep
from hub_core.feedback.feedback import Feedback
from hub_core.refusals import NotFound
from hub_core.work import Changed, Command, Work, handles


class AnswerAsLearner(Command, frozen=True, kw_only=True):
    """Answer after an encounter. ``feedback`` and ``code`` are what the class code leads to."""

    OPERATION: ClassVar[str] = "feedback.answer_as_learner"
    institution: UUID
    feedback: UUID
    code: UUID
    found_out: FoundOut
    next_step: NextStep


def learner_of(feedback: Feedback, code: UUID) -> Principal:
    """Whoever comes with this code: nobody in particular, who may answer once a page and no more."""
    return Principal(
        id=f"class-code:{code}",
        # A role opens the matrix's row; the operation and the things narrow it to this one round.
        roles=frozenset({Role.CAREERS_LEADER}),
        organisation=Organisation(OrganisationKind.INSTITUTION, feedback.institution),
        operations=frozenset({AnswerAsLearner.OPERATION}),
        things=frozenset({feedback.institution, feedback.id, code}),
    )


@handles(AnswerAsLearner)
async def answer_as_learner(command: AnswerAsLearner, work: Work) -> Changed:
    """Only a class code can; staff cannot answer in their learners' stead."""
    otherwise = NotFound("There is no feedback with this id for you. Check the class code.")
    if work.principal.id != f"class-code:{command.code}":
        raise otherwise
    feedback = await work.find(Feedback, command.feedback, otherwise)
    if feedback.institution != command.institution:
        raise otherwise
    feedback.answer(command.code, command.found_out, command.next_step, on=work.today, at=work.now)
    return Changed(id=feedback.id, version=feedback.version)
