"""The page that tells people who may do what says what the matrix decides."""

from tests.builders.access_document import COMMITTED, RENEW, as_text


def test_the_committed_page_is_todays() -> None:
    assert COMMITTED.read_text() == as_text(), (
        f"The matrix is not what docs/access.md says. If you mean the change, run: {RENEW}"
    )
