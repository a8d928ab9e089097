"""Problems planned beside the server: a process each, a few at a time.

Nothing ends a thread; a process is ended when its caller has left or it outstays its time, and gives its memory back.
It also leaves Python's global lock to the other answers: docs/adr/0012-http.md has what that is worth.
"""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from errno import EAGAIN, EMFILE, ENFILE, ENOMEM

from api.asked import Asked, Refusal

__all__ = ["NoSlotError", "OutOfTimeError", "Solvers"]

LOG = logging.getLogger(__name__)

COMMAND = (sys.executable, "-P", "-m", "api.solving")
"""-P: a folder called `api` where the server was started is not ours."""
PATIENCE_S = 60.0
"""For reading the problem, measuring its roads and drawing its routes. Own choice."""
STOPPING = "The server is being stopped."
FAREWELL_S = 2.0
"""For a search that is asked to end with the best plan so far. Own choice."""
NO_ROOM = frozenset({EAGAIN, EMFILE, ENFILE, ENOMEM})
"""Why a machine that is busy starts no process; whatever else keeps it from that does not pass by itself."""


class NoSlotError(Exception):
    """As many problems are being planned as may be, or as this machine has room for, or no more will be."""


class OutOfTimeError(Exception):
    """A problem was not planned in twice its time, and reading it took no less."""


class Solvers:
    """The processes that plan, and one that waits with everything imported.

    Parameters
    ----------
    slots: how many problems are read or planned at the same time.
    command: starts one process of `api.solving`.
    """

    def __init__(self, slots: int, command: Sequence[str] = COMMAND) -> None:
        self._free = slots
        self._command = command
        self._busy: set[Process] = set()
        self._spare: Process | None = None
        self._keeps_spare = False
        self._stopping = False

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Take a slot for as long as the block lasts; it holds a payload and a process.

        Raises
        ------
        NoSlotError
            There is none.
        """
        if self._stopping:
            raise NoSlotError(STOPPING)
        if self._free == 0:
            raise NoSlotError("As many problems are being planned as this server plans at the same time.")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def plan(self, asked: Asked, payload: bytes) -> bytes | Refusal:
        """Plan a problem in VROOM's JSON; ended with its process when it is cancelled.

        Raises
        ------
        OutOfTimeError
            The process was ended, as it went on and on.
        NoSlotError
            It was ended by `stop`, or there was no room to start it.
        OSError
            It cannot be started, now or later.
        RuntimeError
            The process ended without an answer: memory, or a defect.
        """
        process = await self._process()
        self._busy.add(process)
        try:
            with suppress(NoSlotError, OSError):  # this problem has its process; the next one tries again
                await self._have_spare()
            async with asyncio.timeout(2 * asked.time_limit_s + PATIENCE_S):
                out, _ = await process.communicate(json.dumps(asdict(asked)).encode() + b"\n" + payload)
        except TimeoutError as fault:
            raise OutOfTimeError from fault
        finally:
            self._busy.discard(process)
            await _end(process)
        head, newline, solution = out.partition(b"\n")
        if process.returncode != 0 or not newline:
            if self._stopping:
                raise NoSlotError(STOPPING)
            raise RuntimeError(f"the process that plans ended with {process.returncode}")
        refusal = json.loads(head)["refusal"]
        return solution if refusal is None else Refusal(**refusal)

    async def start(self) -> None:
        """Have a process wait from now on: a small problem then takes milliseconds instead of its imports.

        Raises
        ------
        OSError
            None can be started, now or later. Where there is no room for one now, the first problem tries.
        """
        self._stopping = False
        self._keeps_spare = True
        with suppress(NoSlotError):
            await self._have_spare()

    async def stop(self) -> None:
        """Take no more problems; a search under way ends with the best plan so far, as after Ctrl-C, or is ended."""
        self._stopping = True
        self._keeps_spare = False
        spare, self._spare = self._spare, None
        if spare is not None:
            await _end(spare)
        busy = [process for process in self._busy if process.returncode is None]
        for process in busy:
            process.terminate()
        if busy:
            await asyncio.wait([asyncio.ensure_future(process.wait()) for process in busy], timeout=FAREWELL_S)
        for process in busy:
            await _end(process)

    async def _process(self) -> Process:
        """Take the process that waits, or start one."""
        spare, self._spare = self._spare, None
        return spare if spare is not None and spare.returncode is None else await self._begin()

    async def _have_spare(self) -> None:
        """Let a process wait for the next problem; one that is not wanted once it has begun is ended again."""
        if not self._keeps_spare or self._spare is not None:
            return
        spare = await self._begin()
        if self._keeps_spare and self._spare is None:
            self._spare = spare
        else:  # another problem came meanwhile, or the server stops
            await _end(spare)

    async def _begin(self) -> Process:
        # In a session of its own: Ctrl-C in the terminal is for the server, which ends what it started.
        try:
            return await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        except OSError as fault:
            LOG.warning("a process that plans could not be started: %s", fault)
            if fault.errno in NO_ROOM:
                raise NoSlotError("This server cannot start a process for one more problem now.") from fault
            raise


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        if process.stdout is not None:
            with suppress(RuntimeError):  # whoever reads already goes on
                # Of a large answer asyncio reads no more than a part while nobody takes it, and up to Python 3.11 waits
                # for the rest of it before it tells that the process has ended.
                await process.stdout.read()
        await process.wait()
