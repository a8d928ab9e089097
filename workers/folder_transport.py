"""A broker without a service: messages as files in a folder, by kombu, with the two cures that it needs.

kombu writes a message in place, so that a reader can meet half of one, which ends a worker; and it moves a message that
it reads to another file system, where two readers could both copy it. Here both are one renaming in one folder.
"""

import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps, loads

__all__ = ["Transport", "folder_options"]

POLL_S = 0.1
"""Measured: a job begins 55 ms after it was rung for, for 0.3 % of a core; at kombu's own second, 0.8 s."""
SOON_S = 1e-9
"""Not at all: kombu takes 0 for "for ever"."""
LEFT_AFTER_S = 60
"""What a process that was killed left half written or half read is as old as this."""


class Channel(filesystem.Channel):
    """kombu's own, but a message is there whole or not at all, and read by one."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:
        name = f"{time.time_ns():020}_{uuid4()}.{queue}.msg"
        unfinished = self._folder / f".{name}"
        try:
            unfinished.write_bytes(str_to_bytes(dumps(payload)))
            unfinished.replace(self._folder / name)
        except OSError as fault:
            raise ChannelError(f"no message can be left in {self._folder} ({fault.strerror})") from fault

    def _get(self, queue: str) -> Any:
        for message in sorted(self._folder.glob(f"[!.]*.{queue}.msg")):
            taken = message.with_name(f".{message.name}")
            with suppress(FileNotFoundError):  # another reader was first
                message.rename(taken)
                content = taken.read_bytes()
                taken.unlink()
                return loads(content.decode())
        raise Empty

    @property
    def _folder(self) -> Path:
        return Path(self.data_folder_out)


class Transport(filesystem.Transport):
    """Named to Celery as `workers.folder_transport:Transport`.

    It is read within Celery's event loop, as Redis is: only there has each child of a worker a line of its own. Else
    children share one, and one that is killed while it listens takes the lock of that line with it: nobody hears more.
    """

    Channel = Channel
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        """Look for messages of a connection every moment."""
        loop.call_repeatedly(self.polling_interval, self._look, connection)

    def _look(self, connection: Any) -> None:
        with suppress(TimeoutError):
            while True:
                self.drain_events(connection, timeout=SOON_S)


def folder_options(folder: Path) -> dict[str, Any]:
    """Make the folders, for this user's eyes only, and say to kombu where they are."""
    messages, control = folder / "messages", folder / "control"
    for place in (messages, control):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in messages.glob(".*.msg"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - LEFT_AFTER_S:
                left.unlink()
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "polling_interval": POLL_S,
    }
