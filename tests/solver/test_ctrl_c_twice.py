"""Ctrl-C pressed twice in a real process: searches end what they are at, and the best plan is written whole.

An answer that nobody reads is given up.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

from cli.main import main
from routing.solver.problem import Job, Problem, Shipment, Task, Vehicle
from routing.solver.vroom_writer import write_problem
from tests.solver.solving import line

SOLVE = """
import os, signal, sys, threading
from concurrent.futures import ThreadPoolExecutor
from select import select
from cli.main import main
from routing.solver.ruin import ruin_engine
from routing.solver.ruin.worker import Worker

signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, whatever started this process
caught, at_signals = os.pipe()
os.set_blocking(at_signals, False)
signal.set_wakeup_fd(at_signals)  # a byte for each signal, before Python does anything about it
signal.signal(signal.SIGURG, lambda *_: None)

def wait_for_both():
    seen = b""
    while seen.count(signal.SIGINT) < 2:
        if select([caught], [], [], 0.1)[0]:
            seen += os.read(caught, 1)
        else:  # a signal that comes while Python's first thread falls asleep is heard with the next one
            signal.pthread_kill(threading.main_thread().ident, signal.SIGURG)

def say(what):
    print(what, flush=True)

class Threads(ThreadPoolExecutor):
    def shutdown(self, *arguments, **named):
        say("ending")
        super().shutdown(*arguments, **named)

chunks, improve, orders = [], Worker.improve, ruin_engine._Run.orders

def improve_through_both(worker, *arguments):
    chunks.append(worker)
    if len(chunks) == 7:
        say("searching")
        wait_for_both()
        improve(worker, *arguments)
        say("searched")
    else:
        improve(worker, *arguments)

def orders_after_that(run):
    say("answering")
    return orders(run)

ruin_engine.ThreadPoolExecutor, ruin_engine._Run.orders = Threads, orders_after_that
Worker.improve = improve_through_both
main(["solve", *sys.argv[1:], "--iterations", "1000000000", "--threads", "2"])
"""


def test_a_second_ctrl_c_waits_for_the_searches_and_the_plan_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [(number * 37) % 101 for number in range(61)]
    shipments = tuple(Shipment(Task(n, n), Task(n, n + 30)) for n in range(1, 31))
    problem = Problem((Vehicle(1, start=0, end=0), Vehicle(2, start=0, end=0)), {"car": line(*places)}, (), shipments)
    given, out = tmp_path / "in.json", tmp_path / "out.json"
    given.write_text(json.dumps(write_problem(problem)))
    with subprocess.Popen(
        [sys.executable, "-c", SOLVE, given, "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "searching\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "ending\n"
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate()
    assert process.returncode == 0, complaints
    assert said.split() == ["searched", "answering"]
    assert "Traceback" not in complaints
    assert json.loads(out.read_text())["unassigned"] == []
    with pytest.raises(SystemExit) as end:
        main(["check", str(given), str(out)])
    assert not end.value.code
    assert "no violations" in capsys.readouterr().out


WRITE = """
import os, signal, sys
from cli.main import main
from routing.solver.interruption import Interruption

signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, whatever started this process
signal.signal(signal.SIGURG, lambda *_: None)
press = Interruption.press

def press_and_say(interruption):
    press(interruption)
    os.write(2, b"pressed\\n")

Interruption.press = press_and_say
main(["solve", *sys.argv[1:], "--iterations", "5"])
"""
LONGER_THAN_A_PIPE = 66_000
"""And by less than Python keeps in its own buffer, so that something is left to be written at the very end."""


@contextmanager
def pressed_while_it_writes(folder: Path, unbuffered: str) -> Iterator[subprocess.Popen[bytes]]:
    """Solve into a pipe of which one byte is read, and press Ctrl-C once."""
    named = Job(Task(1, 1, description="x" * LONGER_THAN_A_PIPE))
    given = folder / "in.json"
    given.write_text(json.dumps(write_problem(Problem((Vehicle(1, start=0, end=0),), {"car": line(0, 9)}, (named,)))))
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, given],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.read(1) == b"{"  # now it is writing, and cannot end
            process.send_signal(signal.SIGINT)
            await_pressed(process, process.stderr.fileno())
            yield process
        finally:
            process.kill()


def await_pressed(process: subprocess.Popen[bytes], stderr: int) -> None:
    """Await what it says of Ctrl-C; a signal that comes as Python's first thread falls asleep is heard with another."""
    said = b""
    while b"pressed\n" not in said:
        if select([stderr], [], [], 1)[0]:
            said += os.read(stderr, 4_096) or b"pressed\n"  # it has ended: its exit code will tell
        else:
            process.send_signal(signal.SIGURG)


def ended(process: subprocess.Popen[bytes]) -> int:
    """Await the end, likewise."""
    for _ in range(30):
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGURG)
    raise AssertionError("it goes on")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_one_ctrl_c_while_the_answer_is_written_loses_none_of_it(tmp_path: Path, unbuffered: str) -> None:
    with pressed_while_it_writes(tmp_path, unbuffered) as process:
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(b"{" + rest)["unassigned"] == []


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_second_ctrl_c_gives_up_an_answer_that_nobody_reads(tmp_path: Path, unbuffered: str) -> None:
    with pressed_while_it_writes(tmp_path, unbuffered) as process:
        process.send_signal(signal.SIGINT)
        assert ended(process) == 130
        assert process.stderr is not None
        assert process.stderr.read().endswith(b"Stopped.\n")
