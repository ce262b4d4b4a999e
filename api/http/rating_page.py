"""The pages for who rates an answer by a link: plain Russian HTML that runs nothing and loads nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from api.http.guest_pages import NOUNS, page, spoken_day, wrong_list
from documents.cases.checks import COMMENT_LIMIT
from documents.cases.rated_by_link import RatedCase
from documents.cases.satisfaction import SCORES

SOLVED = {"yes": "Да, решён", "no": "Нет, не решён"}


def asking_page(
    center: str, shown: RatedCase, answered_on: date, *, chosen: Mapping[str, str], wrong: Sequence[str] = ()
) -> str:
    """Return the page with the form; `chosen` is what was filled in before, `wrong` what is to be mended in it."""
    scores = {str(score): f"{score} — {words}" for score, words in sorted(SCORES.items(), reverse=True)}
    body = (
        f"<p>{escape(center)} просит вас оценить ответ на ваше {_named(shown)}, данный "
        f"{spoken_day(answered_on)}.</p>"
        f"{wrong_list('Оценка не отправлена:', wrong)}"
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
    return page("Оценка ответа", body)


def thanks_page(shown: RatedCase, *, is_second: bool) -> str:
    """Return the page after a rating; of a second one it says that the first counts."""
    told = (
        "Вы уже оценили этот ответ, и ваша оценка учтена. Изменить её нельзя."
        if is_second
        else "Ваша оценка принята. Если вы указали, что вопрос не решён, центр рассмотрит, нужно ли вернуться к нему."
    )
    return page("Спасибо", f"<p>Ответ на ваше {_named(shown)}.</p><p>{told}</p>")


def nothing_page() -> str:
    """Return the page for a link that opens nothing, whatever the reason."""
    return page(
        "Ссылка не действует",
        "<p>По этой ссылке ничего нет: возможно, её срок истёк или она скопирована не полностью.</p>"
        "<p>Если ваш вопрос не решён, обратитесь снова тем же способом, что и в первый раз.</p>",
    )


def _named(shown: RatedCase) -> str:
    return f"{NOUNS[shown.kind]} № {escape(shown.number)}"


def _choices(name: str, legend: str, offered: Mapping[str, str], chosen: Mapping[str, str]) -> str:
    choices = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{value}" required'
        f"{' checked' if chosen.get(name) == value else ''}>{escape(words)}</label>"
        for value, words in offered.items()
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{choices}</fieldset>"
