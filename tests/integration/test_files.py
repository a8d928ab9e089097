"""Several files are put in place together or not at all."""

from pathlib import Path

import pytest

from kernel.errors import OutputError
from kernel.files import write_text_whole, write_texts_whole


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
