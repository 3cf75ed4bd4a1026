"""What the loopback Slack takes and refuses in blocks and views."""

from typing import Any

import pytest

from bot.playground.blockkit import blocks, controls, views
from bot.playground.ids import Ids

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str = "go", **fields: object) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **fields}


def option(value: str, text: str = "Text") -> Json:
    return {"text": plain(text), "value": value}


def menu(**fields: object) -> Json:
    return {"type": "static_select", "action_id": "pick", **fields}


def entry(element: Json) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element}


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Acme* is healthy"}}

TAKEN = {
    "section with text": SECTION,
    "section with fields": {"type": "section", "fields": [plain("one"), plain("two")]},
    "section with a button": {**SECTION, "accessory": button()},
    "header": {"type": "header", "text": plain("Acme")},
    "divider": {"type": "divider"},
    "context": {
        "type": "context",
        "elements": [
            plain("as of today"),
            {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"},
        ],
    },
    "actions": {"type": "actions", "elements": [button("a"), button("b", style="danger")]},
    "markdown": {"type": "markdown", "text": "**Acme**"},
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Good"), "value": "good"},
                "negative_button": {"text": plain("Bad"), "value": "bad"},
            }
        ],
    },
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    "rich text": {"type": "rich_text", "elements": []},
    "input": entry({"type": "plain_text_input", "action_id": "text"}),
}

REFUSED = {
    "unknown block": (
        {"type": "hologram"},
        "unsupported type: hologram [json-pointer:/blocks/0/type]",
    ),
    "section without text": (
        {"type": "section"},
        "must have text or fields [json-pointer:/blocks/0]",
    ),
    "empty text": (
        {"type": "section", "text": plain("")},
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "section of 3001": (
        {"type": "section", "text": plain("a" * 3001)},
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "field of 2001": (
        {"type": "section", "fields": [plain("a" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "header of 151": (
        {"type": "header", "text": plain("a" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "header in mrkdwn": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "a"}},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "emoji in mrkdwn": (
        {"type": "section", "text": {"type": "mrkdwn", "text": "a", "emoji": True}},
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "unknown field": (
        {**SECTION, "colour": "red"},
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    "11 context elements": (
        {"type": "context", "elements": [plain("a")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "26 actions": (
        {"type": "actions", "elements": [button(f"b{n}") for n in range(26)]},
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "button text of 76": (
        {"type": "actions", "elements": [{"type": "button", "text": plain("a" * 76)}]},
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "button value of 2001": (
        {"type": "actions", "elements": [button(value="a" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "button style": (
        {"type": "actions", "elements": [button(style="loud")]},
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "action id of 256": (
        {"type": "actions", "elements": [button("a" * 256)]},
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    "action id twice": (
        {"type": "actions", "elements": [button("same"), button("same")]},
        "`action_id` same already exists [json-pointer:/blocks/0]",
    ),
    "text input among actions": (
        {"type": "actions", "elements": [{"type": "plain_text_input", "action_id": "a"}]},
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "option text of 76": (
        entry(menu(options=[option("a", "a" * 76)])),
        "must be less than 76 characters [json-pointer:/blocks/0/element/options/0/text/text]",
    ),
    "menu without options": (
        entry(menu(options=[])),
        "no fewer than 1 items required [json-pointer:/blocks/0/element/options]",
    ),
    "menu of 101": (
        entry(menu(options=[option(str(n)) for n in range(101)])),
        "no more than 100 items allowed [json-pointer:/blocks/0/element/options]",
    ),
    "initial option from elsewhere": (
        entry(menu(options=[option("a")], initial_option=option("b"))),
        "must match one of the options [json-pointer:/blocks/0/element/initial_option]",
    ),
    "placeholder of 151": (
        entry({"type": "plain_text_input", "placeholder": plain("a" * 151)}),
        "must be less than 151 characters [json-pointer:/blocks/0/element/placeholder/text]",
    ),
    "label of 2001": (
        {"type": "input", "label": plain("a" * 2001), "element": {"type": "plain_text_input"}},
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    "input without label": (
        {"type": "input", "element": {"type": "plain_text_input"}},
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    "table of 21 columns": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]},
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    "not an object": ("text", "must provide an object [json-pointer:/blocks/0]"),
}


@pytest.mark.parametrize("block", TAKEN.values(), ids=TAKEN.keys())
def test_a_well_formed_block_is_taken(block):
    assert blocks.check([block], "message") == []


@pytest.mark.parametrize(("block", "complaint"), REFUSED.values(), ids=REFUSED.keys())
def test_a_block_beyond_a_limit_is_refused_with_a_pointer_to_it(block, complaint):
    assert complaint in blocks.check([block], "message")


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_each_surface_has_its_own_number_of_blocks(surface, most):
    assert blocks.check([SECTION] * most, surface) == []
    expected = [f"no more than {most} items allowed [json-pointer:/blocks]"]
    assert blocks.check([SECTION] * (most + 1), surface) == expected


def test_a_block_id_may_be_used_once_only():
    twice = [{**SECTION, "block_id": "same"}] * 2
    assert blocks.check(twice, "message") == [
        "`block_id` same already exists [json-pointer:/blocks]"
    ]


def test_a_table_belongs_to_a_message_and_not_to_a_modal():
    assert blocks.check([TAKEN["table"]], "modal") == [
        "unsupported type: table [json-pointer:/blocks/0/type]"
    ]


def modal(**fields: object) -> Json:
    return {"type": "modal", "title": plain("A handoff"), "blocks": [SECTION], **fields}


def test_a_well_formed_modal_is_taken():
    view = modal(blocks=[TAKEN["input"]], submit=plain("Send"), private_metadata="a" * 3000)
    assert views.check_modal(view) == []


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (
            modal(title=plain("a" * 25)),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(close=plain("a" * 25)),
            "must be less than 25 characters [json-pointer:/view/close/text]",
        ),
        (
            modal(private_metadata="a" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(blocks=[TAKEN["input"]]),
            "must define submit to use an input block [json-pointer:/view]",
        ),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        ({**modal(), "type": "home"}, "unsupported type: home [json-pointer:/view/type]"),
    ],
)
def test_a_modal_beyond_a_limit_is_refused(view, complaint):
    assert complaint in views.check_modal(view)


def test_a_home_view_has_no_title():
    view = {"type": "home", "blocks": [SECTION], "title": plain("Home")}
    assert views.check_home(view) == ["invalid additional property: title [json-pointer:/view]"]


def test_blocks_without_ids_are_given_some():
    sent = [{"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}]
    named = controls.named(sent, Ids())
    assert named[0]["block_id"] == "b0000000001"
    assert named[0]["elements"][0]["action_id"] == "a0000000001"
    assert "block_id" not in sent[0]


def test_buttons_that_share_an_action_id_are_told_apart_by_their_value():
    first = {"type": "actions", "elements": [button(value="acme")]}
    second = {"type": "actions", "elements": [button(value="beta")]}
    named = controls.named([first, second], Ids())
    found = controls.matching(named, "go", "beta")
    assert found is not None
    assert found.block["block_id"] == named[1]["block_id"]
