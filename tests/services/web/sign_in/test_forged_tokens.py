"""An issuer's answer that does not fit together signs nobody in, and says nothing of what did not fit."""

import base64
import time
from collections.abc import Callable

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from hub_core.access import PLATFORM, Role
from tests.builders.issuers import CLIENT, Forger
from tests.builders.signing_site import SigningSite, attempt_of
from tests.services.web.sign_in.conftest import CALLBACK

OTHER_KEY = ECKey.generate_key("P-256", auto_kid=True)


async def come_back(
    site: SigningSite, issuer: Forger, browser: httpx.AsyncClient, **more: str
) -> httpx.Response:
    """To the issuer and back with a code."""
    asked = await attempt_of(browser)
    issuer.nonce = asked["nonce"]
    return await browser.get(CALLBACK, params={"code": "c", "state": asked["state"], **more})


async def known(site: SigningSite) -> None:
    """Somebody whom the issuer's tokens name."""
    await site.person((Role.AUDITOR, PLATFORM), subject="anna")


def nobody_is_in(answer: httpx.Response, browser: httpx.AsyncClient) -> None:
    assert answer.status_code == 400
    assert "You are not signed in" in answer.text
    assert "hub-session" not in browser.cookies


async def test_an_honest_answer_signs_in(site: SigningSite, issuer: Forger) -> None:
    await known(site)
    async with site.visitor() as browser:
        answer = await come_back(site, issuer, browser)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "Anna Example" in (await browser.get("/organisation")).text
    [form] = issuer.asked
    assert (form["grant_type"], form["code"]) == ("authorization_code", "c")
    assert len(form["code_verifier"]) == 43
    assert form["authorization"].startswith("Basic ")


def bent(**claims: object) -> Callable[[Forger], None]:
    def bend(issuer: Forger) -> None:
        issuer.claims = claims

    return bend


def another_key(issuer: Forger) -> None:
    issuer.signed_with = OTHER_KEY


def another_key_under_the_right_name(issuer: Forger) -> None:
    issuer.signed_with, issuer.header = OTHER_KEY, {"kid": issuer.key.kid}


def no_signature(issuer: Forger) -> None:
    _, body, _ = issuer.id_token().split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    issuer.token = f"{head}.{body}."


def the_public_key_as_a_secret(issuer: Forger) -> None:
    pem = issuer.key.as_pem(private=False)
    issuer.signed_with = OctKey.import_key(b"x" * 32 + pem[-40:])
    issuer.header = {"alg": "HS256", "kid": issuer.key.kid}


def our_secret(issuer: Forger) -> None:
    issuer.signed_with = OctKey.import_key(b"a shared secret for tests, padded to length")
    issuer.header = {"alg": "HS256", "kid": issuer.key.kid}


def tampered(issuer: Forger) -> None:
    head, _, rest = issuer.id_token().partition(".")
    body, _, signature = rest.partition(".")
    issuer.token = f"{head}.{body[:-4]}AAAA.{signature}"


def garbage(issuer: Forger) -> None:
    issuer.token = "not.a.token"


NOW = int(time.time())


