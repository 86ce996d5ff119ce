"""Sessions of people who are signed in, and the attempts of those who are just signing in.

The rule: nothing kept here opens anything; what does is a random token that only the browser has.
"""

from hub_core.identity.sessions.attempts import Attempt, Attempts
from hub_core.identity.sessions.limits import LIMITS, Limits
from hub_core.identity.sessions.store import Session, Sessions, Shown
from hub_core.migrations import MigrationSet

#: In the hub's own database.
MIGRATIONS = MigrationSet(name="sessions", package="hub_core.identity.sessions")

__all__ = ["LIMITS", "MIGRATIONS", "Attempt", "Attempts", "Limits", "Session", "Sessions", "Shown"]
