"""Cells that a spreadsheet would run: made harmless in every file we write."""

import re

__all__ = ["FORMULA_SIGNS", "GUARDED_AFTER_COMMA", "harmless"]

FORMULA_SIGNS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""Signs with which a formula or a hidden one begins. Sources: OWASP ASVS 5.0, 1.2.10; OWASP CSV Injection (carriage
return, line feed); full-width signs, which spreadsheets in East Asian settings take for the plain ones."""

AFTER_COMMA = re.compile(r"""(,[ \u00a0\ufeff"]*)(?=[=+\-@＝＋－＠][^,]*[(|!])""")
"""Where a spreadsheet that parts cells by commas finds a formula in ours, which semicolons part; one that can do harm
calls a function, another program or another sheet."""
GUARDED_AFTER_COMMA = re.compile(r"""(,[ \u00a0\ufeff"]*)'(?=[=+\-@＝＋－＠])""")
"""What `harmless` did there; taken away when the file comes back."""


def harmless(cell: str) -> str:
    """Put an apostrophe before what would be run; spaces before the sign do not hide it."""
    if "," in cell:
        cell = AFTER_COMMA.sub(r"\1'", cell)
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff")[:1] in FORMULA_SIGNS and cell.strip(" \u00a0\ufeff") else cell
