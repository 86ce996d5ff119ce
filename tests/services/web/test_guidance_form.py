"""The form of a guidance meeting: days are read as browsers send them and as people write them."""

from datetime import date
from uuid import UUID

import pytest

from services.web.guidance_page.form import MeetingForm

ADVISER = "5138fd6e-12c1-8362-9711-ff4130c96943"


def form(due: str) -> MeetingForm:
    typed = {"learner": "A1", "adviser": ADVISER, "mode": "in_person", "minutes": "30"}
    held = {"held-on-day": "4", "held-on-month": "3", "held-on-year": "2026"}
    action = {"action-1": "Ring O’Neill’s", "owner-1": "adviser", "due-1": due}
    return MeetingForm({**typed, **held, **action}, ((ADVISER, "Sam"),))


@pytest.mark.parametrize("due", ["2026-03-14", "14/3/2026", "14/03/2026"])
def test_by_when_an_action_is_done(due: str) -> None:
    read = form(due)
    command = read.command(UUID(int=1))
    assert command is not None, read.errors
    assert command.actions[0].due_on == date(2026, 3, 14)


@pytest.mark.parametrize("due", ["31/02/2026", "2026-02-31", "soon", "14/3/26", "٣/٣/٢٠٢٦"])
def test_no_such_day(due: str) -> None:
    read = form(due)
    assert read.command(UUID(int=1)) is None
    assert read.errors == {
        "due-1": "Action 1: enter a real date, such as 14/3/2026, or leave it empty."
    }
