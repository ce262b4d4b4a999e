"""What INVALID says of files of other systems and of their records, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

INTAKE: Mapping[str, Text] = MappingProxyType(
    {
        "unreadable_encoding": Text(
            "Кодировка повреждена в строке {line}: читаются UTF-8 и Windows-1251.",
            "The encoding is broken in line {line}: UTF-8 and Windows-1251 are read.",
        ),
        "unreadable_table": Text(
            "Таблица не читается в строке {line}: кавычка не закрыта, строка слишком длинная или это не текст.",
            "The table cannot be read at line {line}: a quote is not closed, the line is too long, or it is no text.",
        ),
        "cut_off": Text(
            "Файл обрывается посреди последней строки.", "The file ends in the middle of its last row."
        ),
        "unreadable_json": Text(
            "JSON не читается в записи {record}: ожидаются объекты, списком или по одному в строке.",
            "The JSON cannot be read at record {record}: objects are expected, in a list or one a line.",
        ),
        "unreadable_workbook": Text("Это не книга Excel (XLSX).", "This is no Excel workbook (XLSX)."),
        "locked_workbook": Text(
            "Книга защищена паролем или сохранена в старом формате XLS: сохраните её как XLSX.",
            "The workbook is locked by a password or of the old form XLS: save it as XLSX.",
        ),
        "unpacks_too_large": Text(
            "Книга распаковывается более чем в {limit} МБ.", "The workbook unpacks to more than {limit} MB."
        ),
        "too_many_columns": Text(
            "В таблице более {limit} столбцов.", "The table has more than {limit} columns."
        ),
        "too_many_rows": Text(
            "В файле более {limit} записей: разделите его.",
            "The file has more than {limit} records: split it.",
        ),
        "no_header": Text(
            "Не найдена строка с названиями столбцов.", "No row with the names of the columns was found."
        ),
        "doubled_column": Text(
            "Столбец «{column}» повторяется.", "The column “{column}” appears more than once."
        ),
        "not_disputed": Text(
            "По этому полю расхождения нет или оно уже решено.",
            "Nothing is said otherwise of this field, or it was decided already.",
        ),
        "malformed_moment": Text(
            "Дата не распознана: ожидается дд.мм.гггг чч:мм[:сс], ISO 8601 или число Excel.",
            "The date is not recognized: dd.mm.yyyy hh:mm[:ss], ISO 8601 or a serial of Excel is expected.",
        ),
        "malformed_state": Text(
            "Состояние во внешней системе не прочитано: нет кода, он слишком длинный, или в нём личные сведения.",
            "The state in the other system was not read: no code, one that is too long, or one that tells of somebody.",
        ),
        "unknown_state": Text(
            "Такое состояние здесь не сопоставлено.", "Nobody has said what this state stands for here."
        ),
    }
)
