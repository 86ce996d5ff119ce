"""The frame of a page: made for the part of the site the page belongs to, and for no other."""

from typing import Any

import pytest
from litestar.testing import RequestFactory

from services.web.presentation import environment
from services.web.shell import page


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
