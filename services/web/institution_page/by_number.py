"""An institution by the number that everybody knows it by: its URN, current or former, or its UKPRN.

The rule: a number leads on to the institution's own page, which decides who sees it.
"""

from typing import Any

from litestar import Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from hub_core.membership.keys import ukprn_key, urn_key
from services.http.permission import everybodys, ledger_of, permitted
from services.web.answers import going_on
from services.web.pages import READ, Asked

FIND = permitted("membership.find_institution", about=everybodys)


@route("/institutions/urn/{urn:str}", http_method=READ, include_in_schema=False, guards=[FIND])
async def by_urn(request: Asked, urn: FromPath[str]) -> Response[Any]:
    """On to the institution of this URN."""
    return await _found(request, urn_key(urn), f"URN {urn[:20]}", "A URN has six digits.")


@route("/institutions/ukprn/{ukprn:str}", http_method=READ, include_in_schema=False, guards=[FIND])
async def by_ukprn(request: Asked, ukprn: FromPath[str]) -> Response[Any]:
    """On to the institution of this UKPRN."""
    number = f"UKPRN {ukprn[:20]}"
    return await _found(request, ukprn_key(ukprn), number, "A UKPRN has eight digits.")


async def _found(request: Asked, key: str, number: str, remedy: str) -> Response[Any]:
    institution = (await ledger_of(request).holders([key])).get(key)
    if institution is None:
        raise NotFoundException(f"No school or college here has the {number}. {remedy}")
    return going_on(f"/institutions/{institution}")


ROUTES = (by_urn, by_ukprn)
