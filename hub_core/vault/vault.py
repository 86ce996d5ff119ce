"""The vault over its database: ordinals of learner references, text about people, erasure.

The rule: a reference is looked up by its keyed HMAC and stored encrypted; what comes back in clear
(:meth:`Vault.references`, :meth:`Vault.reveal`) is for the institution or person it is about only, and
the caller has made sure of that.
"""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID, uuid5

import asyncpg

from hub_core.vault.boxes import Box
from hub_core.vault.journal import (
    Erased,
    ErasedLearner,
    ErasedSubject,
    ErasureJournal,
    erased_learner,
    erased_subject,
)
from hub_core.vault.keys import NotOurs, VaultKeys, new_data_key, seal, unseal
from hub_core.vault.reads import revealed, told_apart
from hub_core.vault.register import LearnerRegister
from hub_core.work import Ordinals

#: Ordinals are PostgreSQL integers here; beyond that no institution of any time will come.
_LAST_ORDINAL = 2**31 - 1


class SubjectErased(Exception):
    """The subject's key was destroyed: nothing about them may be kept any more."""

    def __init__(self) -> None:
        super().__init__("This person's data were erased; nothing more is kept about them.")


class WrongMasterKey(Exception):
    """The master key is not the one this vault's data were sealed with."""

    def __init__(self) -> None:
        super().__init__(
            "The vault was made with another master key than the one given. "
            "Restore the key file that belongs to this vault's database."
        )


