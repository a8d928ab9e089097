"""What somebody wrote, shown within a sentence: a terminal obeys none of it, and it is not taken for the sentence."""

__all__ = ["printable", "quoted"]

MARKS = ("''", '""', "“”")


def printable(text: str) -> str:
    """Escape control characters and half surrogates, which a terminal would obey or not take."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def quoted(text: str) -> str:
    """Put a name between marks that do not stand in it, as far as there are such."""
    opens, closes = next((marks for marks in MARKS if not set(marks) & set(text)), "‘’")
    return f"{opens}{printable(text)}{closes}"
