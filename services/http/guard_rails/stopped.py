"""Refusals of the guard rails, each a sentence for whoever must act.

The rule: they are HTTP exceptions, so pages answer them with a page and the API with problem details.
"""

import math
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar

from litestar.exceptions import HTTPException


class Stopped(HTTPException):
    """A request that goes no further. ``kind`` and ``title`` are those of its problem details."""

    kind: ClassVar[str]
    title: ClassVar[str]


class TooMany(Stopped):
    """A budget is used up, or wrong guesses must wait."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    kind = "too-many-requests"
    title = "Too many requests"

    def __init__(self, wait: timedelta, why: str = "That was more than can be answered.") -> None:
        seconds = max(1, math.ceil(wait.total_seconds()))
        again = "in a second" if seconds == 1 else f"in {seconds} seconds"
        super().__init__(
            f"{why} Try again {again}.",
            status_code=self.status_code,
            headers={"retry-after": str(seconds)},
        )


class WrongHost(Stopped):
    """The request names another host than ours."""

    status_code = HTTPStatus.MISDIRECTED_REQUEST
    kind = "wrong-host"
    title = "This is not the address of this service"

    def __init__(self) -> None:
        super().__init__(
            "The request names a host that is not ours. Use the address you were given.",
            status_code=self.status_code,
        )


class FromElsewhere(Stopped):
    """Another site's page tries to write here in somebody's name."""

    status_code = HTTPStatus.FORBIDDEN
    kind = "from-elsewhere"
    title = "This came from another site"

    def __init__(self) -> None:
        super().__init__(
            "Another site tried to send this in your name; nothing was recorded. "
            "Open the page here and send it from there.",
            status_code=self.status_code,
        )


class AddressTooLong(Stopped):
    """The path and query together are longer than anything of ours."""

    status_code = HTTPStatus.REQUEST_URI_TOO_LONG
    kind = "address-too-long"
    title = "The address is too long"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"An address may have {most} characters. Leave out what you do not need.",
            status_code=self.status_code,
        )


class NotText(Stopped):
    """The address holds a character that no text of ours can hold."""

    status_code = HTTPStatus.BAD_REQUEST
    kind = "address-not-text"
    title = "The address is not text"

    def __init__(self) -> None:
        super().__init__(
            "An address cannot hold the character NUL (%00). Leave it out.",
            status_code=self.status_code,
        )


class HeadersTooLarge(Stopped):
    """More headers than a browser or a program of good manners sends."""

    status_code = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    kind = "headers-too-large"
    title = "The headers are too large"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"All headers together may have {most} bytes. Send fewer cookies or shorter headers.",
            status_code=self.status_code,
        )
