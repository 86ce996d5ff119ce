"""Rows of tables are made once and kept by what is in them."""

import msgspec

from services.web.hub_panels.panel import Row
from services.web.presentation import environment

ROW = Row(name="Hartley & Sons", cells=("Verified", "3"), about="Size not known")
PAGE = """{% from "hub/panel_table.html" import panel_row %}
{{- once_made(panel_row, columns, wide, row) }}"""


def made(row: Row, *, wide: frozenset[str] = frozenset()) -> str:
    columns = ("Employer", "How it stands", "Members")
    return TEMPLATES.from_string(PAGE).render(columns=columns, wide=wide, row=row)


TEMPLATES = environment(illustrative=True)


def test_a_row_is_made_as_text_under_its_columns():
    row = made(ROW)
    assert "Hartley &amp; Sons" in row
    assert 'data-label="Members">3</td>' in row
    assert made(msgspec.structs.replace(ROW)) == row


def test_what_changed_in_a_row_shows_at_once():
    assert "Hartley &amp; Sons" in made(ROW)
    assert 'data-label="Members">4</td>' in made(
        msgspec.structs.replace(ROW, cells=("Verified", "4"))
    )
    assert 'href="/here"' in made(msgspec.structs.replace(ROW, href="/here"))
    assert "hub-table__wide" in made(ROW, wide=frozenset({"Members"}))


def test_what_people_typed_is_never_markup():
    assert "<b>" not in made(msgspec.structs.replace(ROW, name="<b>bold</b>"))