class Vault:
    """Reading and writing over a pool of connections to the vault's own database.

    With a journal every erasure is written down apart from the database before it is carried out.
    """

    def __init__(
        self, pool: asyncpg.Pool, keys: VaultKeys, journal: ErasureJournal | None = None
    ) -> None:
        self.pool = pool
        self._keys = keys
        self._journal = journal

    async def check_key(self) -> None:
        """Make sure that this is the vault's key; raises ``WrongMasterKey``. Call once at start."""
        proof = self._keys.wrap(_PROOF.bytes, subject=_PROOF)
        await self.pool.execute(_KEEP_PROOF, proof)
        kept: bytes = await self.pool.fetchval(_PROOF_KEPT)
        try:
            self._keys.unwrap(kept, subject=_PROOF)
        except NotOurs:
            raise WrongMasterKey from None

    async def erase_again(self) -> int:
        """Carry out what the journal holds and this database does not know of, as after a restore.

        Call once at start, before anything is served; returns how many there were.
        """
        if self._journal is None:
            return 0
        journal = self._journal
        erased = await asyncio.to_thread(lambda: list(journal.erased()))
        learners = [each for each in erased if isinstance(each, ErasedLearner)]
        again = await self.pool.fetch(
            _NOT_ERASED, [each.institution for each in learners], [each.keyed for each in learners]
        )
        for institution, keyed in again:
            await self.pool.fetchval(_ERASE, institution, keyed)
        subjects = [each.subject for each in erased if isinstance(each, ErasedSubject)]
        kept = await self.pool.fetch(_SUBJECTS_NOT_ERASED, subjects)
        for (subject,) in kept:
            await self._destroy(subject)
        return len(again) + len(kept)

    async def ordinals(self, institution: UUID, references: Sequence[str]) -> Ordinals:
        """Ordinals of references already known; the unknown and the erased are listed apart."""
        keyed = self._keyed(institution, references)
        known = {
            keyed[row[0]]: row[1]
            for row in await self.pool.fetch(_ORDINALS, institution, list(keyed))
        }
        missing = {key: text for key, text in keyed.items() if text not in known}
        erased = await self._erased(institution, missing)
        return Ordinals(
            known=known,
            unknown=tuple(text for text in missing.values() if text not in erased),
            erased=tuple(text for text in missing.values() if text in erased),
        )

    async def enrol(
        self, institution: UUID, references: Sequence[str], *, above: int = -1
    ) -> Ordinals:
        """Ordinals of references, given now, dense from 0, to those that have none.

        ``above`` is the highest number that the log has of the institution. A vault that knows fewer (it was
        restored from an older backup) goes on behind it, so that nobody gets another learner's past.
        """
        before = await self.ordinals(institution, references)
        if not before.unknown:
            return before
        keyed = self._keyed(institution, before.unknown)
        sealed = [self._keys.seal_reference(institution, key, text) for key, text in keyed.items()]
        rows = await self.pool.fetch(_ENROL, institution, list(keyed), sealed, above)
        given = {keyed[row[0]]: row[1] for row in rows}
        # Whoever was erased between the two statements got no ordinal.
        erased = tuple(text for text in before.unknown if text not in given)
        return Ordinals(known=before.known | given, erased=before.erased + erased)

    async def register(self, institution: UUID) -> LearnerRegister:
        """Every reference known at this moment, for whoever looks up a whole file."""
        known = await self.pool.fetch(_EVERYBODY, institution)
        erased = await self.pool.fetch(_EVERY_TOMBSTONE, institution)
        return LearnerRegister(
            partial(self._keys.keyed_reference, institution),
            {row[0]: row[1] for row in known},
            {row[0] for row in erased},
        )

    async def references(self, institution: UUID, ordinals: Iterable[int]) -> dict[int, str]:
        """The institution's own references behind ordinals; the erased are absent. For it alone."""
        wanted = [ordinal for ordinal in ordinals if 0 <= ordinal <= _LAST_ORDINAL]
        rows = await self.pool.fetch(_REFERENCES, institution, wanted)
        told_apart(institution, (row[0] for row in rows))
        return {row[0]: self._keys.open_reference(institution, row[1], row[2]) for row in rows}

    async def erase(self, institution: UUID, reference: str) -> bool:
        """Destroy a learner's reference for good and refuse it later; whether it was known."""
        keyed = self._keys.keyed_reference(institution, reference)
        await self._write_down(erased_learner(institution, keyed))
        was_known: bool = await self.pool.fetchval(_ERASE, institution, keyed)
        return was_known

    async def forget(self, institution: UUID, ordinals: Iterable[int]) -> int:
        """Destroy the references of learners whose time is over; how many there still were.

        Nothing is left to refuse them by: whoever comes back is a new learner.
        """
        forgotten: int = await self.pool.fetchval(_FORGET, institution, list(ordinals))
        return forgotten

    async def texts_of(self, subject: UUID) -> list[str]:
        """Every text kept about a subject, the earliest first; none once it was erased."""
        rows = await self.pool.fetch(_TEXTS_OF, subject)
        if not rows:
            return []
        revealed(subject)
        data_key = self._keys.unwrap(rows[0]["wrapped"], subject=subject)
        return [
            unseal(data_key, row["sealed"], place=row["reference"].bytes).decode() for row in rows
        ]

    async def keep(self, text: str, *, subject: UUID) -> UUID:
        """Keep text under the subject's own key; the same text again has the same reference.

        Raises ``SubjectErased``.
        """
        data_key = await self._data_key(subject)
        reference = self.reference_of(text, subject=subject)
        sealed = seal(data_key, text.encode(), place=reference.bytes)
        await self.pool.execute(_KEEP, reference, subject, sealed)
        return reference

    def reference_of(self, text: str, *, subject: UUID) -> UUID:
        """The reference this text has, or would have, among those kept about the subject."""
        return uuid5(subject, self._keys.fingerprint(text))

    async def reveal(self, reference: UUID) -> str | None:
        """The text behind a reference, or None when there is none or it was erased."""
        return (await self.reveal_many([reference])).get(reference)

    async def reveal_many(self, references: Iterable[UUID]) -> dict[UUID, str]:
        """The same for many in one question; those of which there is no text are not in it."""
        found = {}
        for row in await self.pool.fetch(_TEXTS, list(references)):
            revealed(row["subject"])
            data_key = self._keys.unwrap(row["wrapped"], subject=row["subject"])
            reference: UUID = row["reference"]
            found[reference] = unseal(data_key, row["sealed"], place=reference.bytes).decode()
        return found

    async def erase_subject(self, subject: UUID) -> None:
        """Destroy the subject's key and texts for good; nothing can be kept about them later."""
        await self._write_down(erased_subject(subject))
        await self._destroy(subject)

    async def _write_down(self, erased: Erased) -> None:
        if self._journal is not None:
            await asyncio.to_thread(self._journal.add, erased)

    async def _destroy(self, subject: UUID) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(_DESTROY_KEY, subject)
            await connection.execute(_DELETE_TEXTS, subject)

    async def box(self, subject: UUID) -> Box:
        """What seals under the subject's own key, made now if there is none. Raises ``SubjectErased``."""
        return Box(await self._data_key(subject))

    def fingerprint(self, text: str) -> str:
        """What a text about a person is recognised by; only this vault's key can make it."""
        return self._keys.fingerprint(text)

    def _keyed(self, institution: UUID, references: Iterable[str]) -> dict[bytes, str]:
        """References by their HMAC, each once, in the order given."""
        return {self._keys.keyed_reference(institution, text): text for text in references}

    async def _erased(self, institution: UUID, missing: dict[bytes, str]) -> set[str]:
        if not missing:
            return set()
        rows = await self.pool.fetch(_TOMBSTONES, institution, list(missing))
        return {missing[row[0]] for row in rows}

    async def _data_key(self, subject: UUID) -> bytes:
        wrapped = self._keys.wrap(new_data_key(), subject=subject)
        await self.pool.execute(_NEW_SUBJECT, subject, wrapped)
        kept: bytes | None = await self.pool.fetchval(_SUBJECT, subject)
        if kept is None:
            raise SubjectErased
        return self._keys.unwrap(kept, subject=subject)


