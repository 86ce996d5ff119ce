"""What a school made of an encounter: the question that was left open is the one to mend."""

from uuid import UUID

import pytest

from hub_core.reference.activities import ActivityType
from hub_core.refusals import Invalid
from services.web.made_of_it import WORTH, Thing, command_of

TALK = Thing(
    institution=UUID(int=1),
    type=ActivityType.EMPLOYER_TALK,
    encounter=UUID(int=2),
    begun=True,
    held=True,
)


@pytest.mark.parametrize(("answered", "left"), [("hoped", "again"), ("again", "hoped")])
def test_the_question_left_open_is_named(answered: str, left: str) -> None:
    posted = {answered: "fully" if answered == "hoped" else "yes"}
    with pytest.raises(Invalid) as refused:
        command_of(WORTH.key, TALK, posted)
    assert [one.field for one in refused.value.problems] == [left]
