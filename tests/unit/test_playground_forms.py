"""What a filled-in form of the loopback Slack says."""

import pytest

from bot.playground.blockkit import forms

WHY = {
    "type": "input",
    "block_id": "why",
    "label": {"type": "plain_text", "text": "Why they bought"},
    "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
}
TIER = {
    "type": "input",
    "block_id": "tier",
    "optional": True,
    "label": {"type": "plain_text", "text": "Tier"},
    "element": {
        "type": "static_select",
        "action_id": "menu",
        "options": [
            {"text": {"type": "plain_text", "text": "Gold"}, "value": "gold"},
            {"text": {"type": "plain_text", "text": "Silver"}, "value": "silver"},
        ],
    },
}
OWNERS = {
    "type": "input",
    "block_id": "owners",
    "optional": True,
    "label": {"type": "plain_text", "text": "Owners"},
    "element": {
        "type": "multi_users_select",
        "action_id": "people",
        "initial_users": ["U1"],
    },
}
FORM = [WHY, TIER, OWNERS]


def test_fields_that_were_not_filled_in_are_there_and_empty_or_initial():
    assert forms.values(FORM, {}) == {
        "why": {"text": {"type": "plain_text_input", "value": None}},
        "tier": {"menu": {"type": "static_select", "selected_option": None}},
        "owners": {"people": {"type": "multi_users_select", "selected_users": ["U1"]}},
    }


@pytest.mark.parametrize("name", ["why", "text", "Why they bought"])
def test_a_field_is_found_by_block_id_action_id_or_label(name):
    assert forms.values(FORM, {name: "Churn"})["why"]["text"]["value"] == "Churn"


@pytest.mark.parametrize("choice", ["gold", "Gold"])
def test_an_option_is_found_by_its_value_or_its_text(choice):
    chosen = forms.values(FORM, {"Tier": choice})["tier"]["menu"]["selected_option"]
    assert chosen["value"] == "gold"


def test_an_option_that_is_not_offered_is_an_error_that_names_those_that_are():
    with pytest.raises(forms.NoSuchField, match=r"\['gold', 'silver'\]"):
        forms.values(FORM, {"tier": "bronze"})


def test_an_answer_without_a_field_is_an_error_that_names_the_fields():
    with pytest.raises(forms.NoSuchField, match="Why they bought"):
        forms.values(FORM, {"when": "May"})


def test_slack_itself_refuses_an_empty_required_field_and_one_that_is_too_long():
    assert forms.complaints(FORM, forms.values(FORM, {})) == {"why": forms.REQUIRED}
    too_long = forms.complaints(FORM, forms.values(FORM, {"why": "a" * 21}))
    assert too_long == {"why": "Please enter at most 20 characters."}


def test_buttons_leave_nothing_in_the_state():
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    assert forms.values([{"type": "actions", "block_id": "b", "elements": [button]}], {}) == {}
