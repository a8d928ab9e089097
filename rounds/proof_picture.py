"""What somebody sends as a picture becomes one of ours: decoded within bounds, and encoded anew from its pixels alone.

Nothing of the file that was sent is kept: no place or camera that it names, no text, no second file behind the first.

Source: Pillow's handbook; cheatsheetseries.owasp.org, "File Upload".
"""

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from data.drafts.proof import PictureDraft
from data.models.proof import MOST_PIXELS_A_SIDE, ProofKind
from kernel.errors import BadInputError

__all__ = ["MEDIA_TYPES", "MOST_BYTES", "Picture", "read_picture"]

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A telephone's camera of 2026; decoded, some hundred megabytes, of which JPEG's own reduction needs less."""
AT_ONCE = BoundedSemaphore(2)
"""So many are decoded at the same time in a process: whoever sends a hundred large ones fills no memory."""
FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = {ProofKind.PHOTO: "jpg", ProofKind.SIGNATURE: "png"}
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
QUALITY = 85
WHITE = (255, 255, 255)
WHERE = "picture"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept."""

    draft: PictureDraft
    content: bytes = field(repr=False)


def read_picture(content: bytes, kind: ProofKind) -> Picture:
    """Make a picture of ours from what was sent.

    Raises
    ------
    BadInputError
        It is too large, or no whole picture of a form that is taken.
    """
    if len(content) > MOST_BYTES:
        raise BadInputError(f"is larger than {MOST_BYTES // 1024**2} MiB", where=WHERE, way_out="Make it smaller.")
    try:
        with AT_ONCE:
            pixels = _pixels(content, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _too_many_pixels() from fault
    except UnidentifiedImageError as fault:
        raise BadInputError("is no JPEG, PNG or WebP", where=WHERE, way_out="Send one of these.") from fault
    except BadInputError:
        raise
    except Exception as fault:  # what a decoder raises for a broken file is of any kind
        raise BadInputError("is not whole, or not what it says to be", where=WHERE, way_out="Send it again.") from fault
    written = BytesIO()
    if kind is ProofKind.SIGNATURE:
        pixels.save(written, "PNG", optimize=True)
    else:
        pixels.save(written, "JPEG", quality=QUALITY, optimize=True)
    kept = written.getvalue()
    draft = PictureDraft(sha256(content).hexdigest(), sha256(kept).hexdigest(), SUFFIXES[kind], len(kept), *pixels.size)
    return Picture(draft, kept)


def _pixels(content: bytes, kind: ProofKind) -> Image.Image:
    """Decode the first frame, upright, on white, and no larger than it is kept; with nothing but its pixels."""
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise _too_many_pixels()
        opened.draft("RGB", (MOST_PIXELS_A_SIDE, MOST_PIXELS_A_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((MOST_PIXELS_A_SIDE, MOST_PIXELS_A_SIDE))
        drawn = upright.convert("RGBA")
    on_white = Image.new("RGB", drawn.size, WHITE)
    on_white.paste(drawn, mask=drawn.getchannel("A"))
    return on_white.convert("L") if kind is ProofKind.SIGNATURE else on_white


def _too_many_pixels() -> BadInputError:
    return BadInputError(
        f"has more than {MOST_PIXELS // 10**6} million pixels", where=WHERE, way_out="Make it smaller."
    )
