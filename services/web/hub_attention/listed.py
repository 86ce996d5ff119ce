"""The list of what needs attention as HTML, with slots for names, so that it can be kept.

The rule: nobody of the hub is named in it; names are put in for each answer.
"""

from typing import Any
from uuid import UUID

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from services.web.hub_attention.view import AttentionPage
from services.web.shell import split


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The page's headline and its list; ``people`` are those in whose name's place there is a slot."""

    headline: str
    list: Markup
    people: frozenset[UUID]


def listed(templates: Environment, page: AttentionPage) -> Listed:
    """A page as it is kept."""
    made: Any = templates.get_template("hub/attention_list.html").module
    text: Markup = made.listed(page)
    slots = (*split(page.headline)[1::2], *split(text)[1::2])
    return Listed(headline=page.headline, list=text, people=frozenset(map(UUID, slots)))
