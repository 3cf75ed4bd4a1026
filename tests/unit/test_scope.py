"""Which accounts a question is about, by its words."""

import pytest

from knowledge import scope, wording


@pytest.mark.parametrize(
    "text",
    [
        "show my accounts",
        "which accounts do I own?",
        "quali sono i miei clienti?",
        "i clienti che seguo",
        "我的客户有哪些",
        "我名下有哪些客户",
        "我手上的客户",
        "我管的客户",
        "我负责哪些客户",
    ],
)
def test_the_askers_own_accounts_are_meant(text: str) -> None:
    assert scope.says("mine", wording.folded(text))


@pytest.mark.parametrize(
    "text", ["哪些客户有风险", "你给我看看客户", "who owns Acme?", "chi segue Acme?"]
)
def test_those_of_everybody_are_meant(text: str) -> None:
    assert not scope.says("mine", wording.folded(text))
