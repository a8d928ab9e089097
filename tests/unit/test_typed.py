"""A name within a command that is told next, asked of the shell itself."""

import subprocess

import pytest

from cli.called import typed


@pytest.mark.parametrize("name", ["Proefdorp", "Bij de molen", """Jan's "dorp\"""", "$HOME `ls` \\!"])
def test_a_name_in_a_command_that_is_told_next_is_one_word_of_it(name: str) -> None:
    printed = subprocess.run(["/bin/sh", "-c", f"printf %s {typed(name)}"], capture_output=True, text=True, check=True)
    assert printed.stdout == name
