"""Pictures for tests, made as cameras make them, and as those who mean harm do."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

__all__ = ["SECRET", "bomb", "camera_picture", "picture"]

SECRET = b"GPS52.1289N"
"""Something that a file tells beside its pixels."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: Any = (200, 30, 30), **options: Any) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def camera_picture() -> bytes:
    """Make a picture that lies on its side, and tells place and maker in its EXIF and comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 7.0, 44.0)
    return picture(exif=exif, comment=SECRET)


def bomb(width: int, height: int) -> bytes:
    """Make a PNG of few bytes and very many pixels: its head says so, its rows are zeros."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * min(height, 2_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
