"""The frame of a page: made for the part of the site the page belongs to, and for no other."""

from typing import Any

import pytest
from litestar.testing import RequestFactory
from markupsafe import Markup

from services.web.presentation import environment
from services.web.shell import page, put_in, slot, split


@pytest.mark.parametrize("section", ["", "statistics"])
def test_a_page_makes_the_navigation_of_its_own_part_alone(
    section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates, made = environment(illustrative=False), []
    take = templates.get_template

    def noted(name: str, *others: Any, **more: Any) -> Any:
        made.append(name)
        return take(name, *others, **more)

    monkeypatch.setattr(templates, "get_template", noted)
    request = RequestFactory().get("/")
    request.scope["state"] = {}
    text = page(request, templates, "base.html", section=section)
    assert made.count("shell/navigation.html") == 1
    assert "slot-" not in text


def test_a_page_is_split_where_its_slots_are_and_nowhere_else() -> None:
    text = f"first; {slot('form-token')}; second{slot('nonce')}"
    assert split(text) == ["first; ", "form-token", "; second", "nonce", ""]
    assert split("slot-nonce;") == ["slot-nonce;"]


def test_what_is_put_in_a_kept_part_is_escaped_and_the_part_stays_as_it_was() -> None:
    made = Markup("<b>{}</b>").format(slot("name"))
    assert put_in(made, name="Lea & Sons") == "<b>Lea &amp; Sons</b>"
    assert put_in(made, name=Markup("<i>Lea</i>")) == "<b><i>Lea</i></b>"
    with pytest.raises(KeyError, match="name"):
        put_in(made)
