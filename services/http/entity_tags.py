"""Entity tags: what an answer is known by, and whether whoever asks has it already (RFC 9110, 13.1.2).

The rule: If-None-Match is read here and nowhere else.
"""

import re

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def is_had(tag: str, asked: str | None) -> bool:
    """Whether the tags of an If-None-Match header hold this one.

    Weak ones and strong ones are alike to it; ``*`` is whatever there is.
    """
    if asked is None:
        return False
    return asked.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(asked)
