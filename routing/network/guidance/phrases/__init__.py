"""What guidance says, one table a language."""
