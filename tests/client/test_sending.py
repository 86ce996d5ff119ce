"""Calls over a wire that fails: each deed is recorded once, and every refusal says what to do."""

from uuid import uuid4

import httpx
import pytest

from careers_hub_client import (
    AsyncClient,
    ClientCredentials,
    Conflict,
    Forbidden,
    Invalid,
    Missing,
    NotReached,
    Patience,
    Stale,
    TokenRefused,
    TooMany,
    Unavailable,
    UnexpectedAnswer,
    Unknown,
)
from careers_hub_client.operations import encounters, identity, membership, progress
from careers_hub_client.types import (
    ChangeEmployerDetails,
    InstitutionDetails,
    RegisterEmployer,
    RegisterInstitution,
)
from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.identity.machines.spelling import MachineKind
from tests.builders.api_client import ApiClient
from tests.builders.keyring import new_key
from tests.builders.unreliable_wire import UnreliableWire


def an_employer(api: ApiClient) -> RegisterEmployer:
    return RegisterEmployer(
        form="company", name="Hartley Engineering Limited", company_number=f"00{api.number()}"
    )


def busy(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(
        status, headers={name.replace("_", "-"): it for name, it in headers.items()}
    )


@pytest.mark.parametrize(
    "mishap",
    ["request lost", "answer lost", busy(503), busy(429, retry_after="1")],
    ids=["request lost", "answer lost", "503", "429"],
)
async def test_a_deed_is_recorded_once_whatever_the_wire_loses(
    mishap: str | httpx.Response, api: ApiClient, hub: AsyncClient, wire: UnreliableWire
) -> None:
    await hub.send(encounters.register_employer(an_employer(api)))  # keys are issued by now
    before = await api.head()
    wire.sent.clear()
    wire.mishaps = [mishap]
    answer = await hub.send(encounters.register_employer(an_employer(api)))
    assert await api.head() == before + 1
    assert answer.position == before + 1 == hub.position
    assert answer.replayed == (mishap == "answer lost")
    first, second = wire.sent
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.content == second.content
    assert wire.waits == [
        1.0 if isinstance(mishap, httpx.Response) and mishap.headers.get("retry-after") else 0.5
    ]


async def test_the_same_call_after_all_attempts_is_still_the_same_deed(
    api: ApiClient, hub: AsyncClient, wire: UnreliableWire
) -> None:
    call = encounters.register_employer(an_employer(api))
    wire.mishaps = ["answer lost"] * 5
    with pytest.raises(NotReached, match="Send the same call again"):
        await hub.send(call)
    assert wire.waits == [0.5, 1.0, 2.0, 4.0]
    again = await hub.send(call)
    assert again.replayed


async def test_what_waiting_cannot_change_is_asked_once(
    api: ApiClient, hub: AsyncClient, wire: UnreliableWire
) -> None:
    school = await api.school()
    with pytest.raises(Missing):
        await hub.send(encounters.encounter(uuid4()))
    with pytest.raises(Conflict):
        await hub.send(
            membership.register_institution(
                RegisterInstitution(urn=school["urn"], details=InstitutionDetails(name="Another"))
            )
        )
    employer = (await hub.send(encounters.register_employer(an_employer(api)))).told.id
    with pytest.raises(Stale):
        await hub.send(
            encounters.change_employer_details(
                employer,
                ChangeEmployerDetails(form="company", name="Other"),
                if_match='"9"',
            )
        )
    wire.mishaps = [busy(500), busy(502)]
    for _ in range(2):
        with pytest.raises(Unavailable):
            await hub.send(encounters.encounter(uuid4()))
    assert wire.waits == []


async def test_every_wrong_field_is_told_at_once(hub: AsyncClient) -> None:
    wrong = RegisterEmployer(form="company", name="", company_number="12", sic_codes=("1", "2"))
    with pytest.raises(Invalid) as refused:
        await hub.send(encounters.register_employer(wrong))
    fields = [one.field for one in refused.value.errors]
    assert fields == ["name", "companyNumber", "sicCodes[0]", "sicCodes[1]"]
    assert refused.value.status == 422
    assert all(one.reason in str(refused.value) for one in refused.value.errors)


async def test_patience_has_an_end(hub: AsyncClient, wire: UnreliableWire) -> None:
    wire.mishaps = [busy(429, retry_after="3600")]
    with pytest.raises(TooMany) as refused:
        await hub.send(encounters.encounter(uuid4()))
    assert refused.value.retry_after == 3600
    assert wire.waits == []
    wire.mishaps = [busy(503)] * 5
    with pytest.raises(Unavailable):
        await hub.send(encounters.encounter(uuid4()))
    assert len(wire.waits) == 4


async def test_an_answer_that_is_not_the_hubs_is_said(
    hub: AsyncClient, wire: UnreliableWire
) -> None:
    wire.mishaps = [httpx.Response(200, text="<html>Welcome to the guest network")]
    with pytest.raises(UnexpectedAnswer, match="encounters_encounter"):
        await hub.send(encounters.encounter(uuid4()))
    wire.mishaps = [busy(403)]
    with pytest.raises(Forbidden, match="403"):
        await hub.send(encounters.encounter(uuid4()))


async def test_a_version_one_has_is_not_sent_again(api: ApiClient, hub: AsyncClient) -> None:
    school = await api.school()
    asked = membership.institution(school["id"])
    read = await hub.send(asked)
    assert read.etag is not None
    assert await hub.changed_since(asked, read.etag) is None
    newer = await hub.changed_since(asked, '"7"')
    assert newer is not None
    assert newer.told == read.told


async def test_lists_are_read_to_their_end_page_by_page(
    api: ApiClient, hub: AsyncClient, wire: UnreliableWire
) -> None:
    school, employer = await api.school(), await api.employer()
    proposed = {await api.propose(employer, school) for _ in range(5)}
    wire.sent.clear()
    parts = encounters.parts(school["id"], limit=2)
    found = [str(part.encounter) async for part in hub.each(parts)]
    assert set(found) == proposed
    assert len(found) == 5
    assert len(wire.sent) == 3


async def test_a_read_can_ask_for_what_was_written(api: ApiClient, hub: AsyncClient) -> None:
    made = await api.hub()
    await api.project()
    position = await api.head()
    shown = await hub.send(progress.hub_dashboard(made["slug"], at_least=made["position"]))
    assert shown.told.position >= made["position"]
    with pytest.raises(Unavailable):
        await hub.send(progress.hub_dashboard(made["slug"], at_least=position + 1_000))


async def test_tokens_are_taken_and_renewed_by_themselves(
    api: ApiClient, wire: UnreliableWire
) -> None:
    school = await api.school()
    organisation = Organisation(OrganisationKind.INSTITUTION, school["id"])
    client, secret = await new_key(
        api.parts.platform,
        Role.CAREERS_LEADER,
        organisation,
        "identity.me",
        kind=MachineKind.CLIENT,
    )
    seconds = 0.0
    credentials = ClientCredentials(str(client), secret.text, clock=lambda: seconds)
    async with AsyncClient("http://hub.test", credentials, transport=wire) as school_system:
        for _ in range(2):
            me = (await school_system.send(identity.me())).told
            assert str(me.organisation.id if me.organisation else "") == school["id"]
        assert [one.url.path for one in wire.sent].count("/oauth/token") == 1
        seconds = 3_600.0
        await school_system.send(identity.me())
        assert [one.url.path for one in wire.sent].count("/oauth/token") == 2
        # The hub's keys were renewed: once more, and no more.
        wire.mishaps = [busy(401)]
        await school_system.send(identity.me())
        assert [one.url.path for one in wire.sent].count("/oauth/token") == 3


async def test_who_may_not_come_in_is_told_why(wire: UnreliableWire) -> None:
    wrong = ClientCredentials(str(uuid4()), "chc_wrong")
    async with AsyncClient("http://hub.test", wrong, transport=wire) as stranger:
        with pytest.raises(TokenRefused, match="not known"):
            await stranger.send(identity.me())
    async with AsyncClient("http://hub.test", "chk_wrong", transport=wire) as stranger:
        with pytest.raises(Unknown):
            await stranger.send(identity.me())
    everything = "".join(str(one.url) for one in wire.sent)
    assert "chk_wrong" not in everything
    assert "chc_wrong" not in everything


async def test_nobody_there_is_said_after_the_last_attempt(wire: UnreliableWire) -> None:
    wire.mishaps = ["request lost"] * 3
    patience = Patience(attempts=3, chance=lambda: 0.0)
    async with AsyncClient(
        "http://hub.test", "chk_any", transport=wire, patience=patience, sleep=wire.waited
    ) as client:
        with pytest.raises(NotReached, match="3 attempts"):
            await client.send(identity.me())
    assert wire.waits == [0.25, 0.5]
