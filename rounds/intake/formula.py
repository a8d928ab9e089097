"""Cells that a spreadsheet would run: made harmless in every file we write."""

__all__ = ["FORMULA_SIGNS", "harmless"]

FORMULA_SIGNS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""Signs with which a formula or a hidden one begins. Sources: OWASP ASVS 5.0, 1.2.10; OWASP CSV Injection (carriage
return, line feed); full-width signs, which spreadsheets in East Asian settings take for the plain ones."""


def harmless(cell: str) -> str:
    """Put an apostrophe before a cell that would be run; spaces before the sign do not hide it."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff")[:1] in FORMULA_SIGNS and cell.strip(" \u00a0\ufeff") else cell
