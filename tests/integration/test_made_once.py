"""What is made once in a run: who fails while making it leaves nothing for the next to stumble over."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.made_once import copy_once, fill_once
from tests.stored_square import TEST, new_database, open_database, store_square
from tests.stores import Store


def test_a_folder_that_was_half_made_is_made_anew_and_then_copied(tmp_path: Path) -> None:
    name, tries = uuid4().hex, [0]

    def make(home: Path) -> None:
        home.mkdir()
        (home / "a").touch()
        tries[0] += 1
        if tries[0] == 1:
            raise KeyboardInterrupt
        (home / "b").touch()

    with pytest.raises(KeyboardInterrupt):
        copy_once(name, tmp_path / "first", make)
    assert not (tmp_path / "first").exists()
    for copy in ("second", "third"):
        copy_once(name, tmp_path / copy, make)
        assert sorted(one.name for one in (tmp_path / copy).iterdir()) == ["a", "b"]
    assert tries == [2]


def test_a_database_that_was_half_filled_is_filled_anew(store: Store, tmp_path: Path) -> None:
    name, tries = uuid4().hex[:8], [0]
    (extract := tmp_path / "extract").touch()

    def fill(model: Store) -> None:
        model.home.mkdir(exist_ok=True)
        database = new_database(model)
        store_square(database)
        database.close()
        tries[0] += 1
        if tries[0] == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_once(store, name, extract, fill)
    fill_once(store, name, extract, fill)
    database = open_database(store)
    with database.read(TEST) as work:
        assert len(work.squares.all()) == 1
    database.close()
