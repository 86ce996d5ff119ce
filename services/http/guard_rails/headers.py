"""What every answer tells the browser about what it may do with it.

The rule: nothing inline, nothing from elsewhere, nothing kept, nothing framed, unless an answer says
otherwise itself. Source: OWASP Secure Headers Project; ASVS 5.0 chapter 3.
"""

from collections.abc import Iterable

#: On every answer, whatever it is.
ALWAYS: dict[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "publickey-credentials-get",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        )
    ),
}
#: A year; browsers then never ask over plain HTTP.
OVER_HTTPS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
#: For answers that do not say how long they may be kept.
UNKEPT = {"cache-control": "no-store"}

#: Answers that are no pages: nothing in them may load or run anything.
INERT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#: Files a page loads.
_PAGE = (
    "default-src 'none'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


def _encoded(headers: dict[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


_ALWAYS, _UNKEPT, _OVER_HTTPS = map(_encoded, (ALWAYS, UNKEPT, OVER_HTTPS))


def policy_of_page(nonce: str | None, *, inline_styles: bool = False) -> str:
    """What a page may do: run the scripts that carry its nonce, none without one."""
    scripts = f"script-src 'nonce-{nonce}'" if nonce else "script-src 'none'"
    styles = "style-src 'self' 'unsafe-inline'" if inline_styles else "style-src 'self'"
    # Styles made by a script bring their pictures along.
    images = "img-src 'self' data:" if inline_styles else "img-src 'self'"
    return "; ".join((_PAGE[0], scripts, styles, images, *_PAGE[1:]))


def with_ours(
    given: Iterable[tuple[bytes, bytes]],
    *,
    status: int,
    nonce: str | None,
    https: bool,
    inline_styles: bool = False,
) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours added; what the answer says itself stands."""
    headers = list(given)
    said = {name.lower() for name, _ in headers}
    ours = [*_ALWAYS, *_UNKEPT, *(_OVER_HTTPS if https else ())]
    # A 304 has no body: a new nonce would shut out the scripts of the page that was kept.
    if status != 304:
        is_page = any(
            name.lower() == b"content-type" and value.startswith(b"text/html")
            for name, value in headers
        )
        policy = policy_of_page(nonce, inline_styles=inline_styles) if is_page else INERT
        ours.append((b"content-security-policy", policy.encode()))
    return [*headers, *(one for one in ours if one[0] not in said)]
