"""Which questions ask for one side of an account, in three languages."""

import pytest

from handlers.composing import components, facets
from playbooks.health.values import Component

ASKED = [
    ("where does Acme stand in its journey?", "journey"),
    ("what is missing to leave onboarding?", "journey"),
    ("what keeps them from completing onboarding", "journey"),
    ("a che punto del percorso è Acme?", "journey"),
    ("cosa manca per uscire dall'onboarding?", "journey"),
    ("Acme卡在哪一步？", "journey"),
    ("要离开上线阶段还缺什么？", "journey"),
    ("show Acme's health by component", "components"),
    ("break down the score of Acme", "components"),
    ("scomponi la salute di Acme per componente", "components"),
    ("Acme健康分的各个维度", "components"),
    ("what separates Acme from the desired state", "desired_state"),
    ("how can we raise Acme's health?", "desired_state"),
    ("come alziamo il punteggio di Acme?", "desired_state"),
    ("怎么提高Acme的健康分？", "desired_state"),
    ("how did Acme's health move since June?", "health_history"),
    ("com'è cambiata la salute di Acme? la salute di Acme nel tempo", "health_history"),
    ("Acme的健康分6月以来怎么变的？", "health_history"),
    ("what do the surveys say at Acme?", "survey_answers"),
    ("ultimo voto di Rosa e cosa ha commentato?", "survey_answers"),
    ("Acme 的 CIO 在问卷里给了几分？", "survey_answers"),
    ("why did they leave us?", "departure"),
    ("che lezione abbiamo imparato con loro?", "departure"),
    ("Acme为什么流失？", "departure"),
    ("any room to sell more to Acme?", "growth"),
    ("c'è spazio per vendere altro ad Acme?", "growth"),
    ("Acme还能再卖点什么？", "growth"),
    ("prep me for the call with Nora", "preparation"),
    ("preparami per la riunione con Acme", "preparation"),
    ("明天要开会，帮我准备Acme的会", "preparation"),
    ("why is Acme so angry with us?", "grievances"),
    ("perché Acme è scontenta?", "grievances"),
    ("Acme 为什么不满意？", "grievances"),
    ("is Acme talking to a competitor?", "rivals"),
    ("stanno guardando la concorrenza?", "rivals"),
    ("Acme 在看竞品吗？", "rivals"),
    ("how is usage at Acme?", "usage"),
    ("com'è cambiato l'utilizzo quest'anno?", "usage"),
    ("Acme 的使用量怎么样？", "usage"),
    ("what is holding them up?", "obstacles"),
    ("cosa li blocca?", "obstacles"),
    ("Acme 现在卡在哪？", "obstacles"),
]

OTHER = [
    "how is Acme doing?",
    "did they complete the renewal?",
    "quando hanno chiuso il rinnovo?",
    "what components do they use?",
    "who leaves the company?",
    "他们完成续约了吗？",
    "what changed at Acme since June?",
]


@pytest.mark.parametrize(("text", "side"), ASKED)
def test_a_side_of_an_account_is_recognised(text: str, side: str) -> None:
    assert facets.asked(text)[0] == side


@pytest.mark.parametrize("text", OTHER)
def test_other_questions_are_left_to_others(text: str) -> None:
    assert facets.asked(text) == []


def test_a_bar_shows_what_is_so_what_is_open_and_what_is_not_so() -> None:
    def bar(low: float, high: float) -> str:
        return components.bar(Component("x", 10, None, low, high, 0.5, ()))

    assert bar(30, 70) == "███▒▒▒▒░░░"
    assert bar(0, 100) == "▒▒▒▒▒▒▒▒▒▒"
    assert bar(100, 100) == "██████████"
    assert bar(15, 15) == "██░░░░░░░░"
