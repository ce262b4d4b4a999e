"""Pictures made anew: turned as they are to be seen, and without what a camera wrote beside them (places, names)."""

from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from auth.errors import Invalid

MOST_PIXELS = 40_000_000
"""Of one picture: more are as a rule a bomb, and cost memory in any case."""

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
QUALITY = 90
PLAIN_MODES = frozenset({"L", "RGB", "RGBA"})
CONTENT = ("content",)

# The limit is ours, and asked right after the head of a picture is read.
Image.MAX_IMAGE_PIXELS = None


def made_anew(source: BinaryIO, target: BinaryIO, mime: str) -> None:
    """Write the picture in `source` into `target`, in its own format. It holds the CPU: call it in a thread.

    Of several frames the first is kept. Raises: INVALID (`picture_too_large`, `damaged`).
    """
    written_as = FORMATS[mime]
    try:
        with Image.open(source, formats=[written_as]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("picture_too_large", path=CONTENT, limit=MOST_PIXELS // 1_000_000)
            picture: Image.Image = ImageOps.exif_transpose(opened)
            if picture.mode not in PLAIN_MODES:
                picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            if written_as == "JPEG" and picture.mode == "RGBA":
                picture = picture.convert("RGB")
            # Whatever stood beside the picture would be written again.
            picture.info = {}
            options = {} if written_as == "PNG" else {"quality": QUALITY}
            picture.save(target, format=written_as, **options)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Invalid("damaged", path=CONTENT) from error
