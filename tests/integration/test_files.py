"""Several files are put in place together or not at all."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from kernel.errors import BadInputError, OutputError, StorageError
from kernel.files import (
    read_within,
    refuse_unwritable,
    write_bytes_noted,
    write_text_once,
    write_text_whole,
    write_texts_whole,
)


def test_a_file_is_read_up_to_its_limit() -> None:
    mib = b"x" * (1 << 20)
    assert read_within(BytesIO(mib), 1, "a.json") == mib
    with pytest.raises(BadInputError, match=r"^a\.json: is larger than 1 MiB$"):
        read_within(BytesIO(mib + b"x"), 1, "a.json")


def test_texts_land_under_their_names_and_folders_are_made(tmp_path: Path) -> None:
    written = write_texts_whole(tmp_path / "new", {"a.txt": "één", "sheets/b.txt": "twee"})
    assert [path.read_text("utf-8") for path in written] == ["één", "twee"]


def test_when_one_cannot_be_written_the_others_keep_their_old_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OutputError, match=r"b\.txt: could not be written"):
        write_texts_whole(tmp_path, {"a.txt": "new", "b.txt": "new"})
    assert (tmp_path / "a.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="could not be written"):
        write_text_whole(tmp_path / "out" / "map.html", "")


def test_what_must_be_noted_is_noted_before_a_byte_of_it_can_be_read(tmp_path: Path) -> None:
    told: list[bytes] = []
    write_bytes_noted(
        tmp_path / "b.zip", b"secret", lambda: told.extend(one.read_bytes() for one in tmp_path.iterdir())
    )
    assert told == [bytes(6)], "the room is taken, and empty"
    assert (tmp_path / "b.zip").read_bytes() == b"secret"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("ended_by", [StorageError("the database is full"), KeyboardInterrupt()])
def test_what_cannot_be_noted_is_not_written(tmp_path: Path, ended_by: BaseException) -> None:
    (tmp_path / "b.zip").write_bytes(b"old")

    def note() -> None:
        raise ended_by

    with pytest.raises(type(ended_by)):
        write_bytes_noted(tmp_path / "b.zip", b"secret", note)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]


def test_without_room_nothing_is_noted(tmp_path: Path) -> None:
    (tmp_path / "b.zip").mkdir()
    with pytest.raises(OutputError, match="a folder has this name"):
        write_bytes_noted(tmp_path / "b.zip", b"secret", lambda: pytest.fail("noted"))
    assert [one.name for one in tmp_path.iterdir()] == ["b.zip"]


def test_of_two_who_write_once_the_second_is_told_and_the_first_stays(tmp_path: Path) -> None:
    assert write_text_once(tmp_path / "sets" / "a.csv", "first")
    assert not write_text_once(tmp_path / "sets" / "a.csv", "second")
    assert [one.read_text() for one in (tmp_path / "sets").iterdir()] == ["first"]


def test_a_folder_that_cannot_be_made_is_no_file_that_was_there_first(tmp_path: Path) -> None:
    (tmp_path / "sets").write_text("a file")
    with pytest.raises(OutputError, match="could not be written"):
        write_text_once(tmp_path / "sets" / "a.csv", "first")
    assert [one.read_text() for one in tmp_path.iterdir()] == ["a file"]


def test_whether_a_file_can_be_written_is_found_out_without_writing_it(tmp_path: Path) -> None:
    (tmp_path / "there.html").write_text("old")
    refuse_unwritable(tmp_path / "there.html")
    refuse_unwritable(tmp_path / "new.html")
    assert [one.read_text() for one in tmp_path.iterdir()] == ["old"]
    for path in (tmp_path, tmp_path / "there.html" / "a.html"):
        with pytest.raises(OutputError, match="could not be written"):
            refuse_unwritable(path)


def test_finding_out_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty/a.html", "new/and/deep/a.html", "new/../other/a.html"):
        refuse_unwritable(tmp_path / name)
    with pytest.raises(OutputError, match="could not be written"):
        refuse_unwritable(tmp_path / "new" / ("x" * 300) / "a.html")
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError, match="could not be written"):
        refuse_unwritable(tmp_path / "new" / ".." / "taken" / "a.html")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["empty", "taken"]


def test_a_link_stays_and_its_file_gets_the_text(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="could not be written"):
        write_text_whole(tmp_path / "loop", "new")


def test_a_pipe_or_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="a device or a pipe"):
        write_text_whole(tmp_path / "pipe", "new")
    assert (tmp_path / "pipe").is_fifo()
