"""How a key is written: recognised from the text alone, and never shown by accident."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.pretty import pretty_repr

from hub_core.identity.machines.spelling import MachineKind, new_secret, prefix_of, read

KINDS = list(MachineKind)


@given(seed=st.uuids(), kind=st.sampled_from(KINDS))
def test_what_is_written_is_read_again(seed, kind) -> None:
    made = new_secret(kind, seed)
    assert read(made.text) == made
    assert made.prefix == prefix_of(seed)


def test_a_key_is_recognisable() -> None:
    assert new_secret(MachineKind.KEY, uuid4()).text.startswith("chk_")
    assert new_secret(MachineKind.CLIENT, uuid4()).text.startswith("chc_")
    assert len(new_secret(MachineKind.KEY, uuid4()).text) == 64


@given(place=st.integers(0, 63), letter=st.characters(codec="utf-8"))
def test_a_slip_in_any_letter_is_seen(place, letter) -> None:
    text = new_secret(MachineKind.KEY, uuid4()).text
    slipped = text[:place] + letter + text[place + 1 :]
    assert (read(slipped) is None) == (slipped != text)


@given(text=st.text(max_size=200))
def test_other_text_is_no_key(text) -> None:
    assert read(text) is None


@pytest.mark.parametrize("change", ["chk_{}\n", " chk_{}", "chk_{}=", "CHK_{}", "chk-{}"])
def test_nothing_may_stand_around_it(change) -> None:
    body = new_secret(MachineKind.KEY, uuid4()).text.removeprefix("chk_")
    assert read(change.format(body)) is None


def test_two_secrets_of_one_seed_share_the_prefix_alone() -> None:
    seed = uuid4()
    one, other = (new_secret(MachineKind.KEY, seed) for _ in range(2))
    assert one.prefix == other.prefix
    assert one.secret != other.secret
    assert one.digest != other.digest


def test_no_representation_shows_the_secret() -> None:
    made = new_secret(MachineKind.KEY, uuid4())
    console = Console(record=True, width=200)
    console.print(made)
    for shown in (repr(made), str(made), f"{made}", pretty_repr(made), console.export_text()):
        assert made.secret not in shown
        assert made.prefix in shown
