"""How a key is written: dr_PREFIX_SECRET, a part that everyone may know and 256 random bits that nobody else may.

Only a SHA-256 of the secret is kept. Slow hashes (bcrypt, Argon2) make each guess at a password dear, because people
choose from few; of 2**256 equally likely secrets none is ever guessed, so a fast hash is as safe, and each request
would otherwise pay for the slow one. No salt: no two secrets are equal, and a table of all of them cannot be made.

Source: NIST SP 800-63B, section 5.1.2.2 (look-up secrets of 112 bits or more need no salt and no slow hash).
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

from kernel.errors import UnknownAskerError

__all__ = ["KEY_LENGTH", "NewSecret", "WrittenKey", "new_secret", "read_key"]

PREFIX_BYTES = 6
"""Among a million keys two have one prefix with odds of 1 in 560; the database refuses the second."""
SECRET_BYTES = 32
WRITTEN = re.compile(rf"dr_([0-9a-f]{{{2 * PREFIX_BYTES}}})_([0-9a-f]{{{2 * SECRET_BYTES}}})")
KEY_LENGTH = len("dr_") + 2 * PREFIX_BYTES + len("_") + 2 * SECRET_BYTES


@dataclass(frozen=True, slots=True)
class WrittenKey:
    """The two parts of a key as it was shown."""

    prefix: str
    secret: str

    def opens(self, secret_sha256: str) -> bool:
        """Compare in a time that tells nothing about where the two part."""
        return hmac.compare_digest(_digest(self.secret), secret_sha256)

    def __repr__(self) -> str:
        return f"WrittenKey({self.prefix})"


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A key that was just drawn: `written` is shown once and kept nowhere."""

    written: str
    prefix: str
    secret_sha256: str

    def __repr__(self) -> str:
        return f"NewSecret({self.prefix})"


def new_secret() -> NewSecret:
    """Draw a key from the system's own randomness."""
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_hex(SECRET_BYTES)
    return NewSecret(f"dr_{prefix}_{secret}", prefix, _digest(secret))


def read_key(text: str) -> WrittenKey:
    """Take a key apart.

    Raises
    ------
    UnknownAskerError
        It is not whole, or no key of ours; nothing of it is repeated.
    """
    found = WRITTEN.fullmatch(text)
    if found is not None:
        return WrittenKey(*found.groups())
    if not text.startswith("dr_"):
        raise UnknownAskerError("this is no key of Dorpsronde", way_out="A key begins with dr_.")
    if len(text) != KEY_LENGTH:
        raise UnknownAskerError(
            f"this key is not whole: it has {len(text):,} characters, not {KEY_LENGTH}", way_out="Copy all of it."
        )
    raise UnknownAskerError("this key has characters that no key has", way_out="Copy it again, without spaces.")


def _digest(secret: str) -> str:
    return sha256(secret.encode("ascii")).hexdigest()
