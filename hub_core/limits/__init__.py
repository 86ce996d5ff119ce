"""How often somebody may ask: budgets that refill, and waits that grow with wrong guesses.

The rule: the counts are shared by every process of the platform, a crash forgets them, and no count can
keep out somebody who knows the right secret.
"""

from hub_core.limits.buckets import Buckets, Spender
from hub_core.limits.budgets import Budget, budgets
from hub_core.limits.guesses import Guesses, Patience, patience
from hub_core.migrations import MigrationSet

#: The tables of this package, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="limits", package="hub_core.limits")

__all__ = [
    "MIGRATIONS",
    "Buckets",
    "Budget",
    "Guesses",
    "Patience",
    "Spender",
    "budgets",
    "patience",
]
