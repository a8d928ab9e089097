"""A PostgreSQL with PostGIS of a test run's own: on a free port, in a temporary folder, gone when the run is.

`python tests/private_postgres.py PIPE` starts one and prints its address. What it leaves running ends it as soon as
nobody holds the named pipe PIPE open for writing any more, however the run ended, and takes away its folder and PIPE's.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15
USER = "dorpsronde"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder is made in it by mkdtemp
MOST_BYTES = 2 * 1024**3
"""More than the few databases that stand at a time and what is written ahead."""
TRIES = 5
"""Of ports: one that was free may be taken before the server listens on it."""
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}
"""For tests only: who pulls the plug loses everything."""


def programs() -> Path | None:
    """Find the newest PostgreSQL, new enough, that has PostGIS; Debian keeps it off the path."""
    found = [folder / "bin" for folder in DEBIAN.glob("*") if has_postgis(folder / "bin")]
    if found:
        return max(found, key=lambda one: float(one.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb and has_postgis(Path(initdb).resolve().parent) else None


def has_postgis(folder: Path) -> bool:
    if not (folder / "initdb").exists():
        return False
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    version = int(told.split()[2].split(".")[0])
    below = folder.parent / "share"
    shared = (Path("/usr/share/postgresql") / str(version), below, below / "postgresql")
    return version >= OLDEST and any((one / "extension" / "postgis.control").exists() for one in shared)


class Private:
    """One server: made, started, stopped by a user without rights where root asks, as PostgreSQL wants it."""

    def __init__(self, where: Path, settings: Mapping[str, str] = QUICK, *, on_disk: bool = False) -> None:
        self.programs = where
        self.settings = settings
        self.folder = Path(mkdtemp(prefix="dorpsronde-test-", dir=None if on_disk else in_memory()))
        self.password = secrets.token_hex(8)
        self.as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = unprivileged()
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    def start(self) -> str:
        """Make the server's files and start it; give its address."""
        secret = self.folder / "password"
        secret.write_text(self.password)
        secret.chmod(0o644)
        # Sorted by Dutch rules, as a server may be: what asks for another order has to say so.
        self.call("initdb", "--pgdata", self.folder / "data", "--username", USER, "--pwfile", secret, "--auth", "md5",
                  "--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "nl",
                  "--no-sync")  # fmt: skip
        for left in range(TRIES - 1, -1, -1):
            port = free_port()
            settings = {**self.settings} | {
                "port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.folder)
            }  # fmt: skip
            options = " ".join(f"-c {name}={value}" for name, value in settings.items())
            try:
                self.call("pg_ctl", "start", "--wait", "--pgdata", self.folder / "data",
                          "--log", self.folder / "log", "--options", options)  # fmt: skip
            except subprocess.CalledProcessError:
                if left == 0:
                    raise
            else:
                return f"postgresql://{USER}:{quote(self.password)}@127.0.0.1:{port}/postgres"
        raise AssertionError

    def stop(self) -> None:
        self.call("pg_ctl", "stop", "--mode", "immediate", "--pgdata", self.folder / "data", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, program: str, *arguments: str | Path, check: bool = True) -> None:
        subprocess.run(
            [self.programs / program, *arguments], cwd=self.folder, check=check, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=sys.stderr, **self.as_user,
        )  # fmt: skip


def in_memory() -> Path | None:
    """Give a folder in memory with room enough, if there is one.

    Each test has a database of its own, of some hundred files: on a disk a third of a run's time goes into making and
    taking away these.
    """
    there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MOST_BYTES
    return MEMORY if there else None


def unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("there is no user postgres or nobody to run PostgreSQL as")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def main(pipe: str) -> int:
    where = programs()
    if where is None:
        sys.stderr.write(f"PostgreSQL {OLDEST} or newer with PostGIS is not here: `make test` says how to get it.\n")
        return 1
    server = Private(where)
    try:
        address = server.start()
    except BaseException:
        server.stop()
        raise
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    if os.fork():
        return 0
    os.setsid()
    for stream in range(3):
        os.dup2(os.open(os.devnull, os.O_RDWR), stream)
    try:
        with open(pipe, "rb") as held:  # noqa: PTH123 - a pipe, not a path
            held.read()
    finally:
        server.stop()
        shutil.rmtree(Path(pipe).parent, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
