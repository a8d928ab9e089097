"""A whole file that cannot be used: told in English as every error, and in both languages for a screen."""

from kernel.errors import BadInputError
from kernel.text import Text

__all__ = ["UnreadableTableError"]


class UnreadableTableError(BadInputError):
    """No row of the file can be judged.

    Attributes
    ----------
    text: what is wrong and the way out, in both languages, without the file's name.
    """

    def __init__(self, what: Text, *, where: str, way_out: Text) -> None:
        super().__init__(what.en, where=where, way_out=way_out.en)
        self.text = Text(f"{what.nl}. {way_out.nl}", f"{what.en}. {way_out.en}")
