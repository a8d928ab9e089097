"""Files read within a limit, and written whole or not at all: what stood there survives a failure."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from kernel.errors import BadInputError, OutputError

__all__ = [
    "own_folder", "read_within", "refuse_unwritable", "write_bytes_noted", "write_bytes_whole", "write_text_once",
    "write_text_whole", "write_texts_whole",
]  # fmt: skip

Pieces = Iterable[bytes | memoryview]

MIB = 1 << 20


def read_within(file: BinaryIO, limit_mib: int, where: str) -> bytes:
    """Read a file to its end; one without an end, such as a device, does not fill the memory.

    Raises
    ------
    BadInputError
        It is larger than the limit; where its size is known, nothing of it was read.
    """
    most, content = limit_mib * MIB, BytesIO()
    fits = _size(file) <= most
    # piece by piece: asked for so many bytes, Python takes the room for all of them first, also for a short file
    while fits and (piece := file.read(MIB)):
        content.write(piece)
        fits = content.tell() <= most
    if not fits:
        raise BadInputError(f"is larger than {limit_mib} MiB", where=where)
    return content.getvalue()


def _size(file: BinaryIO) -> int:
    """Return what the disk says of a file's size in bytes; 0 of a pipe, a device and what is no file."""
    try:
        return os.fstat(file.fileno()).st_size
    except OSError:
        return 0


def write_text_whole(path: Path, text: str) -> None:
    """Write UTF-8 text under a temporary name beside `path`, then rename it; missing folders are made.

    Raises
    ------
    OutputError
        No space, no permission, or a folder has this name; what stood at `path` before still stands.
    """
    write_texts_whole(path.parent, {path.name: text})


def write_text_once(path: Path, text: str) -> bool:
    """Write as `write_text_whole` where nothing stands; give False where something does, and leave it.

    Of two who write at once one gets True.

    Raises
    ------
    OutputError
        As `write_text_whole`; or the disk knows no hard links.
    """
    unfinished: dict[Path, Path] = {}
    try:
        _write_beside(path, [text.encode("utf-8")], unfinished)
        return _placed_first(unfinished[path], path)
    except OSError as fault:
        raise _told(fault, path) from fault
    finally:
        _tidy(unfinished)


def refuse_unwritable(path: Path) -> None:
    """Find out before long work whether a file can be written there; what stands there stays, and nothing is left.

    Raises
    ------
    OutputError
        As `write_text_whole`.
    """
    unfinished: dict[Path, Path] = {}
    missing: list[Path] = []
    try:
        target = _target(path)
        missing.extend(folder for folder in target.parents if not folder.exists())
        _write_beside(target, [b""], unfinished)
    except OSError as fault:
        raise _told(fault, path) from fault
    finally:
        _tidy(unfinished)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def write_bytes_whole(path: Path, pieces: Pieces) -> None:
    """Write pieces behind each other as `write_text_whole` writes a text.

    Raises
    ------
    OutputError
        As `write_text_whole`.
    """
    _write_whole(path.parent, {path.name: pieces})


def write_bytes_noted(path: Path, content: bytes, note: Callable[[], None]) -> None:
    """Write as `write_bytes_whole` what may be read only once that is noted.

    The room is taken first, with noughts: no space and no permission are found while nothing is noted. Then comes the
    note, and only then the content: whoever ends this process finds no content that was not noted. On a disk that
    writes changes elsewhere or squeezes noughts, space may still end behind the note, which then says too much.

    Parameters
    ----------
    note: writes down, for good, that it can be read; what it raises leaves nothing behind.

    Raises
    ------
    OutputError
        As `write_text_whole`.
    """
    unfinished: dict[Path, Path] = {}
    try:
        target = _target(path)
        _write_beside(target, [bytes(len(content))], unfinished)
        note()
        with unfinished[target].open("r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished[target].replace(target)
    except OSError as fault:
        raise _told(fault, path) from fault
    finally:
        _tidy(unfinished)


def write_texts_whole(folder: Path, texts: Mapping[str, str]) -> Sequence[Path]:
    """Write several texts, each under its path within `folder`; none takes its place before all are written.

    Raises
    ------
    OutputError
        As `write_text_whole`; the folder holds what it held before.
    """
    return _write_whole(folder, {name: [text.encode("utf-8")] for name, text in texts.items()})


def _write_whole(folder: Path, files: Mapping[str, Pieces]) -> Sequence[Path]:
    unfinished: dict[Path, Path] = {}
    path = folder
    try:
        for name, pieces in files.items():
            path = _target(folder / name)
            _write_beside(path, pieces, unfinished)
        for path, temporary in unfinished.items():
            temporary.replace(path)
    except OSError as fault:
        raise _told(fault, path) from fault
    finally:
        _tidy(unfinished)
    return list(unfinished)


def _placed_first(temporary: Path, path: Path) -> bool:
    """Give a file its name unless something has it: the one step in which two cannot both succeed."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    return True


def _told(fault: OSError, path: Path) -> OutputError:
    return OutputError(
        f"could not be written ({fault.strerror or fault})",
        where=str(path),
        way_out="Free some space or give another place to write to.",
    )


def _tidy(unfinished: Mapping[Path, Path]) -> None:
    """Remove temporary files that did not take their place, whatever ended the work: Ctrl-C too."""
    for temporary in unfinished.values():
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Follow a link to the file it stands for: what is written lands there, and the link stays."""
    try:
        return path.resolve() if path.is_symlink() else path
    except RuntimeError as loop:  # what resolve() raises up to Python 3.12
        raise OSError(40, "a link that leads to itself") from loop


def _write_beside(path: Path, pieces: Pieces, unfinished: dict[Path, Path]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(21, "a folder has this name")
    if path.exists() and not path.is_file():
        raise FileExistsError(17, "this is a device or a pipe, not a file")
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished[path] = Path(file.name)
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())  # a full disk may show itself only here
    unfinished[path].chmod(_mode_of_new_files())


def _mode_of_new_files() -> int:
    """Return what open() would give a new file; a temporary file is its owner's only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def own_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone: people's addresses are kept there.

    Raises
    ------
    OSError
        It cannot be made.
    """
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=0o700, exist_ok=True)
