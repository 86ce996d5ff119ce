"""Zip archives: exports are opened, bombs and paths that lead elsewhere are not."""

import io
import zipfile

import pytest

from hub_core.files.bundles import open_bundle
from hub_core.files.limits import BundleLimits, UnreadableFile


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content


def refusal(content: io.BytesIO, limits: BundleLimits | None = None) -> str:
    with pytest.raises(UnreadableFile) as refused:
        unpack(content, limits or BundleLimits())
    return refused.value.detail


def unpack(content: io.BytesIO, limits: BundleLimits) -> None:
    with open_bundle(content, limits=limits) as bundle:
        for name in bundle.names:
            with bundle.member(name) as member:
                member.read()


@pytest.mark.parametrize("folder", ["", "export/"])
def test_files_are_found_by_name_and_what_the_system_put_beside_them_is_not(folder: str) -> None:
    content = packed(
        {
            f"{folder}users.csv": b"a,b\n1,2\n",
            "__MACOSX/._users.csv": b"",
            f"{folder}.DS_Store": b"",
        }
    )
    with open_bundle(content) as bundle:
        assert bundle.names == {"users.csv"}
        with bundle.member("users.csv") as member:
            assert member.read() == b"a,b\n1,2\n"
            member.seek(0)
            assert member.read(3) == b"a,b"


@pytest.mark.parametrize(
    "name",
    [
        "../users.csv",
        "a/../../users.csv",
        "/users.csv",
        "a/b/users.csv",
        "a\\users.csv",
        "C:users.csv",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    assert "out of its folder" in refusal(packed({name: b"x"}))


def test_a_bomb_is_not_unpacked() -> None:
    assert "was not unpacked" in refusal(packed({"users.csv": b"0" * (4 << 20)}))


def test_an_archive_too_large_in_all_is_refused() -> None:
    content = packed({f"{n}.csv": b"0123456789" * 10 for n in range(5)}, zipfile.ZIP_STORED)
    assert "was not unpacked" in refusal(content, BundleLimits(unpacked=400))
    assert "holds 5 files" in refusal(content, BundleLimits(members=4))


def test_too_many_files_are_refused_before_they_are_listed() -> None:
    content = packed({f"{n:0200}.csv": b"" for n in range(500)})
    assert "lists more files" in refusal(content)


def test_one_file_in_two_places_is_refused() -> None:
    assert "more than one place" in refusal(packed({"a/users.csv": b"1", "b/users.csv": b"2"}))


def test_a_file_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    content = packed({"users.csv": b"0" * 50_000})
    raw = bytearray(content.getvalue())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.index(signature) + offset
        raw[place : place + 4] = (100).to_bytes(4, "little")
    assert "damaged" in refusal(io.BytesIO(bytes(raw)))


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_damaged_archive_is_refused(cut: int) -> None:
    assert refusal(io.BytesIO(packed({"users.csv": bytes(range(256)) * 20}).getvalue()[:cut]))


def test_damage_in_the_middle_is_told_with_the_file() -> None:
    raw = bytearray(packed({"users.csv": b"a,b\n1,2\n" * 100}, zipfile.ZIP_STORED).getvalue())
    raw[100] ^= 1
    assert "users.csv cannot be unpacked" in refusal(io.BytesIO(bytes(raw)))


def test_what_is_no_archive_is_refused() -> None:
    assert "not a zip archive" in refusal(io.BytesIO(b"sourcedId,status\n"))


def test_an_archive_with_a_password_is_refused() -> None:
    raw = bytearray(packed({"users.csv": b"x"}).getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    assert "password" in refusal(io.BytesIO(bytes(raw)))
