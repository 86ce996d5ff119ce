"""Sealing what is kept only for a while, such as a file on its way, under a key of its own.

The rule: the key is the vault's and stays in this process; destroying it (``Vault.erase_subject``) makes
whatever was sealed unreadable, in backups too.
"""

from hub_core.vault.keys import seal, unseal


class Box:
    """Seals and opens under one subject's key; ``place`` binds each value to where it belongs."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, clear: bytes, place: bytes) -> bytes:
        """The bytes encrypted."""
        return seal(self._key, clear, place=place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """The bytes in clear; raises ``NotOurs`` when key or place are others."""
        return unseal(self._key, sealed, place=place)
