"""Two members of a hub, of Year 7 alone: of one it can be told how many met an employer, of the other not.

The rule: forty of fifty are enough to be told and eighteen of twenty are not, since two are too few.
"""

from typing import Any

from tests.builders.api_client import ApiClient, taken

CHECKED = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)


async def two_members(api: ApiClient) -> dict[str, dict[str, Any]]:
    """The hub, and its two schools by name."""
    hub = await api.hub()
    found = {"hub": hub}
    for name, on_roll, met in (("Alder School", 50, 40), ("Birch School", 20, 18)):
        school = found[name] = await api.school(name, lowAge=11, highAge=12)
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
        path = f"activities/institutions/{school['id']}"
        learners = [{"reference": f"L-{one}", "yearGroup": 7} for one in range(on_roll)]
        sent = {"learners": learners, "complete": True, "asOf": "2025-09-08"}
        taken(await api.put(f"{path}/roster", sent))
        talk = {
            "type": "employer_talk",
            "heldOn": "2026-01-14",
            "mode": "in_person",
            "attendance": {"learners": [f"L-{one}" for one in range(met)]},
            "checks": CHECKED,
        }
        taken(await api.post(f"{path}/activities", talk), 201)
    return found
