"""How names are compared: "Bakker  Jansen" and "bakker jansen" are one shop."""

from unicodedata import normalize

__all__ = ["name_key"]


def name_key(name: str) -> str:
    """Return what two spellings of one name share: compatibility forms, case and spaces are levelled, accents kept.

    Source: Unicode Standard Annex 15 (NFKC) and chapter 3.13 (case folding).
    """
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())
