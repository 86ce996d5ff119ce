"""A school signs before it sends; its hub sees that it has, and no more."""

from hub_core.access import Role
from tests.builders.agreements import as_sent
from tests.builders.api_client import ApiClient, problem_fields, refused, taken


async def test_a_school_signs_sends_changes_and_ends(api: ApiClient) -> None:
    school = await api.school(agreed=False)
    path = f"activities/institutions/{school['id']}/agreement"
    none = taken(await api.get(path))
    assert (none["state"], none["version"], none["terms"]) == ("never_signed", 0, None)
    roster = {"learners": [{"reference": "L-1", "yearGroup": 8}]}
    answer = await api.put(f"activities/institutions/{school['id']}/roster", roster)
    told = refused(answer, 409, "not-covered")
    assert "senior leader" in told["detail"]
    assert problem_fields(answer) == ["agreement.learner_references"]

    terms = as_sent("rolls_and_counts", "learner_references", document="DSA-2026/7")
    taken(await api.post(path, {"terms": terms}), 201)
    read = await api.get(path)
    signed = taken(read)
    assert (signed["state"], signed["signedOn"]) == ("current", "2026-02-11")
    assert signed["terms"] == terms | {"specialCondition": None}
    assert (await api.get(path, **{"if-none-match": read.headers["etag"]})).status_code == 304
    taken(await api.put(f"activities/institutions/{school['id']}/roster", roster))

    refused(await api.post(path, {"terms": terms}), 409, "already-signed")
    more = as_sent("rolls_and_counts", "learner_references", "groups")
    stale = await api.put(path, {"terms": more}, if_match='"7"')
    refused(stale, 412, "stale-version")
    taken(await api.put(path, {"terms": more}, if_match=read.headers["etag"]))
    taken(await api.post(f"{path}/end", {"reason": "no_longer_needed"}))
    assert taken(await api.get(path))["endedOn"] == "2026-02-11"
    answer = await api.put(f"activities/institutions/{school['id']}/roster", roster)
    refused(answer, 409, "not-covered")


async def test_a_careers_leader_reads_and_does_not_sign(api: ApiClient) -> None:
    school = await api.school(agreed=False)
    path = f"activities/institutions/{school['id']}/agreement"
    leader = await api.key_of(Role.CAREERS_LEADER, school["id"])
    refused(await api.post(path, {"terms": as_sent()}, **leader), 403, "forbidden")
    assert taken(await api.get(path, **leader))["state"] == "never_signed"


async def test_a_hub_sees_how_its_members_agreement_stands_and_no_documents(
    api: ApiClient,
) -> None:
    school = await api.school(agreed=False)
    await api.agree(school, "rolls_and_counts", "learner_references", document="DSA-2026/7")
    hub = await api.hub()
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    path = f"activities/institutions/{school['id']}/agreement"
    refused(await api.get(f"{path}/state", **lead), 404, "not-found")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    assert taken(await api.get(f"{path}/state", **lead)) == {
        "institution": school["id"],
        "state": "current",
        "covers": ["rolls_and_counts", "learner_references"],
        "expiresOn": "2027-08-31",
    }
    refused(await api.get(path, **lead), 403, "forbidden")
    refused(await api.post(path, {"terms": as_sent()}, **lead), 403, "forbidden")


async def test_every_fault_of_the_terms_is_told_by_its_field(api: ApiClient) -> None:
    school = await api.school(agreed=False)
    path = f"activities/institutions/{school['id']}/agreement"
    answer = await api.post(path, {"terms": as_sent("groups", impactAssessment=None)})
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["terms.covers", "terms.impactAssessment"]
    answer = await api.post(path, {"terms": as_sent(impactAssessment="see the head")})
    assert problem_fields(answer) == ["terms.impactAssessment"]
    refused(answer, 422, "invalid-request")
