"""A sentence in both languages of the product: Dutch first, English complete."""

from dataclasses import dataclass

from kernel.errors import BadInputError

__all__ = ["LANGUAGES", "Text"]

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same said twice."""

    nl: str
    en: str

    def within(self, lang: str) -> str:
        """Give the sentence in a language.

        Raises
        ------
        BadInputError
            We do not speak that language.
        """
        if lang not in LANGUAGES:
            raise BadInputError(f"no text in language {lang!r}", way_out=f"Choose one of {', '.join(LANGUAGES)}.")
        return self.nl if lang == "nl" else self.en
