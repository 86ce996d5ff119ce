"""March: every employer meets somebody, each of another kind, and each meeting is confirmed.

The rule of this chapter: what an employer tells is a claim until the institution says who was there.
"""

from tests.builders.api_client import refused
from tests.stories.year.world import Year

DAY = "2026-03-04"
#: Whom each employer meets, beside Hartley, which came in November; and who was there.
MEETINGS = {
    "Lockside": ("Little Ashbrook", "LITTLE-ASHBROOK-0005"),
    "Brightwater": ("Millfield", "MILLFIELD-0001"),
    "Borough": ("Meadow", "MEADOW-0004"),
    "Clinic": ("College", "COLLEGE-N-0002"),
    "Joiner": ("Training", "RIVERSIDE-0002"),
}


async def every_employer_meets_somebody(year: Year) -> None:
    year.it_is("2026-03-02")
    title = year.words("What I wish somebody had told me at sixteen")
    for name, (where, _) in MEETINGS.items():
        body = {
            "kind": "employer_talk",
            "mode": "in_person",
            "plannedFor": DAY,
            "title": title,
            "institutions": [year.at[where]["id"]],
        }
        path = f"encounters/employers/{year.employers[name]}/encounters"
        year.kept[name] = (await year.post(path, body, 201))["id"]


async def each_meeting_is_told_and_confirmed(year: Year) -> None:
    year.it_is("2026-03-05")
    for name, (where, learner) in MEETINGS.items():
        report = {"at": year.at[where]["id"], "heldOn": DAY, "reported": 1}
        employer = f"encounters/employers/{year.employers[name]}"
        await year.post(f"{employer}/encounters/{year.kept[name]}/deliver", report)
        path = f"{year.of(where, 'encounters')}/encounters/{year.kept[name]}/confirm"
        came = {"attendance": {"learners": [learner]}}
        assert (await year.post(path, came))["learners"] == 1
        refused(await year.api.post(path, came), 409, "already-confirmed")
