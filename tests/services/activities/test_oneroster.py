"""A school sends what its information system exports: tries it, sends it, and sends the changes."""

import base64
import io
import zipfile
from typing import Any

from tests.builders.api_client import ApiClient, refused, taken

MANIFEST = (
    "propertyName,value\noneroster.version,1.2\nfile.orgs,bulk\nfile.users,{0}\nfile.roles,{0}\n"
)
ORGS = "sourcedId,status,type,identifier,parentSourcedId\ns1,,school,{urn},\n"
USERS = "sourcedId,status,givenName,familyName,grades"
ROLES = "userSourcedId,status,role,beginDate,endDate,orgSourcedId"


def bundle(
    urn: str, users: list[str], *, mode: str = "bulk", roles: list[str] | None = None
) -> Any:
    """A bundle of users as ``id,status,grades``, each a learner unless roles are given."""
    there = [one.split(",") for one in users]
    told = roles or [f"{user},{status},student,,,s1" for user, status, _ in there]
    files = {
        "manifest.csv": MANIFEST.format(mode),
        "orgs.csv": ORGS.format(urn=urn),
        "users.csv": "\n".join(
            [USERS, *(f"{user},{status},Ana,Adams,{grade}" for user, status, grade in there)]
        ),
        "roles.csv": "\n".join([ROLES, *told]),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return {"bundle": base64.b64encode(content.getvalue()).decode()}


async def test_a_bundle_is_tried_and_sent_and_changes_follow(api: ApiClient) -> None:
    school = await api.school()
    path, urn = f"activities/institutions/{school['id']}/roster", school["urn"]
    whole = bundle(urn, ["u1,,8", "u2,,8", "u3,,10"])

    before = await api.head()
    checked = taken(await api.post(f"{path}/oneroster/check", whole))
    assert checked["byYearGroup"] == [
        {"yearGroup": 8, "learners": 2},
        {"yearGroup": 10, "learners": 1},
    ]
    assert (checked["unknown"], checked["leaving"], checked["complete"]) == (3, 0, True)
    assert await api.head() == before
    assert taken(await api.get(path))["onRoll"] == 0

    sent = taken(await api.post(f"{path}/oneroster", whole))
    assert (sent["enrolled"], sent["onRoll"], sent["problemRows"]) == (3, 3, 0)
    head = await api.head()
    taken(await api.post(f"{path}/oneroster", whole))
    assert await api.head() == head, "sent again, nothing is new"

    changes = bundle(urn, ["u1,tobedeleted,8", "u4,active,9", "u9,tobedeleted,9"], mode="delta")
    assert taken(await api.post(f"{path}/oneroster/check", changes))["leaving"] == 1
    changed = taken(await api.post(f"{path}/oneroster", changes))
    assert (changed["enrolled"], changed["left"], changed["onRoll"]) == (1, 1, 3)
    assert not changed["complete"]

    fewer = bundle(urn, ["u2,,8", "u3,,10"])
    assert taken(await api.post(f"{path}/oneroster/check", fewer))["leaving"] == 1
    assert taken(await api.post(f"{path}/oneroster", fewer))["left"] == 1


async def test_whoever_is_in_a_row_with_a_problem_has_not_left(api: ApiClient) -> None:
    school = await api.school()
    path, urn = f"activities/institutions/{school['id']}/roster", school["urn"]
    taken(await api.post(f"{path}/oneroster", bundle(urn, ["u1,,8", "u2,,8"])))
    broken = bundle(urn, ["u1,,8", "u2,,KG"])
    assert taken(await api.post(f"{path}/oneroster/check", broken))["leaving"] == 0
    sent = taken(await api.post(f"{path}/oneroster", broken))
    assert (sent["left"], sent["onRoll"], sent["complete"]) == (0, 2, False)
    assert sent["problemRows"] == 1
    [problem] = sent["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("users.csv", 3, "grades")
    assert "national year group" in problem["reason"]


async def test_no_answer_repeats_a_reference_or_a_name(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/roster/oneroster"
    told = bundle(school["urn"], ["secret-1,,8", "secret-2,,KG"])
    for answer in (await api.post(f"{path}/check", told), await api.post(path, told)):
        assert taken(answer)["problemRows"] == 1
        assert "secret" not in answer.text
        assert "Ana" not in answer.text


async def test_a_bundle_that_cannot_be_taken_is_refused_with_why(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/roster/oneroster"
    sheet = {"bundle": base64.b64encode(b"sourcedId,status\n").decode()}
    told = refused(await api.post(path, sheet), 422, "unreadable-file")
    assert told["detail"] == "This is not a zip archive. Send the .zip file as it was exported."
    another = bundle("100999", ["u1,,8"])
    told = refused(await api.post(f"{path}/check", another), 422, "unreadable-file")
    assert f"your URN is {school['urn']}" in told["detail"]
    assert taken(await api.post(path, {**another, "school": "s1"}))["onRoll"] == 1
    nobody = bundle(school["urn"], ["u1,,"])
    told = refused(await api.post(path, nobody), 422, "no-learners")
    assert "users.csv, line 2" in told["detail"]


async def test_a_bundle_needs_an_agreement_and_a_check_needs_none(api: ApiClient) -> None:
    school = await api.school(agreed=False)
    path = f"activities/institutions/{school['id']}/roster/oneroster"
    told = bundle(school["urn"], ["u1,,8"])
    assert taken(await api.post(f"{path}/check", told))["learners"] == 1
    answer = await api.post(path, told)
    assert answer.status_code in (409, 422), answer.text
    assert "agreement" in answer.json()["detail"]


async def test_a_bundle_is_refused_for_what_a_roster_is_and_accepted_the_same_way(
    api: ApiClient,
) -> None:
    school = await api.school()
    path, urn = f"activities/institutions/{school['id']}/roster/oneroster", school["urn"]
    taken(await api.post(path, bundle(urn, [f"u{number},,8" for number in range(20)])))

    part = bundle(urn, ["u1,,8", "u2,,8"])
    [doubt] = taken(await api.post(f"{path}/check", part))["doubts"]
    assert doubt["kind"] == "most-would-leave"
    assert doubt["reason"].startswith("18 of the 20 learners on your roll would leave")
    told = refused(await api.post(path, part), 409, "most-would-leave")
    assert "this list names 2" in told["detail"]
    meant = part | {doubt["acceptedBy"]: True}
    assert taken(await api.post(f"{path}/check", meant))["doubts"] == []
    assert taken(await api.post(path, meant))["left"] == 18

    taken(await api.post(path, bundle(urn, [f"w{number},,8" for number in range(9)])))
    back = bundle(urn, [f"w{number},,7" for number in range(9)])
    refused(await api.post(path, back), 409, "year-groups-moved")
    assert taken(await api.post(path, back | {"yearGroupsChecked": True}))["moved"] == 9
