"""One post is one, however its link is spelled; another post or another comment is another."""

import pytest

from documents.cases.posts import post_key

SAME = {
    "hosts and phones of VK": (
        "https://vk.com/wall-12_345",
        "https://m.vk.com/wall-12_345",
        "http://www.vk.ru/wall-12_345/",
        "https://vk.com/bogotol_online?w=wall-12_345",
        "https://vk.com/club12?w=wall-12_345%2Fall&utm_source=share",
        "https://vkontakte.ru/wall-12_345?from=feed",
    ),
    "a comment of VK": (
        "https://vk.com/wall-12_345?reply=7",
        "https://m.vk.com/wall-12_345?reply=7&thread=5",
        "https://vk.com/club12?w=wall-12_345_r7",
    ),
    "a topic of Odnoklassniki": (
        "https://ok.ru/group/52013/topic/156000",
        "https://m.ok.ru/group/52013/topic/156000?utm_medium=app",
        "https://www.odnoklassniki.ru/group/52013/topic/156000/",
        "https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=52013&st.themeId=156000",
    ),
    "a post of Telegram": (
        "https://t.me/bogotol_live/88",
        "https://t.me/s/Bogotol_Live/88",
        "http://telegram.me/bogotol_live/88?single",
    ),
    "a page elsewhere": (
        "https://example.org/news/5?b=2&a=1",
        "http://www.example.org/news/5/?a=1&b=2&utm_campaign=x&yclid=9#comments",
    ),
}

OTHER = (
    ("https://vk.com/wall-12_345", "https://vk.com/wall-12_346"),
    ("https://vk.com/wall-12_345", "https://vk.com/wall-12_3456"),
    ("https://vk.com/wall-12_345", "https://vk.com/wall12_345"),
    ("https://vk.com/wall-12_345", "https://vk.com/wall-12_345?reply=7"),
    ("https://vk.com/wall-12_345?reply=7", "https://vk.com/wall-12_345?reply=8"),
    ("https://ok.ru/group/52013/topic/156000", "https://ok.ru/group/52013/topic/156001"),
    ("https://t.me/bogotol_live/88", "https://t.me/bogotol_live/88?comment=3"),
    ("https://t.me/bogotol_live/88", "https://t.me/bogotol/88"),
    ("https://example.org/news?id=5", "https://example.org/news?id=6"),
    ("https://vk.com/wall-12_345", "https://ok.ru/wall-12_345"),
)


@pytest.mark.parametrize("links", SAME.values(), ids=SAME)
def test_the_same_post_is_recognized_however_its_link_is_spelled(links: tuple[str, ...]) -> None:
    assert len({post_key(one) for one in links}) == 1


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_post_or_comment_is_another(one: str, other: str) -> None:
    assert post_key(one) != post_key(other)
