"""A Redis of a test run's own: on a free port, in a temporary folder, gone when the run is.

`python tests/private_redis.py PIPE` starts one and prints its address. What it leaves running ends it as soon as nobody
holds the named pipe PIPE open for writing any more, however the run ended, and takes away its folder.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.private_postgres import free_port, unprivileged

PATIENCE_S = 10


def program() -> str | None:
    return shutil.which("redis-server")


class Private:
    """One server, which can be stopped and started again on its port; it keeps nothing on disk."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="dorpsronde-test-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = unprivileged()
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> str:
        """Start it; give its address once it answers."""
        settings = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "appendonly": "no", "daemonize": "no"}
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [program() or "redis-server", *options],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **self.as_user,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError("Redis does not start")
        return self.address

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as door:
                door.sendall(b"PING\r\n")
                return door.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main(pipe: str) -> int:
    if program() is None:
        sys.stderr.write("Redis is not here: `make test` says how to get it.\n")
        return 1
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        address = os.read(reading, 200).decode()
        sys.stdout.write(f"{address}\n")
        return 0 if address else 1
    os.setsid()
    server = Private()
    try:
        os.write(writing, server.start().encode())
        os.close(writing)
        for stream in range(3):
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        with open(pipe, "rb") as held:  # noqa: PTH123 - a pipe, not a path
            held.read()
    finally:
        server.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
