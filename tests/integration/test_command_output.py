"""The command speaks to any terminal, and says so when nobody can hear it."""

import os
import subprocess
import sys
from pathlib import Path

DORPSRONDE = Path(sys.executable).with_name("dorpsronde")


def test_a_full_standard_output_is_one_line_and_an_exit_code() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([DORPSRONDE, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: the answer could not be written (No space left on device).\n"


def test_a_reader_who_leaves_early_causes_no_complaint() -> None:
    with subprocess.Popen([DORPSRONDE, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""


def test_a_terminal_without_our_letters_gets_question_marks(village: Path, tmp_path: Path) -> None:
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    call = [DORPSRONDE, "demo", "--area", village, "--orders", "3", "--iterations", "2", "--out", tmp_path]
    done = subprocess.run(call, capture_output=True, env=ascii_only, check=False)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout
    assert b"Traceback" not in done.stderr


def test_help_names_every_subcommand_that_there_is() -> None:
    said = subprocess.run([DORPSRONDE, "--help"], capture_output=True, text=True, check=True).stdout
    for name in ("check", "demo", "matrix", "solve", "warm-up"):
        assert f"\n  {name} " in said
        shown = subprocess.run([DORPSRONDE, name, "--help"], capture_output=True, text=True, check=False)
        assert shown.returncode == 0, shown.stderr


def test_the_module_is_the_command_too() -> None:
    said = subprocess.run([sys.executable, "-m", "cli.main", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("dorpsronde, version ")
