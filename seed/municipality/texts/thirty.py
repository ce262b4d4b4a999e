"""The thirty invented messages of the domain notes, with what is expected to become of each."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["answered", "replied", "postponed", "forwarded", "reopened", "rejected", "gratitude", "risk"]


@dataclass(frozen=True)
class SeedMessage:
    """One message: its topic is None where it has none, its regime is None for incidents (59-ФЗ does not reach them).

    `appeal_kind` stands only beside APPEAL_59FZ; `fast_track`: to be answered by the short deadline; `repeat_of` is the
    number of an earlier or later message of the thirty about the same trouble; `rejection_reason` beside `rejected`.
    """

    number: int
    channel_id: str
    topic_id: str | None
    settlement_id: str
    kind: str
    regime: str | None
    priority: str
    fate: Fate
    appeal_kind: str | None = None
    fast_track: bool = False
    repeat_of: int | None = None
    rejection_reason: str | None = None

    @property
    def text(self) -> str:
        """What was written, word for word."""
        return WORDS[self.number - 1]


WORDS: tuple[str, ...] = (
    (
        "В доме по ул. Школьной, 14 третий день еле тёплые батареи, в квартире +15. У нас ребёнок год и два "
        "месяца. Примите меры."
    ),
    (
        "А Советскую кто-нибудь чистить будет? После снегопада сутки прошли, скорая вчера буксовала у "
        "магазина."
    ),
    "Деревня Медяково, мусор не вывозили две недели, собаки растащили по всей улице. За что платим?",
    (
        "Автобус Боготол — Критово 7:10 не пришёл в понедельник и в среду, дети опоздали в школу. Прошу "
        "разобраться."
    ),
    "Вагино, ул. Центральная, нет света с 6 утра, у соседей тоже. Аппарат у мамы от сети.",
    "Напротив сада № 3 открытый люк! Палку воткнули и всё. Дети ходят!!!",
    "Прошу разъяснить, почему отказано в возмещении расходов на твёрдое топливо, справку прилагаю.",
    "Дочь пойдёт в 1 класс, портал пишет, что в школе № 2 мест нет, хотя мы по прописке. Что делать?",
    "Провод над дорогой на Заречной провис так, что грузовик цепляет. Опора накренилась.",
    "Колонка на Набережной замёрзла, за водой ходим за километр, а нам по семьдесят лет.",
    "Прошу включить в план грейдирование дороги от с. Юрьевка до кладбища, после дождей не проехать.",
    (
        "Управляющая компания второй год не делает перерасчёт за некачественное отопление. Прошу провести "
        "проверку."
    ),
    (
        "На берегу Чулыма за гаражами опять свалка, строительный мусор кто-то ночью вывалил, номер машины "
        "сфоткали."
    ),
    "Когда поставят остановку в Чайковском? Люди на ветру стоят, крыши нет.",
    (
        "В школьной столовой каша холодная, порции маленькие, ребёнок голодный. Прошу проверить организацию "
        "питания."
    ),
    "Подала на единое пособие месяц назад, статус не меняется. Куда обращаться?",
    "К терапевту талонов нет на две недели вперёд, это нормально?",
    "Тротуар вдоль Комсомольской — сплошной лёд, упала, рука в гипсе. Посыпать можно?",
    "На Комсомольской каток, не посыпают совсем.",
    "Вода из крана рыжая, с песком, фильтр за неделю забился. Фото приложил.",
    "Контейнер у магазина в Критово без дна, всё под ним, поставьте новый.",
    "Водитель дневного рейса курит за рулём и высадил бабушку не на остановке.",
    "Напряжение вечером 170 вольт, холодильник сгорел. Кто возместит?",
    "Спасибо школе в Вагино за новый спортзал, дети счастливы!",
    "Александровка: лёд пошёл, моста нет, продукты как возить будем? Каждый год одно и то же.",
    "Нет пандуса у здания администрации, муж на коляске, не можем попасть на приём.",
    "Предлагаю сделать автобус до больницы по субботам для жителей сёл.",
    "Говорят, школу в нашем селе закроют с осени, это правда?? Перепост!",
    "Ответ получили, но двор так и не почистили, фото сегодняшнее. Вопрос НЕ РЕШЁН.",
    "Вы там все ***, ничего не делаете",
)
"""The texts, message 1 first."""

THIRTY: tuple[SeedMessage, ...] = (
    SeedMessage(1, "POS", "housing-01", "bogotol", "PROBLEM", "MESSAGE", "HIGH", "answered", fast_track=True),
    SeedMessage(2, "VK", "roads-03", "bogotol", "PROBLEM", None, "HIGH", "replied", fast_track=True),
    SeedMessage(3, "OK", "waste-01", "medyakovo", "PROBLEM", None, "NORMAL", "replied"),
    SeedMessage(4, "POS", "transport-02", "kritovo", "PROBLEM", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(5, "EDDS", "energy-01", "vagino", "PROBLEM", "MESSAGE", "HIGH", "answered", fast_track=True),
    SeedMessage(6, "VK", "roads-13", "bogotol", "PROBLEM", None, "CRITICAL", "replied", fast_track=True),
    SeedMessage(
        7,
        "RECEPTION",
        "social-08",
        "bogotol",
        "QUESTION",
        "APPEAL_59FZ",
        "NORMAL",
        "answered",
        appeal_kind="APPLICATION",
    ),
    SeedMessage(8, "POS", "education-01", "bogotol", "QUESTION", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(9, "TELEGRAM", "energy-03", "bogotol", "PROBLEM", None, "HIGH", "replied", fast_track=True),
    SeedMessage(10, "OK", "housing-04", "bogotol", "PROBLEM", None, "NORMAL", "replied"),
    SeedMessage(11, "POS", "roads-02", "yuryevka", "PROPOSAL", "MESSAGE", "NORMAL", "postponed"),
    SeedMessage(
        12,
        "POST",
        "housing-10",
        "bogotol",
        "PROBLEM",
        "APPEAL_59FZ",
        "NORMAL",
        "answered",
        appeal_kind="COMPLAINT",
    ),
    SeedMessage(13, "VK", "waste-06", "bogotol", "PROBLEM", None, "NORMAL", "replied"),
    SeedMessage(14, "POS", "transport-06", "chaykovsky", "QUESTION", "MESSAGE", "NORMAL", "postponed"),
    SeedMessage(15, "EMAIL", "education-03", "bogotol", "PROBLEM", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(16, "POS", "social-02", "bogotol", "QUESTION", "MESSAGE", "NORMAL", "forwarded"),
    SeedMessage(17, "VK", "outside-01", "bogotol", "QUESTION", None, "NORMAL", "forwarded"),
    SeedMessage(
        18,
        "POS",
        "roads-04",
        "bogotol",
        "PROBLEM",
        "MESSAGE",
        "HIGH",
        "answered",
        fast_track=True,
        repeat_of=19,
    ),
    SeedMessage(19, "OK", "roads-04", "bogotol", "PROBLEM", None, "NORMAL", "replied", fast_track=True),
    SeedMessage(20, "POS", "housing-03", "bogotol", "PROBLEM", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(21, "PHONE", "waste-03", "kritovo", "PROBLEM", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(
        22,
        "TELEGRAM",
        "transport-05",
        "bogotol",
        "PROBLEM",
        None,
        "NORMAL",
        "replied",
    ),
    SeedMessage(23, "POS", "energy-02", "bogotol", "QUESTION", "MESSAGE", "NORMAL", "forwarded"),
    SeedMessage(24, "VK", "education-06", "vagino", "GRATITUDE", None, "LOW", "gratitude"),
    SeedMessage(25, "OK", "roads-11", "aleksandrovka", "PROBLEM", None, "CRITICAL", "replied"),
    SeedMessage(26, "POS", "social-05", "bogotol", "PROBLEM", "MESSAGE", "NORMAL", "answered"),
    SeedMessage(
        27,
        "RECEPTION",
        "transport-03",
        "bogotol",
        "PROPOSAL",
        "APPEAL_59FZ",
        "NORMAL",
        "answered",
        appeal_kind="PROPOSAL",
    ),
    SeedMessage(28, "VK", "education-14", "kritovo", "QUESTION", None, "HIGH", "risk"),
    SeedMessage(29, "POS", "housing-14", "bogotol", "PROBLEM", "MESSAGE", "NORMAL", "reopened"),
    SeedMessage(
        30,
        "POS",
        None,
        "bogotol",
        "OTHER",
        "MESSAGE",
        "NORMAL",
        "rejected",
        rejection_reason="OBSCENE_OR_THREATENING",
    ),
)
