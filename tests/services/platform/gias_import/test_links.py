"""What an import makes of the links between establishments, alone and beside them."""

from datetime import UTC, datetime

from hub_core.execute import Platform, execute
from hub_core.gias.layouts import FileKind
from hub_core.log.repository import load
from hub_core.membership.commands import AdmitMember, EstablishHub
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from hub_core.reference.service_phases import ServicePhase
from services.platform.gias_import.importing import OPERATOR

FULL = FileKind.ESTABLISHMENTS
SCHOOL = {
    "urn": "111111",
    "name": "Ashbrook School",
    "status_name": "Open",
    "phase_code": "4",
    "authority_code": "202",
}
OTHER = SCHOOL | {"urn": "111112", "name": "Beechwood School"}
ACADEMY = SCHOOL | {"urn": "222222", "name": "Ashbrook Academy", "opened_on": "01-09-2024"}
CLOSED = {"status_name": "Closed", "closed_on": "31-08-2024"}
BOTH_SIDES = (
    ("111111", "222222", "Successor", "31-08-2024"),
    ("222222", "111111", "Predecessor", "01-09-2024"),
)


async def head_after(platform: Platform, take, *files) -> int:
    await take(*files)
    return await platform.ledger.head()


async def test_an_academy_keeps_id_history_and_membership(
    take, write, links, institution, platform: Platform
):
    await take(write("before.csv", FULL, SCHOOL, OTHER))
    before = await institution("111111")
    accepted = await execute(
        EstablishHub(
            name="Northbank Careers Hub",
            slug="northbank",
            lead_organisation="Northbank Council",
            local_authorities=("202",),
            phases=(ServicePhase.SECONDARY,),
        ),
        OPERATOR,
        platform,
    )
    hub = (await platform.ledger.read(after=accepted.position - 1))[0]["stream_id"]
    await execute(AdmitMember(hub=hub, institution=before.id), OPERATOR, platform)

    files = (links(*BOTH_SIDES), write("after.csv", FULL, ACADEMY, OTHER))
    imported = await take(*files)
    assert (imported.registered, imported.changed, imported.unchanged) == (0, 1, 1)
    after = await institution("222222")
    assert after.id == before.id == (await institution("111111")).id
    assert after.urn == "222222"
    assert after.details.name == "Ashbrook Academy"
    membership = await load(platform.ledger, Membership, membership_stream(after.id))
    assert membership.hub == hub
    head = await platform.ledger.head()
    assert await head_after(platform, take, *files) == head


async def test_predecessor_and_successor_in_one_register_are_one_institution(
    take, write, links, institution, platform: Platform
):
    both = links(*BOTH_SIDES)
    for name, rows in (("up", (SCHOOL | CLOSED, ACADEMY)), ("down", (ACADEMY, SCHOOL | CLOSED))):
        file = write(f"{name}.csv", FULL, *rows)
        head = await head_after(platform, take, file, both)
        assert (await institution("111111")).id == (await institution("222222")).id
        assert (await institution("111111")).details.status == "open"
        assert await head_after(platform, take, both, file) == head


async def test_links_alone_reach_institutions_that_are_known(
    take, write, links, institution, platform: Platform
):
    await take(write("register.csv", FULL, ACADEMY))
    imported = await take(links(*BOTH_SIDES))
    assert (imported.registered, imported.linked, imported.findings) == (0, 1, 0)
    assert (await institution("111111")).urn == "222222"
    head = await platform.ledger.head()
    assert (await take(links(*BOTH_SIDES))).linked == 0
    assert await platform.ledger.head() == head


async def test_a_chain_of_predecessors_leads_to_the_last(take, write, links, institution):
    await take(write("before.csv", FULL, SCHOOL))
    before = await institution("111111")
    chain = links(
        ("333333", "111111", "Predecessor", "01-09-2012"),
        ("222222", "333333", "Predecessor", "01-09-2020"),
    )
    await take(write("after.csv", FULL, ACADEMY), chain)
    for urn in ("111111", "333333", "222222"):
        assert (await institution(urn)).id == before.id


async def test_a_closed_predecessor_registered_by_itself_goes_into_its_successor(
    take, write, links, institution, platform: Platform
):
    await take(write("register.csv", FULL, SCHOOL | CLOSED, ACADEMY))
    imported = await take(links(*BOTH_SIDES))
    assert imported.linked == 1
    assert (await institution("111111")).successor == (await institution("222222")).id
    head = await platform.ledger.head()
    assert await head_after(platform, take, links(*BOTH_SIDES)) == head


async def test_two_open_schools_are_never_joined(take, write, links, institution):
    file = write("register.csv", FULL, SCHOOL, ACADEMY)
    imported = await take(file, links(*BOTH_SIDES))
    assert imported.registered == 2
    assert (await institution("111111")).id != (await institution("222222")).id
    assert [one.reason for one in imported.reasons] == [
        "URN … is still open here beside its successor …."
    ]


async def test_a_merger_closes_those_that_went_into_it(
    take, write, links, institution, platform: Platform
):
    merged = links(("222222", "111111", "Predecessor - merged", "31-08-2024"))
    file = write("register.csv", FULL, SCHOOL | CLOSED, ACADEMY)
    imported = await take(merged, file)
    assert (imported.registered, imported.linked) == (2, 1)
    successor = await institution("222222")
    assert successor.predecessors == {(await institution("111111")).id}
    head = await platform.ledger.head()
    assert await head_after(platform, take, file, merged) == head


async def test_several_plain_predecessors_are_a_merger(take, write, links, institution):
    several = links(
        ("222222", "111111", "Predecessor", "01-09-2024"),
        ("222222", "111112", "Predecessor", "01-09-2024"),
    )
    await take(write("register.csv", FULL, SCHOOL | CLOSED, OTHER | CLOSED, ACADEMY), several)
    successor = await institution("222222")
    assert successor.predecessors == {
        (await institution("111111")).id,
        (await institution("111112")).id,
    }


async def test_a_link_to_a_successor_not_known_here_is_reported(take, write, links):
    await take(write("register.csv", FULL, SCHOOL))
    imported = await take(
        links(*BOTH_SIDES, ("444444", "333333", "Predecessor", ""), ("1", "2", "Predecessor", ""))
    )
    counted = {one.reason: one.count for one in imported.reasons}
    assert counted["URN … is known here, its successor … is not."] == 1
    assert counted["Neither URN … nor its successor … is known here."] == 1
    assert imported.findings == 4  # two URNs of the last row are none


async def test_what_was_recorded_carries_the_operator_and_the_day(take, write, platform: Platform):
    await take(write("register.csv", FULL, ACADEMY))
    (row,) = await platform.ledger.read(after=0)
    assert b"local-operator" in row["envelope"]
    assert row["recorded_at"] <= datetime.now(UTC)
    assert b'"occurred_on":"2024-09-01"' in row["data"]
