"""What a page's handler answers: a page that nobody keeps, or the way on to one.

The rule: what is shown of somebody stays with them, so nothing between the platform and the browser keeps it.
"""

from litestar import MediaType, Response


def answer(text: str, *, status: int = 200) -> Response[str]:
    """A page that holds what is nobody else's."""
    headers = {"Cache-Control": "private, no-store"}
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=headers)


def going_on(address: str) -> Response[bytes]:
    """Done: on to a page that can be read again without doing it again."""
    headers = {"Location": address, "Cache-Control": "no-store"}
    return Response(b"", status_code=303, headers=headers, media_type=MediaType.TEXT)
