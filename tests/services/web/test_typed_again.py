"""What was typed when the service failed is on the page that says so, with the button that sends it again."""

from typing import Any

import pytest
from litestar import Request

from services.web.errors import ErrorPages
from services.web.presentation import environment
from services.web.sign_in.typed_again import TYPED, Typed

PAGES = ErrorPages(environment(illustrative=False, hub_pages=True))
NOTE = Typed(
    address="/hubs/north/members/1?from=list",
    fields=(("note", 'O’Brien said "yes" & <left>'), ("once", "5138fd6e")),
)


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (ConnectionRefusedError(), 503, "cannot be reached just now"),
        (KeyError("a mistake of ours"), 500, "there is a problem with the service"),
    ],
)
def test_nothing_typed_is_lost(error: Exception, status: int, says: str) -> None:
    request: Request[Any, Any, Any] = Request(
        {"type": "http", "path": "/hubs/north", "headers": [], "state": {TYPED: NOTE}}  # type: ignore[arg-type]
    )
    answer = PAGES.failed(request, error)
    assert answer.status_code == status
    assert says in answer.content
    assert '<form method="post" action="/hubs/north/members/1?from=list">' in answer.content
    assert "O’Brien said &#34;yes&#34; &amp; &lt;left&gt;" in answer.content
    assert 'name="once" value="5138fd6e"' in answer.content
