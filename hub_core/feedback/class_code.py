"""Class codes: eight characters a teacher reads out, and what is known of one without its own words.

The rule: a code is looked up by the vault's keyed digest, so neither the log nor its claims hold one. It
has no vowels (no words), and no characters that look or sound like another (O and 0, I and 1, S and 5).
"""

from uuid import UUID

ALPHABET = "CDFHJKLMNPRTVWXY2346789"
LENGTH = 8
#: Spaces and dashes are how people write a code down.
_BETWEEN = str.maketrans("", "", " -\u2010\u2011\u2013\u2014\u00a0")


def class_code(chance: UUID) -> str:
    """The code made of a fresh random id: one of 78 thousand million."""
    rest, code = chance.int, ""
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        code += ALPHABET[place]
    return code


def typed_code(text: str) -> str | None:
    """The code somebody typed, however they spaced it; None for what no code looks like."""
    code = text[:40].translate(_BETWEEN).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def as_read_out(code: str) -> str:
    """In two groups of four, as it is shown and read out."""
    return f"{code[:4]}-{code[4:]}"


def about_code(code: str) -> str:
    """The text whose keyed digest (``VaultWork.fingerprint``) stands for the code."""
    return f"class code {code}"


def class_code_key(fingerprint: str) -> str:
    """The claim that leads from a code to the feedback it is for."""
    return f"class-code:{fingerprint}"
