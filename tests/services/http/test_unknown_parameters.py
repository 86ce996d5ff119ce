"""A parameter nobody asks for is refused, never passed over: the answer would be to another question."""

from tests.builders.api_client import ApiClient, refused


async def test_a_parameter_spelt_another_way_is_told_how_to_write(api: ApiClient) -> None:
    school = await api.school()
    explain = f"progress/institutions/{school['id']}/explain?criterion=5.1.y8"
    told = refused(await api.get(f"{explain}&as_at=2026-01-31"), 422, "invalid-request")
    [error] = told["errors"]
    assert (error["field"], error["remedy"]) == ("as_at", "Write asAt.")


async def test_a_parameter_that_means_nothing_is_told_what_there_is(api: ApiClient) -> None:
    school = await api.school()
    told = refused(
        await api.get(f"membership/institutions/{school['id']}?fields=name"), 422, "invalid-request"
    )
    assert [error["field"] for error in told["errors"]] == ["fields"]
    explained = f"progress/institutions/{school['id']}/explain?criterion=5.1.y8&date=2026-01-31"
    [error] = refused(await api.get(explained), 422, "invalid-request")["errors"]
    assert error["remedy"] == "Leave it out. There are: asAt, criterion, edition, knownAt."
