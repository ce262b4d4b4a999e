"""E-mail addresses, also with the signs in words, and links, nicks and mentions that lead to a person."""

from documents.privacy.rules.marks import EMAIL, PROFILE
from documents.privacy.rules.rule import rule

_AT_WORD = r"(?:собака|собачка|собаку|at|эт|dog|гав)"
_AT = rf"(?: ?@ ?| ?[\[({{<]{{1,2}} ?{_AT_WORD} ?[\])}}>]{{1,2}} ?| {{1,3}}{_AT_WORD} {{1,3}})"
_DOT_WORD = r"(?:точка|тчк|dot)"
_DOT = (
    rf"(?:\.| \. |, ?(?=(?:ru|com|net|org|su|рф)\b)| ?[\[({{] ?(?:{_DOT_WORD}|\.) ?[\])}}] ?| {_DOT_WORD} )"
)
_JOINT = r"(?:\.| \. | (?:точка|тчк|dot|дефис|тире|минус|нижнее подчеркивание|подчеркивание) )"
_NAME = rf"[\w+-]{{1,64}}(?:{_JOINT}[\w+-]{{1,64}}){{0,4}}"
_ZONE = r"(?:[a-z]{2,6}|ру|рф|ком|нет|орг|онлайн)(?![\w])"

_VK = r"(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|vkontakte\.ru|вк\.ком)/"
_OPEN = r"(?!(?:club|public|event|wall-|photo-|video-|album-|topic-|clip-|market|feed\b|im\b|app\d))"
_REST = r"@?[\w.+-]{1,80}[^\s,;)\]>»]{0,200}"
_MESSENGERS = (
    r"t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|max\.ru|wa\.me|viber\.click|tiktok\.com|ok\.me|"
    r"my\.mail\.ru"
)

EMAILS = (
    rule(EMAIL, rf"(?<![\w.+-]){_NAME} ?@ ?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}", "@"),
    rule(
        EMAIL,
        rf"(?<![\w.+-]){_NAME}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}{_ZONE}",
        "@",
        "собак",
        "собач",
        " at ",
        "(at",
        "[at",
        "<at",
        " эт ",
        "(эт",
        "[эт",
        "dog",
        " гав ",
        "(гав",
    ),
)

# Pages of communities and single posts of communities are open sources and stay; anything else may be a person.
PROFILES = (
    rule(PROFILE, r"\[@?id[0-9]{1,20}\|[^\]\n]{0,80}\]", "[id", "[@id"),
    rule(PROFILE, r"[*@]id[0-9]{3,20}(?: ?\([^)\n]{1,80}\))?", "*id", "@id"),
    rule(PROFILE, rf"{_VK}{_OPEN}{_REST}", "vk", "вк."),
    rule(PROFILE, rf"(?:https?://)?(?:www\.|m\.)?ok\.ru/(?!group|video|topic){_REST}", "ok.ru/"),
    rule(PROFILE, rf"(?:https?://)?(?:www\.)?(?:{_MESSENGERS})/{_REST}", ".me/", ".com/", ".ru/", ".click/"),
    rule(PROFILE, r"(?<![\w@.])@[a-z_][\w.]{2,60}[\w]", "@"),
    rule(PROFILE, r"(?:\b(?:vk|вк) ?:? ?)?\bid ?[0-9]{6,20}\b", "id"),
    rule(PROFILE, r"\b(?:vk|вк) ?:? ?id[0-9]{3,20}\b", "id"),
    rule(
        PROFILE,
        r"\b(?:телеграмм?|телега|телеге|тг|tg|telegram|инста(?:грамм?)?|instagram|скайп|skype|ник(?:нейм)?|логин|аккаунт)"
        r"[ :-]{1,3}(?P<take>[a-z][a-z0-9_.]{3,60}[a-z0-9_])",
        "телег",
        "тг",
        "tg",
        "telegram",
        "инст",
        "insta",
        "скайп",
        "skype",
        "ник",
        "логин",
        "аккаунт",
    ),
)
