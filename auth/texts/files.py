"""What INVALID says of files, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

FILES: Mapping[str, Text] = MappingProxyType(
    {
        "unknown_file": Text(
            "Такого файла нет: его не загружали вы, он уже приложен или время вышло.",
            "There is no such file: you did not upload it, it is attached already, or its time is over.",
        ),
        "no_files": Text("Файлов нет.", "There are no files."),
        "already_cleared": Text(
            "Файл уже проверен на персональные данные.", "The file has already been cleared of personal data."
        ),
        "infected": Text("В файле найден вирус.", "A virus was found in the file."),
        "not_scanned": Text(
            "Файл ещё не проверен на вирусы. Повторите попытку позже.",
            "The file has not been scanned for viruses yet. Please try again later.",
        ),
        "empty_file": Text("Файл пуст.", "The file is empty."),
        "file_too_large": Text(
            "Файл слишком большой: допускается не более {limit} МБ.",
            "The file is too large: at most {limit} MB are allowed.",
        ),
        "unsupported_file": Text(
            "Файлы этого вида не принимаются. Можно приложить фотографию (JPEG, PNG, WebP), PDF, документ или таблицу "
            "(DOCX, XLSX, PPTX, ODT, ODS), текст (TXT, CSV) или видео MP4.",
            "Files of this kind are not accepted. You can attach pictures (JPEG, PNG, WebP), PDF, documents and tables "
            "(DOCX, XLSX, PPTX, ODT, ODS), text (TXT, CSV) and MP4 videos.",
        ),
        "type_mismatch": Text(
            "Содержимое файла не соответствует его имени или заявленному типу: на деле это {found}.",
            "The content does not match the name or the declared type: it is {found}.",
        ),
        "damaged": Text("Файл повреждён и не читается.", "The file is damaged and cannot be read."),
        "picture_too_large": Text(
            "Слишком большая картинка: допускается не более {limit} мегапикселей.",
            "The picture is too large: at most {limit} megapixels are allowed.",
        ),
        "packed_too_tightly": Text(
            "В распакованном виде файл слишком велик.", "The file becomes too large when it is unpacked."
        ),
        "has_macros": Text(
            "Документы с макросами не принимаются.", "Documents with macros are not accepted."
        ),
        "unknown_column": Text("Такого столбца в списке нет.", "The list has no such column."),
        "unreadable_range": Text("В файле нет такого отрезка.", "The file has no such range of bytes."),
    }
)
