"""Accounts as an aggregate: people's and partners' ways in, and the rows of signing in."""

from documents.accounts.administrators import ADMINISTRATORS_LOCK
from documents.accounts.document import BOOKKEEPING, Account
from documents.accounts.resource import ACCOUNTS, CLIENTS
from documents.accounts.vocabulary import CLIENT_RATES, ClientRate
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType

AGGREGATE = Aggregate(
    records=(Account,),
    bookkeeping=BOOKKEEPING,
    transient=BOOKKEEPING,
    resources=(ACCOUNTS, CLIENTS),
    object_types=(ObjectType("Client", CLIENTS), ObjectType("UserAccount", ACCOUNTS)),
    enumerations=(
        Enumeration(
            ClientRate, "ClientRate", "Нагрузка: how much a partner's client may ask for.", CLIENT_RATES
        ),
    ),
    lock_rows=(ADMINISTRATORS_LOCK,),
    loaded={Account: "Учётная запись загружена"},
)
