"""How a line of the log is written, for a person or for a program; and what never stands in it.

Our own messages name things by their ids and never hold what a customer or a shop wrote. What others say, libraries and
unforeseen faults, may hold anything: of a library's line only its fixed part is written, of a fault its kind and the
places in the code, unless it is one of ours whose text is about files and databases.
"""

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb
from typing import Any

from kernel.errors import MissingToolError, OutputError, StorageError
from kernel.log_context import Field, log_fields, safe_fields

__all__ = ["OURS", "JsonLines", "PlainLines", "is_ours"]

OURS = frozenset({
    "api", "cli", "data", "gateways", "impact", "kernel", "maps", "people", "rounds", "routing", "square", "workers",
})  # fmt: skip
"""First parts of our loggers' names."""
TOLD = (StorageError, OutputError, MissingToolError)
"""Faults whose text is about files, databases and tools of this machine."""
ROOT = Path(__file__).parents[1]
MOST_FRAMES = 30
MOST_CAUSES = 5


def is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, event, logger, then what it is about, then the fault if there was one."""

    def __init__(self, *, fault_texts: bool = False) -> None:
        super().__init__()
        self._texts = fault_texts

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _utc(record),
            "level": record.levelname.lower(),
            "event": _message(record, self._texts),
            "logger": record.name,
            **_fields(record),
        }
        faults = list(_faults(record, self._texts))
        if faults:
            line["faults"] = faults
        return json.dumps(line)


class PlainLines(logging.Formatter):
    """The same for eyes: a line, and under it where a fault came from."""

    def __init__(self, *, fault_texts: bool = False) -> None:
        super().__init__()
        self._texts = fault_texts

    def format(self, record: logging.LogRecord) -> str:
        about = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        head = f"{_utc(record)} {record.levelname} {_message(record, self._texts)}"
        lines = [f"{head} [{about}]" if about else head]
        for fault in _faults(record, self._texts):
            said = f": {fault['text']}" if "text" in fault else ""
            lines.append(f"  {fault['kind']}{said}")
            lines.extend(f"    {frame}" for frame in fault["frames"])
        return "\n".join(lines)


def _message(record: logging.LogRecord, texts: bool) -> str:
    if not is_ours(record):  # without values, and without what others may have put behind its first line
        template = str(record.msg).splitlines()
        return template[0][:200] if template else ""
    if not isinstance(record.args, tuple):
        return record.getMessage()
    args = tuple(_kind(arg, texts) if isinstance(arg, BaseException) else arg for arg in record.args)
    return str(record.msg) % args if args else str(record.msg)


def _kind(fault: BaseException, texts: bool) -> str:
    return str(fault) if texts or isinstance(fault, TOLD) else type(fault).__name__


def _fields(record: logging.LogRecord) -> dict[str, Field]:
    return safe_fields({**log_fields(), **record.__dict__})


def _faults(record: logging.LogRecord, texts: bool) -> Iterator[dict[str, Any]]:
    """Tell a fault and what it came from, the first one first asked for."""
    fault = record.exc_info[1] if record.exc_info else None
    for _ in range(MOST_CAUSES):
        if fault is None:
            return
        told: dict[str, Any] = {"kind": type(fault).__name__}
        if texts or isinstance(fault, TOLD):
            told["text"] = str(fault)
        yield told | {"frames": _frames(fault)}
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _frames(fault: BaseException) -> list[str]:
    """Name the places in the code, the innermost last; never a line's values."""
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in extract_tb(fault.__traceback__)][
        -MOST_FRAMES:
    ]


def _short(filename: str) -> str:
    path = Path(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def _utc(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03d}Z"
