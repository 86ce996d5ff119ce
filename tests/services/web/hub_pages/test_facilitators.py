"""Forms of the facilitators' page: one it does not have gives nothing to anybody."""

import pytest
from litestar.datastructures import FormMultiDict

from hub_core.refusals import Invalid
from services.web.hub_facilitators.routes import command_of
from tests.services.web.hub_pages.test_attention import HUB, SPACE


def test_a_form_the_page_does_not_have_takes_members_from_nobody() -> None:
    form = FormMultiDict([("deed", "take-away"), ("institution", str(SPACE))])
    with pytest.raises(Invalid, match="not one of this page"):
        command_of("take-away", HUB, form)
