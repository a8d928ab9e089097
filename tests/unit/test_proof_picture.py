"""What is sent as a picture: taken as pixels alone, or refused in a line."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data.models.proof import MOST_PIXELS_A_SIDE, ProofKind
from kernel.errors import BadInputError
from rounds.proof_picture import MOST_BYTES, read_picture
from tests.pictures import SECRET, bomb, camera_picture, picture

PHOTO, SIGNATURE = ProofKind.PHOTO, ProofKind.SIGNATURE


def seen(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_form_becomes_one_of_ours(kind: str) -> None:
    kept = read_picture(picture(kind), PHOTO)
    again = seen(kept.content)
    assert (again.format, again.size, again.mode) == ("JPEG", (60, 40), "RGB")
    assert (kept.draft.width_px, kept.draft.height_px, kept.draft.size_bytes) == (60, 40, len(kept.content))
    red, green, blue = again.getpixel((30, 20))
    assert abs(red - 200) < 12
    assert max(abs(green - 30), abs(blue - 30)) < 12


def test_nothing_but_pixels_is_kept_and_they_stand_upright() -> None:
    sent = camera_picture()
    assert SECRET in sent
    kept = read_picture(sent, PHOTO)
    assert (kept.draft.width_px, kept.draft.height_px) == (40, 60)
    assert SECRET not in kept.content
    again = seen(kept.content)
    assert not again.getexif()
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_signature_is_grey_on_white() -> None:
    drawn = Image.new("RGBA", (50, 20), (0, 0, 0, 0))
    drawn.putpixel((25, 10), (0, 0, 0, 255))
    written = BytesIO()
    drawn.save(written, "PNG")
    kept = read_picture(written.getvalue(), SIGNATURE)
    again = seen(kept.content)
    assert (again.format, again.mode, kept.draft.suffix) == ("PNG", "L", "png")
    assert (again.getpixel((0, 0)), again.getpixel((25, 10))) == (255, 0)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    kept = read_picture(picture(size=(4_000, 3_000), quality=20), PHOTO)
    assert (kept.draft.width_px, kept.draft.height_px) == (MOST_PIXELS_A_SIDE, 1_500)


def test_what_stands_behind_a_picture_is_not_kept() -> None:
    """A file that is a picture to one program and an archive or a page to another."""
    for tail in (b"PK\x03\x04" + SECRET, b"<script>" + SECRET + b"</script>", SECRET):
        kept = read_picture(picture() + tail, PHOTO)
        assert SECRET not in kept.content
        assert b"<script" not in kept.content


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no JPEG, PNG or WebP"),
        (b"%PDF-1.7 a passport", "is no JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "is no JPEG, PNG or WebP"),
        (b"GIF89a" + picture(), "is no JPEG, PNG or WebP"),
        (picture("GIF"), "is no JPEG, PNG or WebP"),
        (picture("TIFF"), "is no JPEG, PNG or WebP"),
        (picture("BMP"), "is no JPEG, PNG or WebP"),
        (picture()[:-300], "is not whole"),
        (picture("PNG")[:60], "is not whole"),
        (picture("WEBP")[:-20], "is no"),
        (b"\xff\xd8\xff" + b"\0" * 500, "is no"),
        (bomb(60_000, 60_000), "more than 50 million pixels"),
        (bomb(10_000, 10_000), "more than 50 million pixels"),
        (b"\0" * (MOST_BYTES + 1), "larger than 5 MiB"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_line(content: bytes, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        read_picture(content, PHOTO)


@settings(max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_a_broken_picture_never_breaks_us(kind: str, data: st.DataObject) -> None:
    content = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    try:
        kept = read_picture(bytes(content[:cut]), PHOTO)
    except BadInputError:
        return
    assert seen(kept.content).format == "JPEG"
