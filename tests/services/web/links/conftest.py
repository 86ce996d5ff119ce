"""What links of every purpose are about: a school, a primary, an adult service, an employer, an encounter."""

from typing import Any

import msgspec
import pytest

from tests.builders.api_client import ApiClient
from tests.builders.link_visitor import Visitor, day, link

#: What is typed into the form of each purpose.
TYPED: dict[str, dict[str, str]] = {
    "offer_encounter": {
        "kind": "mentoring",
        "mode": "in_person",
        **day("planned_for", "2026-03-20"),
    },
    "record_delivery": {**day("held_on", "2026-02-10"), "reported": "61"},
    "answer_offer": {"answer": "accept"},
    "confirm_encounter": {**day("held_on", "2026-02-10"), "counts-8-learners": "58"},
    "primary_return": {
        "classes-1-classes": "2",
        "classes-1-met": "1",
        "encounters": "3",
        "pupils": "29",
        "strategy": "yes",
        "in_curriculum": "no",
        "lead_teacher": "no",
    },
    "monthly_counts": {"contacts": "140", "referrals_in": "32", "referrals_out": "18"},
}


class Scene(msgspec.Struct, frozen=True):
    """Everything a link can be about, with names nothing else has."""

    api: ApiClient
    school: dict[str, Any]
    primary: dict[str, Any]
    service: dict[str, Any]
    employer: str
    encounter: str

    async def link(self, purpose: str, **more: Any) -> Visitor:
        """Somebody who was sent a link of this purpose about this scene."""
        api = self.api
        match purpose:
            case "offer_encounter":
                about = {"institutions": [self.school["id"]]}
                return await link(api, purpose, "employer", self.employer, **about, **more)
            case "record_delivery":
                about = {"encounter": self.encounter, "institutions": [self.school["id"]]}
                return await link(api, purpose, "employer", self.employer, **about, **more)
            case "answer_offer" | "confirm_encounter":
                holder, told = self.school["id"], {"encounter": self.encounter}
            case "primary_return":
                holder, told = self.primary["id"], {"period": "2025/26"}
            case _:
                holder, told = self.service["id"], {"period": "2026-01"}
        return await link(api, purpose, "institution", holder, **told, **more)


async def new_scene(api: ApiClient, mark: str = "") -> Scene:
    """A scene of its own."""
    mark = mark or f"Quince {api.number()}"
    school = await api.school(f"{mark} High School", lowAge=11, highAge=18)
    employer = await api.employer(f"{mark} Engineering")
    await api.verify(employer)
    return Scene(
        api=api,
        school=school,
        primary=await api.school(f"{mark} Primary", phase="primary", lowAge=4, highAge=11),
        service=await api.school(f"{mark} Skills for Adults", phase="adult"),
        employer=employer,
        encounter=await api.propose(employer, school),
    )


@pytest.fixture
async def scene(api: ApiClient) -> Scene:
    return await new_scene(api)
