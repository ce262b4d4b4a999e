"""A template of answers (шаблон ответа): words that an answer begins with, and places that a case fills (III.4.4/6)."""
