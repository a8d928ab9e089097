"""Commands as they are written down: read by our own command line, which does nothing."""

import click

from cli.main import dorpsronde

__all__ = ["parsed"]


def parsed(words: list[str]) -> click.Context:
    """Let our command read its words without doing anything."""
    program, *rest = words
    assert program == "dorpsronde"
    command: click.Command = dorpsronde
    context = click.Context(dorpsronde, info_name=program)
    while isinstance(command, click.Group):
        found = command.get_command(context, rest[0])
        assert found is not None, words
        command, rest = found, rest[1:]
    return command.make_context(words[1], list(rest), parent=context)
