"""The real GIAS files, where the reference data lies beside the project."""

from pathlib import Path

import pytest

from hub_core.execute import Platform

DATA = Path(__file__).parents[5] / "shared" / "data" / "gias"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the reference data is not at ../shared/data/gias"
)
SCHOOLS = DATA / "england_schools_merged.csv"
FULL = DATA / "gias_establishments_2948.csv"
LINKS = DATA / "links_edubasealldata20250422.csv"


@pytest.mark.long
async def test_every_real_institution_is_taken_once(take, institution, platform: Platform):
    first = await take(SCHOOLS, FULL, LINKS)
    assert [file.rows for file in first.files] == [33_801, 22_313, 2_948]
    assert first.refused == 0
    # 60 of the 22,313 follow another row of the same file, whose id they keep.
    assert first.registered == 22_253
    assert first.registered + first.changed + first.unchanged == 22_313 + 2_948
    assert {one.count for one in first.reasons if "was replaced by" in one.reason} == {294, 127}
    head = await platform.ledger.head()

    again = await take(LINKS, FULL, SCHOOLS)
    assert (again.registered, again.changed, again.refused, again.linked) == (0, 0, 0, 0)
    assert await platform.ledger.head() == head

    academy = await institution("150604")
    assert academy.details.name == "Cardinal Pole Catholic School"
    assert (await institution("100285")).id == academy.id


async def test_the_links_alone_find_the_schools_imported_before(take, institution, platform):
    await take(FULL)
    imported = await take(LINKS)
    assert imported.linked > 1_000
    assert imported.refused == 0
    head = await platform.ledger.head()
    assert (await take(LINKS)).linked == 0
    assert await platform.ledger.head() == head
