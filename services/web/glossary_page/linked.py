"""A sentence in which a word of the field leads to what it means, where it first appears.

The rule: only plain text is changed, and only by links; what already holds markup and what ends a name stays
as it is.
"""

import re
from functools import cache

from markupsafe import Markup, escape

from services.web.glossary_page.words import words

HERE = "/glossary"


def explained(text: str) -> Markup:
    """The text as HTML, each word of the glossary linked once."""
    safe = escape(text)
    if "<" in safe:
        return safe
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        key = _forms()[found[0].lower()]
        if key in seen or _is_in_a_name(found):
            return found[0]
        seen.add(key)
        return f'<a class="govuk-link hub-word" href="{HERE}#{key}">{found[0]}</a>'

    return Markup(_any_form().sub(link, safe))  # noqa: S704 - escaped above


def _is_in_a_name(found: re.Match[str]) -> bool:
    """Whether the form ends a name, as in Northbank Careers Hub."""
    return (
        found[0][0].isupper()
        and re.search(r"\b[A-Z][\w'-]* $", found.string[: found.start()]) is not None
    )


@cache
def _forms() -> dict[str, str]:
    """The key of each form, in small letters."""
    return {form.lower(): word.key for word in words() for form in word.forms}


@cache
def _any_form() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)
