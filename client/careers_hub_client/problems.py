"""What goes wrong, as exceptions that say what to do.

    CareersHubError
    ├── NotReached          no answer came, or none that is the hub's; send the same call again
    ├── UnexpectedAnswer    an answer this release of the client does not understand
    ├── TokenRefused        the hub gives this client no token
    └── Refused             the hub says no, in problem details (RFC 9457)
        ├── Invalid         400, 413, 414, 415, 422: mend what `errors` lists
        ├── Unknown         401: the key or token does not open
        ├── Forbidden       403
        ├── Missing         404: not there, or none you may know of
        ├── Conflict        409: the state of things does not allow it
        ├── Stale           412: somebody else was faster; read again, decide again
        ├── TooMany         429
        └── Unavailable     500, 502, 503, 504: send the same call again later

The one rule: a refusal is never retried unless waiting can change it (``retrying``).
"""

import msgspec


class CareersHubError(Exception):
    """Anything that went wrong between you and the hub."""


class NotReached(CareersHubError):
    """No answer came in all attempts. Whether a write was recorded is not known: send the same call
    again, and it is recorded once."""


class UnexpectedAnswer(CareersHubError):
    """An answer that is not what the API's description promises. Renew the client."""


class TokenRefused(CareersHubError):
    """No token was given for this client's id and secret. ``error`` is a code of RFC 6749, 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}" if description else error)
        self.error = error


class WrongField(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with one field; ``field`` is a path such as ``attendance.learners[3]``."""

    field: str
    reason: str
    remedy: str = ""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """The problem details themselves. ``type`` is stable; ``detail`` is a sentence for people."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    errors: tuple[WrongField, ...] = ()


class Refused(CareersHubError):
    """The hub says no. ``errors`` lists every wrong field at once."""

    def __init__(self, details: Details, *, retry_after: float | None = None) -> None:
        wrong = [f"{one.field}: {one.reason} {one.remedy}".strip() for one in details.errors]
        # A single wrong field stands in the detail already.
        lines = [details.detail or details.title, *(wrong if len(wrong) > 1 else ())]
        super().__init__("\n".join(lines))
        self.details = details
        self.retry_after = retry_after

    @property
    def kind(self) -> str:
        """The last part of the stable type: ``not-on-the-roster`` of ``/problems/not-on-the-roster``."""
        return self.details.type.rpartition("/")[2]

    @property
    def status(self) -> int:
        return self.details.status

    @property
    def errors(self) -> tuple[WrongField, ...]:
        return self.details.errors


class Invalid(Refused):
    """Something that was sent needs mending."""


class Unknown(Refused):
    """The hub does not know who asks."""


class Forbidden(Refused):
    """You may not do this."""


class Missing(Refused):
    """There is no such thing, or none that you may know of."""


class Conflict(Refused):
    """The state of things does not allow it."""


class Stale(Refused):
    """It has changed since the version you decided on."""


class TooMany(Refused):
    """More than your budget allows, after all attempts."""


class Unavailable(Refused):
    """The hub cannot answer at the moment, after all attempts."""


_BY_STATUS: dict[int, type[Refused]] = {
    400: Invalid,
    401: Unknown,
    403: Forbidden,
    404: Missing,
    409: Conflict,
    412: Stale,
    413: Invalid,
    414: Invalid,
    415: Invalid,
    422: Invalid,
    429: TooMany,
    500: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def refusal(details: Details, *, retry_after: float | None = None) -> Refused:
    """The exception for these details."""
    return _BY_STATUS.get(details.status, Refused)(details, retry_after=retry_after)
