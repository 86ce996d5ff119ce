"""How long a session and an attempt to sign in may last.

Source: NIST SP 800-63B, section 4.2.3 (at most 12 hours, at most 30 minutes without a sign of life);
OWASP ASVS 5.0, 7.3. An attempt lasts as long as RFC 6749, section 4.1.2, lets a code live at most.
"""

from datetime import timedelta

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``idle``: without a request. ``absolute``: since signing in, whatever happens. ``attempt``: from
    leaving for the issuer to coming back. ``seen_every``: a sign of life is written down this often."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    attempt: timedelta = timedelta(minutes=10)
    seen_every: timedelta = timedelta(minutes=1)


LIMITS = Limits()
