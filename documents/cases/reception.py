"""The stored shape of a card of personal reception (59-ФЗ, art. 13)."""

from documents.kernel.record import EmbeddedDocument


class ReceptionCard(EmbeddedDocument):
    """Who received whom, and when: the number of the card, the local day (ISO), the official, and whether the applicant was
    answered there and then, with their consent, instead of in writing."""

    number: str
    on: str
    received_by_id: str
    is_answered_orally: bool = False
