"""Words that the field knows and a newcomer does not lead to what they mean, once in a sentence."""

from collections.abc import AsyncIterator

import httpx
import pytest
from markupsafe import Markup

from hub_core.access import PLATFORM, Role
from hub_core.settings import OpenId
from services.web.glossary_page.linked import explained
from services.web.glossary_page.words import words
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


def test_every_word_has_a_meaning_of_a_sentence_or_more_and_says_whose_it_is() -> None:
    assert len({one.key for one in words()}) == len(words()) >= 30
    for one in words():
        assert one.meaning.endswith(".")
        assert one.source
    forms = [form.lower() for one in words() for form in one.forms]
    assert len(set(forms)) == len(forms)


def test_a_word_is_linked_where_it_first_appears_and_nowhere_in_another() -> None:
    told = explained("Encounters & careers leaders: an encounter is no counter-encountering.")
    assert told == (
        '<a class="govuk-link hub-word" href="/glossary#encounter">Encounters</a> &amp; '
        '<a class="govuk-link hub-word" href="/glossary#careers-leader">careers leaders</a>: '
        "an encounter is no counter-encountering."
    )


@pytest.mark.parametrize("text", ["Nothing of it.", Markup('<a href="/x">An encounter</a>')])
def test_what_holds_no_word_or_is_markup_stays_as_it_is(text: str) -> None:
    assert explained(text) == text


def test_what_somebody_wrote_is_never_markup() -> None:
    assert "<b>" not in explained("<b>URN</b>")


async def test_anybody_reads_it_and_every_word_has_its_place(site: SigningSite) -> None:
    async with site.visitor() as stranger:
        answer = await stranger.get("/glossary")
        assert answer.status_code == httpx.codes.OK
        for one in words():
            assert f'<div id="{one.key}"><dt>{one.word}</dt>' in answer.text
        assert 'href="/glossary"' in (await stranger.get("/statistics")).text
    async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
        assert "Anna Example" in (await browser.get("/glossary")).text


def test_a_name_that_ends_with_a_word_of_the_field_is_left_alone() -> None:
    told = explained("Northbank Careers Hub is a careers hub.")
    assert told.startswith("Northbank Careers Hub is a <a")
    assert told.count("<a ") == 1
