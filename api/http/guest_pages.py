"""What the pages have in common for who follows a link without an account: plain Russian HTML that runs nothing and loads
nothing."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape

STYLE = (
    "body{margin:0;background:#fff;color:#1c2733;font:1.125rem/1.5 Arial,sans-serif}"
    "main{max-width:40rem;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}h2{font-size:1.25rem}"
    "fieldset{border:1px solid #5b6773;border-radius:.4rem;margin:0 0 1.5rem;padding:1rem}"
    "legend,label.over{font-weight:bold}label.choice{display:block;padding:.5rem 0}"
    "input[type=radio]{width:1.4rem;height:1.4rem;margin:0 .6rem 0 0;vertical-align:middle}"
    "textarea{box-sizing:border-box;width:100%;min-height:8rem;font:inherit;padding:.5rem;border:1px solid #5b6773}"
    "button{font:inherit;padding:.7rem 1.4rem;border:0;border-radius:.4rem;background:#0b57a4;color:#fff}"
    ".wrong{border-left:.3rem solid #a4200b;padding-left:1rem}"
    ":focus-visible{outline:.2rem solid #0b57a4;outline-offset:.2rem}"
)
STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_DIGEST}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Such a page alone: its one style by its digest, its one form to where it came from."""

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
NOUNS = {"MESSAGE": "сообщение", "APPEAL": "обращение", "INCIDENT": "инцидент"}


def spoken_day(day: date) -> str:
    """Return a day as it is written in a Russian letter."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def wrong_list(heading: str, wrong: Sequence[str]) -> str:
    """Return what is to be mended in a form, read aloud first; empty where nothing is."""
    told = "".join(f"<li>{escape(one)}</li>" for one in wrong)
    return f"<div class=wrong role=alert><p>{escape(heading)}</p><ul>{told}</ul></div>" if told else ""


def waiting_page(seconds: int) -> str:
    """Return the page for who is to come again later."""
    return page("Подождите", f"<p>Слишком много попыток. Откройте ссылку снова через {seconds} с.</p>")


def page(heading: str, body: str) -> str:
    """Return a page with this heading; `body` is HTML."""
    return (
        '<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(heading)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{body}</main></body></html>"
    )
