"""The form of a guidance meeting: days are asked for in three parts, as everywhere."""

from datetime import date
from uuid import UUID

import pytest

from services.web.guidance_page.form import MeetingForm

ADVISER = "5138fd6e-12c1-8362-9711-ff4130c96943"


def parts(name: str, day: str) -> dict[str, str]:
    """A day as it is typed into its three fields; some may be left empty."""
    typed = [*day.split(), "", "", ""]
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), typed, strict=False))


def form(due: str, again: str = "") -> MeetingForm:
    typed = {"learner": "A1", "adviser": ADVISER, "mode": "in_person", "minutes": "30"}
    held = {"held-on-day": "4", "held-on-month": "3", "held-on-year": "2026"}
    action = {"action-1": "Ring O’Neill’s", "owner-1": "adviser"}
    days = {**parts("due-1", due), **parts("follow-up", again)}
    return MeetingForm({**typed, **held, **action, **days}, ((ADVISER, "Sam"),))


@pytest.mark.parametrize("due", ["14 3 2026", "14 03 2026"])
def test_by_when_an_action_is_done(due: str) -> None:
    read = form(due, again="1 6 2026")
    command = read.command(UUID(int=1))
    assert command is not None, read.errors
    assert command.actions[0].due_on == date(2026, 3, 14)
    assert command.follow_up_on == date(2026, 6, 1)


def test_a_day_nobody_agreed_on_is_left_empty() -> None:
    command = form("").command(UUID(int=1))
    assert command is not None
    assert (command.actions[0].due_on, command.follow_up_on) == (None, None)


@pytest.mark.parametrize("wrong", ["31 2 2026", "14 3", "next week please", "٣ ٣ ٢٠٢٦"])
def test_no_such_day(wrong: str) -> None:
    said = "Enter a real date, such as 4 3 2026, or leave all three parts empty."
    for place, read in (("due-1", form(wrong)), ("follow-up", form("", again=wrong))):
        assert read.command(UUID(int=1)) is None
        assert read.errors == {place: said}
