"""Likeness of cases: one post however its link is spelled, nearly the same text, one topic at one place."""

from types import SimpleNamespace
from typing import Any

import pytest

from documents.cases.likeness import BANDS, LikenessPrefix, likeness_keys_of
from documents.cases.posts import post_key
from documents.cases.similar import FEWEST_BANDS

TEXT = (
    "На улице Кирова возле дома 12 уже вторую неделю не горит фонарь, дети возвращаются из школы в полной темноте, "
    "просим починить освещение до конца месяца и ответить, кто отвечает за этот участок"
)


def case(**given: Any) -> Any:
    place = {name: given.pop(name, None) for name in ("street", "house")}
    location = SimpleNamespace(**{f"{name}_redacted": value for name, value in place.items()})
    facts = {
        "is_sensitive": False,
        "text_redacted": "",
        "topic_id": None,
        "settlement_id": None,
        "applicant_phone_mark": None,
        "applicant_email_mark": None,
        "likeness_keys": [],
        "publications": [],
    }
    return SimpleNamespace(**{**facts, "location": location, **given})


def keys(prefix: LikenessPrefix, **given: Any) -> set[str]:
    return {one for one in likeness_keys_of(case(**given)) if one.startswith(prefix)}


def shared_bands(one: str, other: str) -> int:
    return len(keys(LikenessPrefix.TEXT, text_redacted=one) & keys(LikenessPrefix.TEXT, text_redacted=other))


@pytest.mark.parametrize(
    "url",
    [
        "http://vk.com/wall-1_22",
        "https://m.vk.com/wall-1_22/",
        "https://www.VK.com/wall-1_22?utm_source=share&from=feed",
        "https://vk.ru/wall-1_22#comments",
        "https://vk.com/public1?w=wall-1_22",
        "https://m.vkontakte.ru/feed?w=wall-1_22%2Fall&ref=x",
    ],
)
def test_a_post_is_the_same_however_its_link_is_spelled(url: str) -> None:
    assert post_key(url) == post_key("https://vk.com/wall-1_22")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://vk.com/wall-1_22", "https://vk.com/wall-1_23"),
        ("https://vk.com/wall-1_22", "https://vk.com/wall-1_22?reply=7"),
        ("https://vk.com/wall-1_22", "https://ok.ru/wall-1_22"),
        ("https://t.me/channel/5", "https://t.me/channel/5?comment=1"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
    ],
)
def test_other_posts_and_their_comments_are_others(one: str, other: str) -> None:
    assert post_key(one) != post_key(other)


def test_the_preview_of_a_channel_and_the_order_of_a_query_tell_no_posts_apart() -> None:
    assert post_key("https://t.me/s/channel/5") == post_key("https://telegram.me/channel/5")
    assert post_key("https://ok.ru/g?st=1&a=2") == post_key("https://m.odnoklassniki.ru/g/?a=2&st=1")
    assert post_key("http://[broken") == "http://[broken"


def test_a_text_with_a_few_other_words_is_nearly_the_same() -> None:
    assert shared_bands(TEXT, TEXT.upper().replace("Ё", "Е")) == BANDS
    assert shared_bands(TEXT, TEXT.replace("вторую", "третью")) >= FEWEST_BANDS
    assert shared_bands(TEXT, f"Здравствуйте! {TEXT} [телефон]") >= FEWEST_BANDS


def test_another_matter_in_like_words_is_another_text() -> None:
    other = "На улице Ленина возле дома 3 прорвало трубу, вода стоит в подвале, просим прислать бригаду и ответить"
    assert shared_bands(TEXT, other) < FEWEST_BANDS
    assert shared_bands(TEXT, " ".join(reversed(TEXT.split()))) < FEWEST_BANDS


@pytest.mark.parametrize("text", ["", "Спасибо!", "Яма на дороге у дома"])
def test_a_text_of_a_few_words_is_compared_with_nothing(text: str) -> None:
    assert keys(LikenessPrefix.TEXT, text_redacted=text) == set()


def test_of_a_sensitive_case_no_text_is_compared() -> None:
    assert keys(LikenessPrefix.TEXT, text_redacted=TEXT, is_sensitive=True) == set()


def test_one_of_several_publications_is_enough() -> None:
    posts = [
        SimpleNamespace(url=f"https://vk.com/wall-1_{one}", text_redacted=one) for one in (TEXT, "Ещё один")
    ]
    gathered = keys(LikenessPrefix.TEXT, publications=posts)
    assert keys(LikenessPrefix.TEXT, text_redacted=TEXT) <= gathered
    assert len(keys(LikenessPrefix.LINK, publications=posts)) == 2


def test_keys_of_a_text_are_made_anew_only_where_the_text_is_new() -> None:
    first = likeness_keys_of(case(text_redacted=TEXT))
    (made_of,) = [one for one in first if one.startswith(LikenessPrefix.TEXTS)]
    kept = [made_of, "text:00:kept"]
    assert likeness_keys_of(case(text_redacted=TEXT, likeness_keys=kept)) == kept
    assert likeness_keys_of(case(text_redacted=f"{TEXT}.", likeness_keys=kept)) != kept


def test_a_place_is_the_topic_and_the_house_however_they_are_written() -> None:
    here = {"topic_id": "light", "settlement_id": "bogotol", "street": "ул. Кирова", "house": "д. 12 А"}
    same = keys(LikenessPrefix.PLACE, **here)
    assert len(same) == 1
    assert keys(LikenessPrefix.PLACE, **{**here, "street": "Кирова", "house": "12а"}) == same
    for change in (
        {"topic_id": "holes"},
        {"settlement_id": "kritovo"},
        {"house": "14"},
        {"street": "пер. Кирова"},
    ):
        assert not keys(LikenessPrefix.PLACE, **{**here, **change}) & same
    for missing in ("topic_id", "street"):
        assert keys(LikenessPrefix.PLACE, **{**here, missing: None}) == set()


def test_an_applicant_is_known_by_either_contact() -> None:
    assert keys(LikenessPrefix.APPLICANT, applicant_phone_mark="p", applicant_email_mark="e") == {
        "applicant:p",
        "applicant:e",
    }
