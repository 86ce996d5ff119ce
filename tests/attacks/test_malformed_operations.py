"""Malformed input to each operation of the API: what its description allows, and what it forbids.

The rule: the operations come from the API's own description, so that a new one is attacked
unasked: one in six operations by ``make test``, every one by ``make test-all``.
"""

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.attacks.malformed import Sender, bounded, ids_of, sender
from tests.attacks.stage import Raw
from tests.builders.daily import is_daily
from tests.builders.openapi_document import todays_document

__all__ = ["sender"]

#: Inputs of a whole run to each operation.
TO_OPERATION = 100
SCHEMA = schemathesis.openapi.from_dict(todays_document())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


async def described(data: st.DataObject, sender: Sender, label: str) -> None:
    """What the API's description allows, and what it forbids."""
    operation = OPERATIONS[label]
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    known = {name: value.decode() for name, value in ids_of(sender.tenant).items()}
    there = {one.name: known[one.name] for one in operation.path_parameters if one.name in known}
    given_path = {"path_parameters": there} if there and data.draw(st.booleans()) else {}
    request = data.draw(operation.as_strategy(mode, **given_path)).as_transport_kwargs(
        base_url=sender.stage.origin
    )
    built = sender.stage.browser().build_request(
        request["method"],
        request["url"],
        params=request.get("params"),
        headers=[(name.encode(), text.encode()) for name, text in request["headers"].items()],
        json=request.get("json"),
        content=request.get("data"),
    )
    headers = tuple(
        (name.lower(), value)
        for name, value in built.headers.raw
        if name.lower() not in (b"host", b"connection", b"user-agent", b"accept-encoding")
    )
    await sender.api(
        Raw(method=built.method, target=built.url.raw_path, headers=headers, body=built.content)
    )


@pytest.mark.parametrize("label", [one for one in OPERATIONS if is_daily(one, 6)])
@bounded(8)
@given(data=st.data())
async def test_a_few_inputs_to_an_operation(
    data: st.DataObject, label: str, sender: Sender
) -> None:
    await described(data, sender, label)


@pytest.mark.long
@pytest.mark.parametrize("label", OPERATIONS)
@bounded(TO_OPERATION)
@given(data=st.data())
async def test_many_inputs_to_an_operation(data: st.DataObject, label: str, sender: Sender) -> None:
    await described(data, sender, label)
