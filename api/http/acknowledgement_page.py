"""The pages for an official who acknowledges an extract by a link: what is given to him, a button, and plain words after."""

from html import escape

from api.http.guest_pages import page, spoken_day
from documents.dispatching.extracts import LinkedExtract


def extract_page(shown: LinkedExtract) -> str:
    """Return the page with what the protocol gives the official, and the button by which he acknowledges it."""
    body = (
        f"{_orders(shown)}"
        '<form method="post"><p><button type="submit">Ознакомлен</button></p></form>'
        "<p>Кнопка отмечает только то, что вы прочитали выписку. Об исполнении сообщают отдельно.</p>"
    )
    return page("Выписка из протокола", body)


def acknowledged_page(shown: LinkedExtract) -> str:
    """Return the page after that: what was given stays readable as long as the link does."""
    return page("Вы ознакомились", f"<p>Отметка об ознакомлении сохранена.</p>{_orders(shown)}")


def nothing_page() -> str:
    """Return the page for a link that opens nothing, whatever the reason."""
    return page(
        "Ссылка не действует",
        "<p>По этой ссылке ничего нет: возможно, её срок истёк или она скопирована не полностью.</p>"
        "<p>Об ознакомлении можно сообщить секретарю заседания.</p>",
    )


def _orders(shown: LinkedExtract) -> str:
    lines = "".join(
        f"<p><strong>{escape(one.decision_no)}.</strong> {escape(one.text)} Срок: {escape(one.term)}.</p>"
        for one in shown.orders
    )
    return f"<p>Протокол № {shown.number} от {spoken_day(shown.on)}.</p><h2>Вам поручено</h2>{lines}"
