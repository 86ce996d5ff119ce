"""The vault: who is behind an ordinal, and text about people, in a database of its own.

The rule: nothing leaves it in clear but to the institution or person it is about, and what was erased
cannot be had back.
"""

from hub_core.vault.keys import (
    MasterKeyUnusable,
    VaultKeys,
    make_master_key,
    read_master_key,
)
from hub_core.vault.vault import SubjectErased, Vault, WrongMasterKey

__all__ = [
    "MasterKeyUnusable",
    "SubjectErased",
    "Vault",
    "VaultKeys",
    "WrongMasterKey",
    "make_master_key",
    "read_master_key",
]
