"""Erasures are written down apart from the vault, before they are carried out, and carried out again."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from hub_core.vault import Vault, VaultKeys
from hub_core.vault.journal import (
    ErasedLearner,
    ErasedSubject,
    ErasureJournal,
    JournalUnusable,
    erased_subject,
)


@pytest.fixture
def journal(tmp_path: Path) -> ErasureJournal:
    return ErasureJournal(tmp_path / "apart" / "erasures.journal")


@pytest.fixture
async def kept(vault_database: str, journal: ErasureJournal) -> AsyncIterator[Vault]:
    async with asyncpg.create_pool(vault_database, min_size=1, max_size=4) as pool:
        yield Vault(pool, VaultKeys(os.urandom(32)), journal)


async def test_every_erasure_is_written_down_and_names_nobody(
    kept: Vault, journal: ErasureJournal
) -> None:
    school, person = uuid4(), uuid4()
    await kept.enrol(school, ["ada-1815"])
    await kept.erase(school, "ada-1815")
    await kept.erase_subject(person)
    learner, subject = journal.erased()
    assert isinstance(learner, ErasedLearner)
    assert learner.institution == school
    assert isinstance(subject, ErasedSubject)
    assert subject.subject == person
    text = journal.path.read_bytes()
    assert b"ada-1815" not in text
    assert journal.path.stat().st_mode & 0o777 == 0o600


async def test_what_a_restored_vault_has_forgotten_is_erased_again(kept: Vault) -> None:
    school, person = uuid4(), uuid4()
    await kept.enrol(school, ["ada", "ben"])
    text = await kept.keep("about somebody", subject=person)
    before = {
        table: await kept.pool.fetch(f"select * from vault.{table}")
        for table in ("learners", "subjects", "texts")
    }
    await kept.erase(school, "ada")
    await kept.erase_subject(person)
    assert await kept.erase_again() == 0

    # As a restore would leave it.
    await kept.pool.execute(
        "truncate vault.learners, vault.tombstones, vault.subjects, vault.texts"
    )
    for table, rows in before.items():
        await kept.pool.copy_records_to_table(table, schema_name="vault", records=map(tuple, rows))
    assert await kept.reveal(text) == "about somebody"
    assert await kept.erase_again() == 2
    assert await kept.reveal(text) is None
    known = await kept.enrol(school, ["ada", "ben"])
    assert list(known.known) == ["ben"]
    assert known.erased == ("ada",)
    assert await kept.erase_again() == 0


async def test_nothing_is_erased_that_cannot_be_written_down(
    kept: Vault, journal: ErasureJournal
) -> None:
    school = uuid4()
    await kept.enrol(school, ["ada"])
    journal.path.mkdir(parents=True)  # a folder in the place of the file
    with pytest.raises(JournalUnusable, match=r"Nothing was erased\. Mend"):
        await kept.erase(school, "ada")
    assert list((await kept.ordinals(school, ["ada"])).known) == ["ada"]


def test_a_line_torn_by_a_power_cut_spoils_no_other(journal: ErasureJournal) -> None:
    first, second = erased_subject(uuid4()), erased_subject(uuid4())
    journal.add(first)
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + whole[: len(whole) // 2])
    journal.add(second)
    assert list(journal.erased()) == [first, second]


def test_a_damaged_line_stops_everything(journal: ErasureJournal) -> None:
    journal.add(erased_subject(uuid4()))
    journal.path.write_bytes(journal.path.read_bytes().replace(b"subject", b"sub"))
    with pytest.raises(JournalUnusable, match=r"Line 1 of the journal .* is damaged"):
        list(journal.erased())


def test_there_is_nothing_before_the_first(journal: ErasureJournal) -> None:
    assert list(journal.erased()) == []
