"""The enumeration of what may be done with a protocol."""

from enum import StrEnum

from schema.terms import described


@described(
    "Действие: a mutation that moves a protocol to another state; the value is the mutation's name in "
    "capitals, so that `SIGN_PROTOCOL` stands for `signProtocol`.",
    DISPATCH_PROTOCOL="Направить протокол",
    MARK_PROTOCOL_READY="Передать протокол на подпись",
    SEND_BACK_PROTOCOL="Вернуть протокол без подписи",
    SIGN_PROTOCOL="Подписать протокол",
    SUBMIT_PROTOCOL="Представить протокол на согласование",
)
class ProtocolAction(StrEnum):
    DISPATCH_PROTOCOL = "DISPATCH_PROTOCOL"
    MARK_PROTOCOL_READY = "MARK_PROTOCOL_READY"
    SEND_BACK_PROTOCOL = "SEND_BACK_PROTOCOL"
    SIGN_PROTOCOL = "SIGN_PROTOCOL"
    SUBMIT_PROTOCOL = "SUBMIT_PROTOCOL"
