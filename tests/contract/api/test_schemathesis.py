"""The running API keeps what its OpenAPI document promises, whatever is sent to it.

A few requests to some operations each time; ``make test-all`` sends many to every one.
"""

from typing import Any
from uuid import UUID

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient
from tests.builders.daily import is_daily
from tests.builders.keyring import new_key
from tests.builders.openapi_document import todays_document

SCHEMA = schemathesis.openapi.from_dict(todays_document())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
PROMISES = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
#: Refusals of what breaks the document's rules that schemathesis does not know to be refusals.
TOO_MUCH = {httpx.codes.REQUEST_URI_TOO_LONG, httpx.codes.REQUEST_ENTITY_TOO_LARGE}


@pytest.fixture(scope="module")
async def ids(api: ApiClient) -> dict[str, str]:
    """Things that are there, for paths to lead to."""
    school, hub, employer = await api.school(), await api.hub(), await api.employer()
    await api.project()
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    key, _ = await new_key(api.parts.platform, Role.CAREERS_LEADER, organisation)
    return {
        "institution": school["id"],
        "kind": "institution",
        "organisation": school["id"],
        "key": str(key),
        "hub": hub["id"],
        "slug": hub["slug"],
        "employer": employer,
        "encounter": await api.propose(employer, school),
    }


@pytest.mark.parametrize("label", [one for one in OPERATIONS if is_daily(one, 6)])
@pytest.mark.parametrize("mode", GenerationMode)
@settings(max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_few_requests_are_answered_as_promised(
    data: st.DataObject, mode: GenerationMode, label: str, api: ApiClient, ids: dict[str, str]
) -> None:
    await _ask(data, mode, label, api, ids)


@pytest.mark.long
@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", GenerationMode)
@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_many_requests_are_answered_as_promised(
    data: st.DataObject, mode: GenerationMode, label: str, api: ApiClient, ids: dict[str, str]
) -> None:
    await _ask(data, mode, label, api, ids)


async def _ask(
    data: st.DataObject, mode: GenerationMode, label: str, api: ApiClient, ids: dict[str, str]
) -> None:
    operation = OPERATIONS[label]
    known: dict[str, Any] = {
        # What the story has none of leads nowhere, which has its own answer.
        parameter.name: ids.get(parameter.name, str(NOWHERE))
        for parameter in operation.path_parameters
    }
    there = mode is GenerationMode.POSITIVE and bool(known) and data.draw(st.booleans())
    given_path = {"path_parameters": known} if there else {}
    case = data.draw(operation.as_strategy(mode, **given_path))
    answer = await _sent(case, api.http)
    assert answer.status_code != httpx.codes.INTERNAL_SERVER_ERROR, answer.text
    if answer.status_code in TOO_MUCH:
        case.validate_response(answer, checks=PROMISES, excluded_checks=[negative_data_rejection])
    else:
        case.validate_response(answer, checks=PROMISES)


async def _sent(case: Case, http: httpx.AsyncClient) -> httpx.Response:
    request = case.as_transport_kwargs(base_url="http://hub.test")
    return await http.request(
        request["method"],
        request["url"],
        params=request.get("params"),
        headers=[(name.encode(), text.encode()) for name, text in request["headers"].items()],
        json=request.get("json"),
        content=request.get("data"),
    )
