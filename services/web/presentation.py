"""Templates: how a view becomes a page.

The one rule: a template holds words and order, never a decision about figures.
"""

from collections.abc import Callable, Hashable, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader
from markupsafe import Markup, escape

from services.web.charts import Table
from services.web.static_files import asset
from services.web.words import counted, number, short_date

HERE = Path(__file__).parent
#: Rows of tables kept at most as they are shown; one is about a kilobyte.
MOST_KEPT = 10_000
#: The same of charts with their tables and of tables of fifty rows, of about ten and twenty kilobytes each.
MOST_DRAWN = 1_000
#: What the product calls itself on its pages.
PRODUCT = "Careers Hub"


class _Templates(Environment):
    """Templates with what they all know in one plain mapping, which is copied for each page that is made."""

    def make_globals(self, own: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(own or {})}


def environment(
    *, illustrative: bool, personas: bool = False, hub_pages: bool = False
) -> Environment:
    """The templates. ``personas`` says on every page that anybody can sign in as anybody, ``hub_pages``
    that a hub has more pages than its figures."""
    # Imported here: the shell renders with what is made here.
    from services.web.glossary_page.linked import explained
    from services.web.shell import put_in, slot

    loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    templates = _Templates(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a release is one set of files: nobody looks for newer ones with each page
    )
    templates.globals.update(
        asset=asset,
        product=PRODUCT,
        illustrative=illustrative,
        personas=personas,
        hub_pages=hub_pages,
        slot=slot,
        put_in=put_in,
        symbols=symbols,
        once_made=lru_cache(maxsize=MOST_KEPT)(_made),
        once_drawn=lru_cache(maxsize=MOST_DRAWN)(_made),
    )
    templates.filters.update(number=number, counted=counted, short_date=short_date)
    # Words lead to the glossary where it is served.
    templates.filters["explained"] = explained if hub_pages else escape
    return templates


def _made(part: Callable[..., Markup], *about: Hashable) -> Markup:
    """What a macro makes of these values. ``once_made(macro, value)`` in a template keeps it by them, so that
    after an event the one row of a table that changed is made, and no other; ``once_drawn`` does it for
    charts and for whole tables. What can be plain text in a value is never markup, which would be taken for
    the same."""
    return part(*about)


def symbols(table: Table) -> set[str]:
    """The symbols a table's file uses in place of numbers."""
    return {amount.symbol for _, amounts in table.rows for amount in amounts} & {"c", "x", "z"}


def render(templates: Environment, name: str, /, **values: Any) -> str:
    """One page as text."""
    return templates.get_template(name).render(**values)
