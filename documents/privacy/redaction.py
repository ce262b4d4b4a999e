"""Redaction of free text: what would tell who wrote, or speaks of a third person, becomes a bracketed Russian word.

Order matters: links and addresses first, then numbers that a word beside them explains, then bare numbers, then names.
Houses, streets, days, times, routes, temperatures, sums and numbers of acts and meters stay: the work needs them.
"""

from functools import lru_cache

from documents.privacy.rules.dates import take_birth_dates
from documents.privacy.rules.draft import Draft
from documents.privacy.rules.links import EMAILS, PROFILES
from documents.privacy.rules.marks import NAME
from documents.privacy.rules.names import take_names
from documents.privacy.rules.papers import BARE, CERTIFICATES, EXPLAINED, POLICY_RULES, SNILS_RULES
from documents.privacy.rules.phones import PHONES, SHORT_PHONES
from documents.privacy.rules.places import FLATS, FLATS_IN_FIELDS
from documents.privacy.rules.rule import apply_rules
from documents.privacy.rules.spelled import take_spelled, take_spelled_birth

NUMBERS = (*POLICY_RULES, *EXPLAINED, *CERTIFICATES, *SNILS_RULES, *PHONES, *BARE, *FLATS, *SHORT_PHONES)


# A case is redacted anew at every write, and its texts mostly stay what they were.
@lru_cache(maxsize=512)
def redact(text: str) -> str:
    """Return the text with everything replaced that tells who wrote or speaks of a third person; empty for an empty text.

    Redacting twice changes nothing more. It is a net, not a proof: texts flagged sensitive are withheld as a whole.
    """
    return _worked(text).redacted()


def taken_out(text: str) -> list[tuple[str, str]]:
    """Return what redaction takes out of a text, in its order: the mark that it puts there, and what stood in its place."""
    return [
        (one.mark, text[one.start : one.end])
        for one in sorted(_worked(text).taken, key=lambda taken: taken.start)
    ]


# What is taken out of an answer is asked when it is handed in, and again as it is stored.
@lru_cache(maxsize=16)
def _worked(text: str) -> Draft:
    draft = Draft(text)
    apply_rules(draft, (*EMAILS, *PROFILES, *NUMBERS))
    if draft.taken:
        # Numbers side by side are read as one, or one speaks against the other, until one of them is taken out.
        apply_rules(draft, NUMBERS)
    take_spelled(draft)
    take_names(draft)
    take_spelled_birth(draft)
    take_birth_dates(draft)
    return draft


STREET = "ул. "


@lru_cache(maxsize=512)
def redact_place(text: str) -> str:
    """Return a street or the number of a house without the flat that was written behind it, and otherwise redacted."""
    # Behind the word a name is that of a street; where one is found even so, somebody is named.
    told = redact(f"{STREET}{text}").removeprefix(STREET)
    draft = Draft(redact(text) if NAME in told else told)
    apply_rules(draft, FLATS_IN_FIELDS)
    return draft.redacted()