@pytest.mark.parametrize(
    "bend",
    [
        pytest.param(bent(exp=NOW - 120), id="expired"),
        pytest.param(bent(exp=None), id="never expires"),
        pytest.param(bent(iat=NOW - 3600), id="made an hour ago"),
        pytest.param(bent(iat=NOW + 3600), id="made in an hour"),
        pytest.param(bent(iat=None), id="made at no time"),
        pytest.param(bent(aud="somebody-else"), id="for somebody else"),
        pytest.param(bent(aud=None), id="for nobody"),
        pytest.param(bent(aud=[CLIENT, "somebody-else"]), id="for others too"),
        pytest.param(bent(azp="somebody-else"), id="made for somebody else"),
        pytest.param(bent(iss="https://evil.example"), id="by another issuer"),
        pytest.param(bent(iss=None), id="by no issuer"),
        pytest.param(bent(nonce="another"), id="for another attempt"),
        pytest.param(bent(nonce=None), id="for no attempt"),
        pytest.param(bent(nonce=["another", "x"]), id="for several attempts"),
        pytest.param(bent(sub=None), id="about nobody"),
        pytest.param(bent(sub=7), id="about a number"),
        pytest.param(bent(sub="a" * 300), id="about too long a name"),
        another_key,
        another_key_under_the_right_name,
        no_signature,
        the_public_key_as_a_secret,
        our_secret,
        tampered,
        garbage,
    ],
)
async def test_a_token_that_is_not_right(
    site: SigningSite, issuer: Forger, bend: Callable[[Forger], None]
) -> None:
    await known(site)
    async with site.visitor() as browser:
        asked = await attempt_of(browser)
        issuer.nonce = asked["nonce"]
        bend(issuer)
        answer = await browser.get(CALLBACK, params={"code": "c", "state": asked["state"]})
        nobody_is_in(answer, browser)


async def test_a_nonce_in_a_list_with_ours_is_not_ours(site: SigningSite, issuer: Forger) -> None:
    await known(site)
    async with site.visitor() as browser:
        asked = await attempt_of(browser)
        issuer.claims = {"nonce": [asked["nonce"]]}
        answer = await browser.get(CALLBACK, params={"code": "c", "state": asked["state"]})
        nobody_is_in(answer, browser)


async def test_an_issuer_with_a_new_key_is_asked_for_it(site: SigningSite, issuer: Forger) -> None:
    await known(site)
    async with site.visitor() as browser:
        assert (await come_back(site, issuer, browser)).status_code == 303
    issuer.key = RSAKey.generate_key(2048, auto_kid=True)
    issuer.header, issuer.published = {"alg": "RS256"}, [issuer.key]
    before = issuer.asked_for_keys
    async with site.visitor() as browser:
        assert (await come_back(site, issuer, browser)).status_code == 303
    assert issuer.asked_for_keys == before + 1


async def test_an_answer_that_names_another_issuer(site: SigningSite, issuer: Forger) -> None:
    await known(site)
    async with site.visitor() as browser:
        answer = await come_back(site, issuer, browser, iss="https://evil.example")
        nobody_is_in(answer, browser)


async def test_an_issuer_that_announces_its_name_and_then_does_not_give_it(
    site: SigningSite, issuer: Forger
) -> None:
    await known(site)
    issuer.metadata = {"authorization_response_iss_parameter_supported": True}
    async with site.visitor() as browser:
        nobody_is_in(await come_back(site, issuer, browser), browser)
        answer = await come_back(site, issuer, browser, iss=issuer.address)
        assert answer.status_code == 303


async def test_an_issuer_that_calls_itself_otherwise(site: SigningSite, issuer: Forger) -> None:
    issuer.metadata = {"issuer": "https://evil.example"}
    async with site.visitor() as browser:
        answer = await browser.get("/sign-in")
        assert answer.status_code == 503
        assert "does not answer" in answer.text


async def test_whoever_is_not_known_is_told_whom_to_ask(site: SigningSite, issuer: Forger) -> None:
    issuer.claims = {"sub": "a stranger", "name": "Sam <b>Stranger</b>"}
    async with site.visitor() as browser:
        answer = await come_back(site, issuer, browser)
        assert answer.status_code == 403
        assert "Sam &lt;b&gt;Stranger&lt;/b&gt;, you signed in" in answer.text
        assert "Who to ask" in answer.text
        assert "hub-session" not in browser.cookies


async def test_the_way_we_prove_ourselves_follows_the_issuer(
    site: SigningSite, issuer: Forger
) -> None:
    await known(site)
    issuer.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    async with site.visitor() as browser:
        await come_back(site, issuer, browser)
    [form] = issuer.asked
    assert form["authorization"] is None
    assert (form["client_id"], form["client_secret"]) == (CLIENT, "a shared secret for tests")
