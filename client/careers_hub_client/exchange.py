"""A call as a request, and a response as its answer, without sending anything.

The one rule: sync and async share all of this; they differ only in who waits.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import httpx
import msgspec

from careers_hub_client.call import JSON, Answer, Call
from careers_hub_client.problems import Details, Refused, UnexpectedAnswer, refusal
from careers_hub_client.retrying import seconds_to_wait

Told = TypeVar("Told")

PROBLEM = "application/problem+json"
_encoder = msgspec.json.Encoder()


def request_of(call: Call[Any], http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
    """The request that carries a call; the same each time it is sent."""
    headers = {"accept": f"{JSON}, {PROBLEM}", **_told(call.headers)}
    content = None
    if call.writes:
        content = call.body if isinstance(call.body, bytes) else _encoder.encode(call.body)
        headers |= {"content-type": call.content_type, "idempotency-key": call.key}
    return http.build_request(
        call.method, call.path, params=_told(call.query), headers=headers, content=content
    )


def answer_of(call: Call[Told], response: httpx.Response) -> Answer[Told]:
    """What a response says. Raises ``Refused`` for a refusal, ``UnexpectedAnswer`` for anything else."""
    if not response.is_success:
        raise refused(response)
    headers = response.headers
    position = headers.get("hub-position", "")
    return Answer(
        told=_decoded(call, response),
        etag=headers.get("etag"),
        position=int(position) if position.isdecimal() else None,
        replayed=headers.get("idempotent-replayed") == "true",
    )


def refused(response: httpx.Response) -> Refused:
    """The refusal a response tells, also where something before the hub refused in its own words."""
    details = Details(
        title=f"The answer was {response.status_code} {response.reason_phrase}".strip(),
        status=response.status_code,
    )
    if response.headers.get("content-type", "").partition(";")[0].strip() == PROBLEM:
        try:
            details = msgspec.json.decode(response.content, type=Details)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnexpectedAnswer(f"Problem details that are none: {error}") from error
    return refusal(details, retry_after=seconds_to_wait(response.headers.get("retry-after")))


def _decoded(call: Call[Told], response: httpx.Response) -> Any:
    if call.answer is bytes:
        return response.content
    try:
        return msgspec.json.decode(response.content, type=call.answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnexpectedAnswer(
            f"{call.operation} answered {response.status_code} with something else than "
            f"{call.answer}: {error}. Renew the client from the API's description."
        ) from error


def _told(given: Mapping[str, Any]) -> dict[str, str]:
    """What was given, as text; what was not given is left out."""
    return {name: _text(value) for name, value in given.items() if value is not None}


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str() | int() | float() | UUID():
            return str(value)
    raise TypeError(f"{value!r} cannot be part of an address")
