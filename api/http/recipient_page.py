"""The pages for a body that answers by a link: what was routed to it, a form with files, and plain words where there is
nothing to answer."""

from collections.abc import Sequence
from html import escape

from api.http.guest_pages import NOUNS, page, spoken_day, wrong_list
from documents.cases.answered_by_link import RoutedCase
from documents.cases.checks import TEXT_LIMIT
from documents.files.kinds import BY_EXTENSION
from documents.kernel.calendar import Calendar
from documents.kernel.ids import global_id

TAKEN = ",".join(f".{one}" for one in sorted(BY_EXTENSION))

OF_THE_APPLICANT = (
    "Имя и контакты заявителя не показаны: для ответа они не нужны.",
    "Заявителю ответ уйдёт после согласования.",
)
OF_AUTHORS = (
    "Авторы публикаций и их адреса не показаны: для ответа они не нужны.",
    "Под публикациями ответ появится после проверки.",
)
"""What a body is told of people: why it sees none, and how the answer reaches them."""


def routed_page(
    center: str,
    shown: RoutedCase,
    calendar: Calendar,
    *,
    path: str,
    megabytes: int,
    text: str = "",
    wrong: Sequence[str] = (),
) -> str:
    """Return the page with what was routed and, where it can be answered now, the form. `text` is what was written before,
    `wrong` what is to be mended; `path` is the address of the page."""
    body = (
        f"<p>{escape(center)} направил организации {_quoted(shown.body)} {_named(shown)} от "
        f"{spoken_day(calendar.day_of(shown.received_at))}.</p>"
        f"<p><strong>Ответ нужен до {_until(shown, calendar)}.</strong></p>"
        f"{_told('Почему направлено', shown.reason)}{_told('Суть', shown.summary)}{_told('Где', shown.place)}"
        f"{_told('Текст', shown.text)}{_publications(shown.publications)}{_files(shown, path)}"
        f"<p>{_of_people(shown)[0]}</p>"
        f"{_told('Прошлый ответ возвращён на доработку', shown.rework)}"
    )
    asked = _form(shown, text, megabytes) if shown.takes_answer else _waiting()
    return page("Что направлено и ответ", f"{body}{wrong_list('Ответ не отправлен:', wrong)}{asked}")


def answered_page(shown: RoutedCase, *, is_second: bool) -> str:
    """Return the page after the answer; of a second one it says that the first counts."""
    told = (
        "По этой ссылке ответ уже отправлен. Она принимает один ответ и больше не действует."
        if is_second
        else "Ответ принят и передан на согласование. Если его вернут на доработку, вы получите новую ссылку."
    )
    heading = "Ответ уже отправлен" if is_second else "Спасибо"
    return page(heading, f"<p>Ваша организация ответила на {_named(shown)}.</p><p>{told}</p>")


def nothing_page() -> str:
    """Return the page for a link that opens nothing, whatever the reason."""
    return page(
        "Ссылка не действует",
        "<p>По этой ссылке ничего нет: возможно, её отозвали, её срок истёк, или она скопирована не полностью.</p>"
        "<p>Если ответ ещё нужен, муниципальный центр управления пришлёт новую ссылку.</p>",
    )


def _until(shown: RoutedCase, calendar: Calendar) -> str:
    """By when the answer is needed: of an incident by the hour."""
    if shown.kind == "INCIDENT":
        return f"{calendar.local(shown.due_at):%H:%M} {spoken_day(calendar.day_of(shown.due_at))}"
    return f"{spoken_day(calendar.day_of(shown.due_at - shown.due_at.resolution))} включительно"


def _quoted(name: str) -> str:
    """A name in quotation marks; one that has some of its own needs no others."""
    return escape(name) if "«" in name else f"«{escape(name)}»"


def _named(shown: RoutedCase) -> str:
    return f"{NOUNS[shown.kind]} № {escape(shown.number)}"


def _told(heading: str, words: str | None) -> str:
    if not words:
        return ""
    lines = "".join(f"<p>{escape(one)}</p>" for one in words.split("\n") if one.strip())
    return f"<h2>{escape(heading)}</h2>{lines}"


def _files(shown: RoutedCase, path: str) -> str:
    if not shown.files:
        return ""
    links = "".join(
        f'<li><a href="{escape(path)}/files/{escape(global_id("File", one["id"]))}">'
        f"{escape(one['name_redacted'] or one['name'])}</a></li>"
        for one in shown.files
    )
    return f"<h2>Файлы</h2><ul>{links}</ul>"


def _of_people(shown: RoutedCase) -> tuple[str, str]:
    return OF_AUTHORS if shown.kind == "INCIDENT" else OF_THE_APPLICANT


def _publications(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    quoted = "".join(f"<blockquote>{escape(one)}</blockquote>" for one in texts)
    return f"<h2>Публикации</h2>{quoted}"


def _form(shown: RoutedCase, text: str, megabytes: int) -> str:
    return (
        '<h2>Ответ</h2><form method="post" enctype="multipart/form-data">'
        '<p><label class="over" for="text">Что сделано или почему сделать нельзя</label></p>'
        f'<p id="hint">{_of_people(shown)[1]} СНИЛС и номера полисов указывать нельзя.</p>'
        f'<p><textarea id="text" name="text" maxlength="{TEXT_LIMIT}" required aria-describedby="hint">'
        f"{escape(text)}</textarea></p>"
        '<p><label class="over" for="files">Файлы, если они нужны</label></p>'
        f'<p id="sizes">Фотографии, документы, таблицы; вместе не больше {megabytes} МБ.</p>'
        f'<p><input type="file" id="files" name="files" multiple accept="{TAKEN}" aria-describedby="sizes"></p>'
        '<p><button type="submit">Отправить ответ</button></p></form>'
    )


def _waiting() -> str:
    return "<h2>Ответ</h2><p>Сейчас ответ по ссылке не ждут: его готовит или согласует центр.</p>"
