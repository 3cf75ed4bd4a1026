"""Opening the app: the Home tab and the suggested prompts."""

import json
from typing import Any

PROMPTS = "assistant.threads.setSuggestedPrompts"


def texts(view: Any) -> str:
    """Everything that a view says, in one piece."""
    return json.dumps(view, ensure_ascii=False)


def listed(view: Any) -> list[str]:
    """Ids of the accounts of a page, in their order."""
    return [block["accessory"]["value"] for block in view["blocks"] if "accessory" in block]


def test_the_home_tab_shows_my_accounts_and_what_we_know_too_little_of(program: Any) -> None:
    program.maya.opens_home()
    program.settle()
    shown = texts(program.slack.home_of(program.maya))
    assert "Northgate Foods" in shown
    assert "Valdora" in shown
    assert "Punti ciechi" in shown


def test_the_home_tab_of_a_guest_tells_nothing(program: Any) -> None:
    kit = program.slack.add_member("kit", "Kit Lind", is_guest=True)
    kit.opens_home()
    program.settle()
    shown = texts(program.slack.home_of(kit))
    assert "Northgate" not in shown
    assert "members of this workspace only" in shown


def test_prompts_are_suggested_by_role_and_without_a_thread(program: Any) -> None:
    program.sam.opens_messages()
    program.settle()
    [call] = program.slack.calls(PROMPTS)
    assert "thread_ts" not in call.arguments
    [thread] = program.slack.assistant_threads(program.sam)
    assert len(thread["prompts"]) == 4
    assert thread["prompts"][0]["title"] == "What we promised"


def test_opening_the_home_tab_twice_draws_it_anew_but_one_delivery_only_once(program: Any) -> None:
    opened = program.maya.opens_home()
    opened.again()
    program.settle()
    assert len(program.slack.calls("views.publish")) == 1
    program.maya.opens_home()
    program.settle()
    assert len(program.slack.calls("views.publish")) == 2


def test_the_home_tab_is_sorted_and_filtered_as_one_chooses(program: Any) -> None:
    program.maya.opens_home()
    program.settle()
    program.maya.clicks_at_home("home_choose:segment", choose="enterprise")
    program.settle()
    program.maya.clicks_at_home("home_choose:sort", choose="renewal")
    program.settle()
    view = program.slack.home_of(program.maya)
    assert listed(view) == ["acc_foods"]
    kept = json.loads(view["private_metadata"])
    assert (kept["segment"], kept["sort"]) == ("enterprise", "renewal")
    program.maya.clicks_at_home("home_choose:segment", choose="smb")
    program.settle()
    assert "Nessun account corrisponde" in texts(program.slack.home_of(program.maya))
    program.maya.clicks_at_home("home_choose:segment", choose="any")
    program.settle()
    everything = listed(program.slack.home_of(program.maya))
    assert everything == ["acc_foods", "acc_freight", "acc_valdora"]
