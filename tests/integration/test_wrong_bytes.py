"""A backup of which a byte is wrong: what comes out of it is what went in, or it is refused."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

from data.backup import make_backup
from data.backup_file import BackupFile
from data.settings import DatabaseSettings
from kernel.errors import BadInputError
from tests.stored_square import new_database, store_orders, store_square

NOW = datetime(2026, 11, 30, 3, 15, tzinfo=UTC)


def test_no_wrong_byte_in_the_packed_database_comes_out_of_a_backup(
    tmp_path: Path,
) -> None:
    """A few bytes may be changed for nothing: a run of zeros is copied from any run of zeros before it."""
    home, file, out = tmp_path / "home", tmp_path / "dorp.zip", tmp_path / "out"
    home.mkdir()
    database = new_database(home)
    store_orders(database, store_square(database), ["1"])
    database.close()
    make_backup(DatabaseSettings(home=home), file, NOW)
    with zipfile.ZipFile(file) as packed:
        listed = packed.getinfo("dorpsronde.db")
        as_it_was = packed.read(listed)
    content, begin = file.read_bytes(), listed.header_offset + 100
    places = range(begin, begin + listed.compress_size - 100, 300)
    told: list[str] = []
    for at in places:
        file.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            with BackupFile.open(file) as backup:
                backup.verify()
                backup.unpack("dorpsronde.db", out)
        except BadInputError as fault:
            told.append(str(fault))
        else:
            assert out.read_bytes() == as_it_was
    assert all("is no whole backup" in line for line in told)
    assert len(told) >= 0.9 * len(places)
