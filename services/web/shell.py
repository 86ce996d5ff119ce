"""The frame around every page: who is signed in, and whatever else differs from answer to answer.

The rule: a page is made with slots in it, and they are filled for each answer. What is kept of a page
has its slots empty, so that nothing kept can show one person what belongs to another.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from jinja2 import Environment
from litestar import Request
from markupsafe import Markup, escape

from hub_core.access import Principal, Role, can
from hub_core.access.resource import Resource
from hub_core.identity.sessions import Session
from services.http.nonce import nonce_of
from services.web.presentation import render

#: Nobody can write this into a page from outside: it is new with every start.
_MARK = f"slot-{secrets.token_hex(16)}-"

#: Slots whose content is new with every answer and says nothing.
FLEETING = frozenset({"nonce"})
#: People whose way through the site is kept at most.
MOST_KEPT = 1_000
#: The slot of the navigation, before its current part.
_NAVIGATION = "navigation-"
#: The parts of the navigation that can be the current one.
SECTIONS = ("hubs", "national", "statistics", "audit", "operations", "organisation", "account", "")


def slot(name: str) -> Markup:
    """A place in a template that is filled with each answer: ``{{ slot("form-token") }}``."""
    return Markup(_MARK + name + ";")  # noqa: S704 - a mark of ours, no markup


def split(text: str) -> list[str]:
    """A page as text, name of a slot, text, name of a slot, … text."""
    # Not by a regular expression: that looks at every letter of a page. And not as markup: each part of it
    # would be made markup too.
    first, *others = str(text).split(_MARK)
    pieces = [first]
    for one in others:
        name, _, after = one.partition(";")
        pieces += (name, after)
    return pieces


def filled(text: str, fills: Mapping[str, str]) -> str:
    """A page with its slots filled. Raises ``KeyError`` for a slot nobody fills."""
    return _filled(split(text), fills)


def put_in(made: Markup, **values: str) -> Markup:
    """A part of a page that is kept (``once_made``), with what nothing may keep put in afterwards."""
    escaped = {name: str(escape(value)) for name, value in values.items()}
    return Markup(filled(made, escaped))  # noqa: S704 - escaped above


def _filled(pieces: Sequence[str], fills: Mapping[str, str]) -> str:
    whole = list(pieces)
    whole[1::2] = [fills[name] for name in whole[1::2]]
    return "".join(whole)


def page(
    request: Request[Any, Any, Any], templates: Environment, name: str, /, **values: Any
) -> str:
    """One page for this answer and no other."""
    return _filled(*unfilled(request, templates, name, values))


def unfilled(
    request: Request[Any, Any, Any], templates: Environment, name: str, values: Mapping[str, Any]
) -> tuple[list[str], dict[str, str]]:
    """The same as ``split`` gives it, its slots empty, and what stands in them for whoever asks."""
    pieces = split(render(templates, name, **values))
    # The frame of its own section alone: rendering every one takes longer than most pages.
    slots = set(pieces[1::2])
    own = [one for one in SECTIONS if f"{_NAVIGATION}{one}" in slots]
    return pieces, fills(request, templates, own)


def fills(
    request: Request[Any, Any, Any], templates: Environment, sections: Sequence[str]
) -> dict[str, str]:
    """What stands in the slots for whoever asks, as HTML, with the navigation of these sections."""
    state = request.scope.get("state", {})
    session: Session | None = state.get("session")
    principal: Principal | None = state.get("principal")
    found = {
        "nonce": nonce_of(request.scope),
        "seam": "",  # where parts of a kept page meet
        "form-token": session.form_token if session else "",
        "name": str(escape(session.shown.name)) if session else "",
        "organisation": str(escape(session.shown.organisation)) if session else "",
        "behalf": _behalf(templates, session),
    }
    for section in sections:
        found[f"{_NAVIGATION}{section}"] = _navigation(templates)(
            section,
            "session" in state or "principal" in state,
            _sees(principal, hub_pages=bool(templates.globals["hub_pages"])),
            session is not None,
            session is not None and session.shown.several,
            _words(principal.roles) if principal and session else "",
        )
    return {name: filled(text, found) for name, text in found.items()}


def _navigation(templates: Environment) -> Callable[..., Markup]:
    """What makes a navigation of values, and keeps it by them."""
    made: Any = templates.get_template("shell/navigation.html").module
    once_made: Any = templates.globals["once_made"]
    return partial(once_made, made.navigation)


def _behalf(templates: Environment, session: Session | None) -> str:
    if session is None or session.on_behalf_of is None:
        return ""
    return render(templates, "shell/behalf.html", session=session)


class Sees(NamedTuple):
    """Where the navigation leads somebody."""

    hubs: bool
    national: bool
    audit: bool
    operations: bool
    search: bool


@lru_cache(maxsize=MOST_KEPT)
def _sees(principal: Principal | None, *, hub_pages: bool) -> Sees:
    def may(action: str) -> bool:
        return principal is not None and can(principal, action, Resource())

    return Sees(
        hubs=may("progress.hubs"),
        national=may("national.table"),
        audit=may("identity.audit"),
        operations=may("identity.operations"),
        search=hub_pages and may("membership.search"),
    )


@lru_cache(maxsize=MOST_KEPT)
def _words(roles: frozenset[Role]) -> str:
    """What somebody with these roles is, in words within a sentence."""
    return " and ".join(_within(role.label) for role in Role if role in roles)


def _within(label: str) -> str:
    """A label within a sentence; one that begins with a name keeps it."""
    first, _, more = label.partition(" ")
    return label if more[:1].isupper() else f"{first.lower()} {more}".rstrip()
