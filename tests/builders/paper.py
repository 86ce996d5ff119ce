"""What stands on a page that was printed: the words of a PDF as Chromium writes it.

The rule: words are read from the paper itself, by the letters its fonts say their glyphs are, never from
the page that was printed.
"""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
#: A font of this number is chosen, a text begins or ends, glyphs are shown.
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\b(ET)\b|<([0-9A-Fa-f]+)>")
_LETTERS = re.compile(rb"beginbf(char|range)\n(.*?)endbf", re.DOTALL)


class Paper:
    """A printed page: how many sheets it takes, and its words."""

    def __init__(self, pdf: bytes) -> None:
        self._objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
        self.sheets = sum(b"/Type /Page\n" in body for body in self._objects.values())
        self.text = " ".join("".join(map(self._drawn, self._objects.values())).split())

    def _drawn(self, body: bytes) -> str:
        """The words of a content stream; nothing of any other object."""
        content = _stream(body)
        if b"BT\n" not in content:
            return ""
        said, letters = [], {}
        for font, end, glyphs in _SHOWN.findall(content):
            if font:
                letters = self._letters(int(font))
            elif end:
                said.append(" ")
            else:
                size = 4 if any(len(one) == 4 for one in letters) else 2
                codes = (glyphs[at : at + size] for at in range(0, len(glyphs), size))
                said.append("".join(letters[code.upper()] for code in codes))
        return "".join(said)

    def _letters(self, font: int) -> dict[bytes, str]:
        """Which letters the glyphs of a font are."""
        named = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[font])
        assert named is not None
        found: dict[bytes, str] = {}
        for kind, lines in _LETTERS.findall(_stream(self._objects[int(named[1])])):
            for line in re.findall(rb"<(\w+)> <(\w+)>(?: <(\w+)>)?", lines):
                first, last, letter = line if kind == b"range" else (line[0], line[0], line[1])
                for at in range(int(first, 16), int(last, 16) + 1):
                    code = b"%0*X" % (len(first), at)
                    text = bytes.fromhex(letter.decode()).decode("utf-16-be")
                    found[code] = text[:-1] + chr(ord(text[-1]) + at - int(first, 16))
        return found


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]
