"""Explanations are no oracle: of what one does not see they say what they say of what is not there."""

from documents.kernel.ids import global_id
from tests.leaks.doors import ABOUT
from tests.leaks.town_planted import asking, person_id
from tests.leaks.world import World

ALL = """decision summary permission decidingKey wouldChangeIt reasons { code message }
  rules { role scope scopeWords clause limit outcome why }"""
PEOPLE = (
    "permission decidedOnObject hasMore people { person { id } client role scopeWords clause why asksReason }"
)


async def unseen_are_explained_as_unknown(world: World, login: str) -> list[str]:
    """`accessExplain` about oneself and about others, and `whoCan`, of each object that this person does not see."""
    person, wrong = asking(login), []
    for one in world.of(*ABOUT, where=lambda planted: not planted.is_seen_by(person)):
        unknown = global_id(one.type_name, "nothing")
        for action in ABOUT[one.type_name]:
            for actor in (login, "SL"):
                about = f'actor: "{global_id("Person", person_id(actor))}", action: "{action}"'
                document = '{ a: accessExplain(%s, id: "%s") { %s } b: accessExplain(%s, id: "%s") { %s } }'
                answer = await world.ask(login, document % (about, one.global_id, ALL, about, unknown, ALL))
                if answer.data["a"] != answer.data["b"]:
                    wrong.append(f"{login} accessExplain {action} of {one.record_id}: {answer.data['a']}")
        action = ABOUT[one.type_name][0]
        document = '{ a: whoCan(action: "%s", id: "%s") { %s } b: whoCan(action: "%s", id: "%s") { %s } }'
        answer = await world.ask(login, document % (action, one.global_id, PEOPLE, action, unknown, PEOPLE))
        if answer.data["a"] != answer.data["b"]:
            wrong.append(f"{login} whoCan {action} of {one.record_id}: {answer.data['a']}")
    return wrong
