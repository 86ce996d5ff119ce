"""``/join/…``: the page of an invitation, and the button that accepts it.

The rule: the address opens a page and nothing else; the role is taken by whoever presses the button and
then signs in.
"""

from jinja2 import Environment
from litestar import Response, post, route
from litestar.params import FromPath

from services.http.guard_rails.guessing import guessed_at
from services.web.answers import answer
from services.web.shell import page
from services.web.sign_in.join import offered, opened
from services.web.sign_in.next_address import HOME
from services.web.sign_in.pages import READ, Asked, Templates, leave_to_sign_in
from services.web.sign_in.signing_in import SignIn, SigningIn

PUBLIC = {"public": "Whoever is invited has no account here yet; the address itself is the key."}


@route("/join/{token:str}", http_method=READ, include_in_schema=False, opt=PUBLIC)
async def invitation(
    request: Asked, token: FromPath[str], sign_in: SigningIn, templates: Templates
) -> Response[str]:
    """What is offered to whom, and how to accept it."""
    guessed_at(request.scope, token)
    return await _page(request, token, sign_in, templates)


@post("/join/{token:str}", include_in_schema=False, opt=PUBLIC)
async def accept(
    request: Asked, token: FromPath[str], sign_in: SigningIn, templates: Templates
) -> Response[str]:
    """Sign in, and take the role then."""
    guessed_at(request.scope, token)
    link = await opened(sign_in, token, count=False)
    if link is None or await offered(sign_in, link) is None:
        return await _page(request, token, sign_in, templates)
    return await leave_to_sign_in(request, sign_in, templates, HOME, invitation=token)


async def _page(
    request: Asked, token: str, sign_in: SignIn, templates: Environment
) -> Response[str]:
    link = await opened(sign_in, token, count=True)
    found = None if link is None else await offered(sign_in, link)
    if found is None:
        why = "This invitation was used or withdrawn, or its time is over."
        return answer(page(request, templates, "sign_in/invitation_over.html", why=why), status=404)
    return answer(page(request, templates, "sign_in/invitation.html", offered=found))


ROUTES = (invitation, accept)
