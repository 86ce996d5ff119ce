"""The page of the field's words.

Journey: somebody new to careers work meets a word they do not know, follows it to what it means here and
who says so, and goes back to what they read. An address with a word that is not there shows the whole list.
The rule: it is the same for everybody, signed in or not.
"""

from typing import Any

from litestar import MediaType, Response, route

from services.http.authentication import PUBLIC, known
from services.web.glossary_page.linked import HERE
from services.web.glossary_page.words import words
from services.web.pages import READ, Asked, Templates
from services.web.shell import page

WHY = "what the words of the field mean, for anybody who reads them"


@route(
    HERE, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, opt={PUBLIC: WHY}
)
async def glossary(request: Asked, templates: Templates) -> Response[Any]:
    """Every word."""
    await known(request, request.app.state.page_doors)
    text = page(request, templates, "glossary.html", words=words())
    headers = {"Cache-Control": "private, no-cache"}
    return Response(text, media_type=MediaType.HTML, headers=headers)


ROUTES = (glossary,)
