"""Pictures for the demo, drawn from a number: a street and a house, or a receipt of the post. Nobody is on them."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (320, 240)
HORIZON = 150
FIRST_RECEIPT = 1_000
"""The number from which on receipts of the post are drawn."""


def drawn(number: int) -> bytes:
    """Return a picture as JPEG, from FIRST_RECEIPT on of a receipt of the post; the same number always draws the same."""
    if number >= FIRST_RECEIPT:
        return _receipt(number)
    chance = random.Random(number)
    picture = Image.new("RGB", SIZE, (190, 215, 235))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HORIZON, *SIZE), fill=(120, 120, 118))
    left, width = chance.randrange(20, 120), chance.randrange(80, 160)
    top = chance.randrange(40, 90)
    walls = tuple(chance.randrange(120, 230) for _ in range(3))
    pen.rectangle((left, top, left + width, HORIZON), fill=walls)
    for across in range(left + 10, left + width - 14, 24):
        for down in range(top + 10, HORIZON - 20, 26):
            pen.rectangle((across, down, across + 12, down + 14), fill=(250, 240, 190))
    for _ in range(chance.randrange(2, 5)):
        x, y = chance.randrange(20, 280), chance.randrange(HORIZON + 12, 220)
        pen.ellipse((x, y, x + chance.randrange(18, 60), y + chance.randrange(6, 16)), fill=(60, 58, 56))
    return _as_jpeg(picture)


def _receipt(number: int) -> bytes:
    """A sheet with lines that nobody can read, and a round stamp."""
    chance = random.Random(number)
    picture = Image.new("RGB", SIZE, (252, 252, 246))
    pen = ImageDraw.Draw(picture)
    for down in range(24, 150, 18):
        pen.line((20, down, chance.randrange(140, 300), down), fill=(70, 70, 80), width=3)
    x, y = chance.randrange(190, 230), chance.randrange(130, 150)
    for radius in (38, 28):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(40, 60, 150), width=3)
    return _as_jpeg(picture)


def _as_jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
