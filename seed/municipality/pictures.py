"""Pictures for the demo, drawn from a number: a street, a house and what is wrong there. Nobody is on them."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (320, 240)
HORIZON = 150


def drawn(number: int) -> bytes:
    """Return a picture as JPEG; the same number always draws the same one."""
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
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
