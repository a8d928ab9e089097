"""The `dorpsronde` command: thin, one file a subcommand."""
