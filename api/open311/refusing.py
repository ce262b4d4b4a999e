"""What Open311 refuses, in both languages; what GraphQL refuses keeps its own words."""

from collections.abc import Mapping

from auth.texts.wording import Text


class Open311Refused(Exception):
    """A refusal: its status, what it says, and the headers that go with it."""

    def __init__(
        self, status: int, text: Text, *, headers: Mapping[str, str] | None = None, **facts: object
    ) -> None:
        super().__init__(text.en)
        self.status = status
        self.headers = headers or {}
        self._text = text
        self._facts = facts

    def described(self, locale: str) -> str:
        """Return the sentence in the language of who asks."""
        words = self._text.en if locale == "en" else self._text.ru
        return words.format(**self._facts)


NO_KEY = Text(
    "Укажите действующий ключ клиента: параметр api_key или заголовок X-Api-Key.",
    "Present a valid key of your client: the parameter api_key or the header X-Api-Key.",
)
NOT_A_CLIENT = Text("Open311 открыт только клиентам партнёров.", "Open311 is open to partners' clients only.")
NO_CHANNELS = Text(
    "Open311 закрыт: в настройке {setting} не назван ни один действующий канал.",
    "Open311 is closed: the setting {setting} names no active channel.",
)
UNKNOWN_JURISDICTION = Text(
    "Территория с таким jurisdiction_id здесь не обслуживается.",
    "No jurisdiction goes by this jurisdiction_id here.",
)
UNKNOWN_FORM = Text("Форматы ответа: json и xml.", "Answers come as json and xml.")
NOT_FOUND = Text("Не найдено.", "Not found.")
METHOD = Text("Этот адрес не принимает такой метод.", "This address does not take that method.")
MISSING = Text("Не указан параметр {name}.", "The parameter {name} is missing.")
WRONG = Text("Значение параметра {name} недопустимо.", "The value of the parameter {name} is not valid.")
TWICE = Text("Параметр {name} указан более одного раза.", "The parameter {name} is given more than once.")
UNKNOWN_ATTRIBUTE = Text(
    "Атрибута {name} нет в определении услуги.", "The definition of the service has no attribute {name}."
)
TOO_LONG = Text(
    "Период больше {days} дней: укажите start_date и end_date ближе.",
    "The period spans more than {days} days: move start_date and end_date closer.",
)
TOO_MANY = Text(
    "Параметр {name}: не больше {limit} за раз.", "The parameter {name}: at most {limit} at a time."
)
TOO_FAR = Text(
    "Всего доступно {limit} записей выборки: сузьте её по времени.",
    "At most {limit} records of one selection are given: narrow the period.",
)
BODY = Text(
    "Тело запроса: поля формы (application/x-www-form-urlencoded) в UTF-8, не больше 256 КиБ.",
    "The body: fields of a form (application/x-www-form-urlencoded) in UTF-8, at most 256 KiB.",
)