#: What the proof of the key is sealed for; any fixed id will do.
_PROOF = UUID("6b2f0f5e-6c1c-4b52-9f8e-2a3d1d6f7c10")
_KEEP_PROOF = "insert into vault.key_proof (sealed) values ($1) on conflict do nothing"
_PROOF_KEPT = "select sealed from vault.key_proof"
_ORDINALS = "select keyed, ordinal from vault.learners where institution = $1 and keyed = any($2)"
_EVERYBODY = "select keyed, ordinal from vault.learners where institution = $1"
_EVERY_TOMBSTONE = "select keyed from vault.tombstones where institution = $1"
_TOMBSTONES = "select keyed from vault.tombstones where institution = $1 and keyed = any($2)"
_ENROL = "select keyed, ordinal from vault.enrol($1, $2, $3, $4)"
_REFERENCES = (
    "select ordinal, keyed, sealed from vault.learners where institution = $1 and ordinal = any($2)"
)
_FORGET = "select vault.forget($1, $2)"
_TEXTS_OF = (
    "select t.reference, t.sealed, s.wrapped from vault.texts t join vault.subjects s using (subject) "
    "where t.subject = $1 and s.wrapped is not null order by t.kept_at, t.reference"
)
_ERASE = "select vault.erase($1, $2)"
_NEW_SUBJECT = (
    "insert into vault.subjects (subject, wrapped) values ($1, $2) on conflict do nothing"
)
_SUBJECT = "select wrapped from vault.subjects where subject = $1"
_KEEP = "insert into vault.texts (reference, subject, sealed) values ($1, $2, $3) on conflict do nothing"
_TEXTS = (
    "select t.reference, t.subject, t.sealed, s.wrapped from vault.texts t "
    "join vault.subjects s using (subject) "
    "where t.reference = any($1::uuid[]) and s.wrapped is not null"
)
_DESTROY_KEY = (
    "insert into vault.subjects (subject, wrapped, erased_at) values ($1, null, clock_timestamp()) "
    "on conflict (subject) do update set wrapped = null, erased_at = excluded.erased_at"
)
_NOT_ERASED = """
select distinct j.institution, j.keyed
from unnest($1::uuid [], $2::bytea []) as j (institution, keyed)
where not exists (
    select from vault.tombstones as t where t.institution = j.institution and t.keyed = j.keyed
) or exists (
    select from vault.learners as l where l.institution = j.institution and l.keyed = j.keyed
)
"""
_SUBJECTS_NOT_ERASED = """
select distinct j.subject
from unnest($1::uuid []) as j (subject)
left join vault.subjects as s on s.subject = j.subject
where s.erased_at is null
"""
_DELETE_TEXTS = "delete from vault.texts where subject = $1"
