"""What connectors say to an administrator: in every language, with every place filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers import refusals, texts
from handlers.syncing.remote import RemoteRefusal
from playbooks.errors import CairnError

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "handlers" / "syncing", ROOT / "bot" / "connectors")
TO_SENDERS = "deliveries.py"
"""What a webhook answers is read by the sender's developers."""

ERRORS = ("BadInput", "NotReady", "CairnError", "Overtaken")
PLACE = re.compile(r"{(\w+)}")


def said() -> Iterator[str]:
    """Every message of an error in the connectors and in what they feed."""
    for path in (path for folder in FOLDERS for path in folder.glob("*.py")):
        if path.name == TO_SENDERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func)
            if name in (*ERRORS, "super().__init__") and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_sentence_is_translated_with_its_places_and_none_is_left_over(language: str) -> None:
    path = ROOT / "handlers" / "locales" / language / "connectors.po"
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)
    messages = {str(one.id): str(one.string) for one in catalogue if one.id}
    assert set(messages) == set(said())
    for message, translated in messages.items():
        assert set(PLACE.findall(translated)) == set(PLACE.findall(message)), message


def test_an_administrator_hears_reason_and_remedy_in_their_language() -> None:
    refused = RemoteRefusal(
        "HubSpot",
        CairnError("it does not accept the token (401)"),
        CairnError("Set {variables} anew.", variables=["CAIRN_HUBSPOT_TOKEN"]),
    )
    assert refusals.say(texts.of("it"), refused) == (
        "HubSpot rifiuta: non accetta il token (401). Ciò che è stato letto è salvo. "
        "Imposta di nuovo CAIRN_HUBSPOT_TOKEN."
    )
    assert refusals.say(texts.of("zh"), refused) == (
        "HubSpot 拒绝了请求：令牌未被接受（401）。已读取的内容已保存。"
        "请重新设置 CAIRN_HUBSPOT_TOKEN。"
    )
