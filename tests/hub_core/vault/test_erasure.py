"""Erasure: what was erased is gone, and the same reference is refused ever after."""

import os
from uuid import uuid4

import pytest

from hub_core.vault import SubjectErased, Vault, VaultKeys, WrongMasterKey
from hub_core.vault.reads import noticing


async def test_an_erased_learner_is_nowhere_in_clear(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada", "ben"])
    assert await vault.erase(school, "ada")
    assert await vault.references(school, [0, 1]) == {1: "ben"}


async def test_an_erased_reference_is_refused_later(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada", "ben"])
    await vault.erase(school, "ada")
    again = await vault.enrol(school, ["ada", "cyd"])
    assert again.erased == ("ada",)
    assert again.unknown == ()
    assert again.known == {"cyd": 2}
    assert (await vault.ordinals(school, ["ada"])).erased == ("ada",)


async def test_the_last_ordinal_is_not_given_again_after_erasure(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada", "ben"])
    await vault.erase(school, "ben")
    assert (await vault.enrol(school, ["cyd"])).known == {"cyd": 2}


async def test_a_reference_can_be_refused_before_it_ever_came(vault: Vault) -> None:
    school = uuid4()
    assert not await vault.erase(school, "ada")
    assert (await vault.enrol(school, ["ada"])).erased == ("ada",)


async def test_text_comes_back_until_its_subject_is_erased(vault: Vault) -> None:
    person = uuid4()
    reference = await vault.keep("A talk by Ada about engines", subject=person)
    assert await vault.reveal(reference) == "A talk by Ada about engines"
    assert await vault.keep("A talk by Ada about engines", subject=person) == reference
    await vault.erase_subject(person)
    assert await vault.reveal(reference) is None
    with pytest.raises(SubjectErased):
        await vault.keep("Another talk", subject=person)


async def test_many_texts_are_revealed_in_one_question_and_noticed_without_the_erased(
    vault: Vault,
) -> None:
    people = [uuid4(), uuid4(), uuid4()]
    kept = [await vault.keep("Ada Example", subject=one) for one in people]
    await vault.erase_subject(people[1])
    with noticing() as reads:
        found = await vault.reveal_many([*kept, uuid4()])
    assert found == {kept[0]: "Ada Example", kept[2]: "Ada Example"}
    assert reads.subjects == {people[0], people[2]}


async def test_text_nobody_kept_is_not_revealed(vault: Vault) -> None:
    assert await vault.reveal(uuid4()) is None


async def test_another_master_key_is_noticed_before_it_does_harm(vault: Vault) -> None:
    await vault.check_key()
    await vault.check_key()
    with pytest.raises(WrongMasterKey, match="Restore the key file"):
        await Vault(vault.pool, VaultKeys(os.urandom(32))).check_key()
