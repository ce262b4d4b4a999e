"""Changes of the composition: a member and his successor, somebody who stood in, and somebody who is going to."""

from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.plans.clockwork import Clock, calendar
from seed.shapes import AppointmentPlan, PlannedStep

HEAD = "person-head"
FORMER, SUCCESSOR, DEPUTY = "membership-former-member", "person-next-member", "person-as-dept-social-policy"

CHANGED_ON = date(2026, 4, 29)
AWAY_FROM, AWAY_UNTIL = date(2026, 5, 18), date(2026, 5, 25)
"""Days, the second one not included, on which somebody stood in for the incident officer."""

DAYS_AHEAD, DAYS_LONG = 14, 7

FactsMaker = dict[str, Any]


def appointments_of(clock: Clock) -> tuple[AppointmentPlan, ...]:
    """Return what the head recorded, oldest first; the last one is recorded on the last day and begins two weeks later."""
    coming = clock.today + timedelta(days=DAYS_AHEAD)
    changed_at = _office_hour(CHANGED_ON)
    return (
        AppointmentPlan(
            PlannedStep(
                "end_membership",
                changed_at,
                HEAD,
                {"legal_act": _order("ДЕМО-2-р", CHANGED_ON, "Об изменении состава")},
            ),
            FORMER,
        ),
        AppointmentPlan(
            PlannedStep(
                "appoint_member",
                changed_at + timedelta(minutes=5),
                HEAD,
                {
                    "person_id": SUCCESSOR,
                    "role": "MEMBER",
                    "legal_act": _order("ДЕМО-3-р", CHANGED_ON, "О включении в состав МЦУ"),
                },
            )
        ),
        AppointmentPlan(
            _stand_in(
                _office_hour(AWAY_FROM - timedelta(days=4)),
                ("INCIDENT_OFFICER", "membership-incident"),
                (AWAY_FROM, AWAY_UNTIL),
                _order("ДЕМО-4-р", AWAY_FROM - timedelta(days=4), "О замещении на время отпуска"),
            )
        ),
        AppointmentPlan(
            _stand_in(
                clock.now - timedelta(minutes=30),
                ("POS_OFFICER", "membership-pos"),
                (coming, coming + timedelta(days=DAYS_LONG)),
                _order("ДЕМО-5-р", clock.today - timedelta(days=1), "О замещении на время командировки"),
            )
        ),
    )


def _stand_in(at: datetime, of: tuple[str, str], days: tuple[date, date], order: FactsMaker) -> PlannedStep:
    role, membership_id = of
    facts = {
        "person_id": DEPUTY,
        "role": role,
        "substitutes_id": membership_id,
        "valid_from": calendar().start_of(days[0]),
        "valid_to": calendar().start_of(days[1]),
        "legal_act": order,
    }
    return PlannedStep("appoint_member", at, HEAD, facts)


def _order(number: str, day: date, title: str) -> FactsMaker:
    return {
        "kind": "ORDER",
        "number": number,
        "issued_on": day.isoformat(),
        "title": f"{title} (демонстрационное распоряжение)",
        "file_id": f"demo-order-{number.split('-')[1]}",
    }


def _office_hour(day: date) -> datetime:
    return calendar().start_of(day) + timedelta(hours=10)
