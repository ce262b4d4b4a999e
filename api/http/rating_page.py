"""The pages for who rates an answer by a link: plain Russian HTML that runs nothing and loads nothing."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from documents.cases.checks import COMMENT_LIMIT
from documents.cases.rated_by_link import RatedCase
from documents.cases.satisfaction import SCORES

STYLE = (
    "body{margin:0;background:#fff;color:#1c2733;font:1.125rem/1.5 Arial,sans-serif}"
    "main{max-width:40rem;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}"
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
"""This page alone: its one style by its digest, its one form to where it came from."""

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
NOUNS = {"MESSAGE": "сообщение", "APPEAL": "обращение"}
SOLVED = {"yes": "Да, решён", "no": "Нет, не решён"}


def spoken_day(day: date) -> str:
    """Return a day as it is written in a Russian letter."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def asking_page(
    center: str, shown: RatedCase, answered_on: date, *, chosen: Mapping[str, str], wrong: Sequence[str] = ()
) -> str:
    """Return the page with the form; `chosen` is what was filled in before, `wrong` what is to be mended in it."""
    told = "".join(f"<li>{escape(one)}</li>" for one in wrong)
    scores = {str(score): f"{score} — {words}" for score, words in sorted(SCORES.items(), reverse=True)}
    body = (
        f"<p>{escape(center)} просит вас оценить ответ на ваше {_named(shown)}, данный "
        f"{spoken_day(answered_on)}.</p>"
        f"{f'<div class=wrong role=alert><p>Оценка не отправлена:</p><ul>{told}</ul></div>' if told else ''}"
        '<form method="post">'
        f"{_choices('score', 'Насколько вы удовлетворены ответом?', scores, chosen)}"
        f"{_choices('solved', 'Решён ли ваш вопрос?', SOLVED, chosen)}"
        "<p>Если вопрос не решён, центр рассмотрит, нужно ли вернуться к нему.</p>"
        '<p><label class="over" for="comment">Пояснение, если хотите его дать</label></p>'
        '<p id="hint">Имя, телефон и адрес указывать не нужно.</p>'
        f'<p><textarea id="comment" name="comment" maxlength="{COMMENT_LIMIT}" aria-describedby="hint">'
        f"{escape(chosen.get('comment', ''))}</textarea></p>"
        '<p><button type="submit">Отправить оценку</button></p></form>'
    )
    return _page("Оценка ответа", body)


def thanks_page(shown: RatedCase, *, is_second: bool) -> str:
    """Return the page after a rating; of a second one it says that the first counts."""
    told = (
        "Вы уже оценили этот ответ, и ваша оценка учтена. Изменить её нельзя."
        if is_second
        else "Ваша оценка принята. Если вы указали, что вопрос не решён, центр рассмотрит, нужно ли вернуться к нему."
    )
    return _page("Спасибо", f"<p>Ответ на ваше {_named(shown)}.</p><p>{told}</p>")


def nothing_page() -> str:
    """Return the page for a link that opens nothing, whatever the reason."""
    return _page(
        "Ссылка не действует",
        "<p>По этой ссылке ничего нет: возможно, её срок истёк или она скопирована не полностью.</p>"
        "<p>Если ваш вопрос не решён, обратитесь снова тем же способом, что и в первый раз.</p>",
    )


def waiting_page(seconds: int) -> str:
    """Return the page for who is to come again later."""
    return _page("Подождите", f"<p>Слишком много попыток. Откройте ссылку снова через {seconds} с.</p>")


def _named(shown: RatedCase) -> str:
    return f"{NOUNS[shown.kind]} № {escape(shown.number)}"


def _choices(name: str, legend: str, offered: Mapping[str, str], chosen: Mapping[str, str]) -> str:
    choices = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{value}" required'
        f"{' checked' if chosen.get(name) == value else ''}>{escape(words)}</label>"
        for value, words in offered.items()
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{choices}</fieldset>"


def _page(heading: str, body: str) -> str:
    return (
        '<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(heading)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{body}</main></body></html>"
    )
