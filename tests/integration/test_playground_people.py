"""People of the loopback Slack and a small real Bolt app, called in process."""

import time

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot import playground

FORM = {
    "type": "modal",
    "callback_id": "handoff",
    "title": {"type": "plain_text", "text": "Log a handoff"},
    "submit": {"type": "plain_text", "text": "Send"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": name,
            "optional": name != "why",
            "label": {"type": "plain_text", "text": label},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
        for name, label in (("why", "Why they bought"), ("when", "When they expect value"))
    ]
    + [
        {
            "type": "input",
            "block_id": "account",
            "optional": True,
            "label": {"type": "plain_text", "text": "Account"},
            "element": {"type": "external_select", "action_id": "account", "min_query_length": 1},
        }
    ],
}
NUDGE = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "nudge_done",
                "text": {"type": "plain_text", "text": "Done"},
                "value": account,
            }
        ],
    }
    for account in ("acme", "beta")
]


@pytest.fixture
def slack():
    with playground.Slack() as running:
        yield running


@pytest.fixture
def maya(slack):
    return slack.add_member("maya", "Maya Rossi")


@pytest.fixture
def acme(slack, maya):
    return slack.add_channel("acme", [maya])


@pytest.fixture
def app(slack):
    """A Bolt app that listeners are added to; what is not handled is still acknowledged."""
    built = App(
        client=slack.client(), signing_secret=slack.signing_secret, process_before_response=True
    )
    slack.connect(built.dispatch)
    return built


@pytest.fixture
def heard(app):
    """Every body that reached the app, in order."""
    bodies = []

    @app.middleware
    def keep(body, next):
        bodies.append(body)
        next()

    return bodies


def test_a_mention_comes_twice_with_one_timestamp_and_two_event_ids(slack, app, heard, maya, acme):
    @app.event("app_mention")
    def answer(event, say):
        say(text="healthy", thread_ts=event["ts"])

    @app.event("message")
    def ignore():
        pass

    said = maya.mentions("how is Acme?", acme)
    assert [body["event"]["type"] for body in heard] == ["app_mention", "message"]
    assert {body["event"]["ts"] for body in heard} == {said.ts}
    assert len({body["event_id"] for body in heard}) == 2
    assert all(delivery.acknowledged for delivery in said.deliveries)
    assert slack.posted("acme")[0]["thread_ts"] == said.ts


def test_a_direct_message_says_what_the_person_was_looking_at(app, heard, maya, acme):
    @app.event("message")
    def ignore():
        pass

    maya.says("and this one?", viewing="acme")
    event = heard[0]["event"]
    assert (event["channel_type"], event["channel"]) == ("im", maya.direct_message)
    assert event["app_context"]["entities"][0]["value"] == acme


def test_signs_that_slack_escapes_are_escaped_and_mentions_are_not(slack, maya, acme):
    maya.has_said(f"<@{slack.bot_user}> is Smith & Co < 3?", acme)
    assert slack.messages(acme)[0]["text"] == f"<@{slack.bot_user}> is Smith &amp; Co &lt; 3?"


def test_a_file_comes_with_the_message(slack, app, heard, maya):
    @app.event({"type": "message", "subtype": "file_share"})
    def ignore():
        pass

    maya.says("my notes", files=[slack.add_file("notes.csv", b"id\n", maya)])
    assert heard[0]["event"]["files"][0]["name"] == "notes.csv"


def test_nothing_is_heard_from_channels_without_the_app_nor_of_events_not_subscribed(maya):
    grants = playground.Grants(events=frozenset({"app_mention"}))
    with playground.Slack(grants=grants) as slack:
        noor = slack.add_member("noor")
        inside = slack.add_channel("inside", [noor])
        outside = slack.add_channel("outside", [noor], with_app=False)
        app = App(client=slack.client(), signing_secret=slack.signing_secret)
        slack.connect(app.dispatch)
        assert noor.says("hello", inside).deliveries == ()
        assert noor.mentions("hello", outside).deliveries == ()


def test_a_stranger_in_a_shared_channel_is_marked(slack, app, heard):
    @app.event("message")
    def ignore():
        pass

    stranger = slack.add_member("stranger", team_id="T9")
    shared = slack.add_channel("shared", [stranger], shared=True)
    stranger.says("hello", shared)
    assert heard[0]["event"]["user_team"] == "T9"
    assert heard[0]["is_ext_shared_channel"] is True


def test_a_duplicate_delivery_carries_the_same_ids_and_a_retry_header(slack, app, maya):
    seen = []

    @app.event("message")
    def keep(body, request):
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    first = maya.says("once").deliveries[0]
    first.again(playground.Retry(1, "http_timeout"))
    assert seen == [(seen[0][0], None), (seen[0][0], ["1"])]


def test_a_wrong_or_old_signature_is_turned_away(slack, app, maya):
    @app.event("message")
    def ignore():
        pass

    envelope = maya.says("hello").deliveries[0].envelope
    assert slack.deliver(envelope, signing_secret="wrong").status == 401
    assert slack.deliver(envelope, signed_at=time.time() - 301).status == 401


def test_the_home_tab_is_published_and_comes_back_with_the_next_opening(slack, app, heard, maya):
    @app.event("app_home_opened")
    def publish(event, client):
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": NUDGE})

    @app.action("nudge_done")
    def done(ack):
        ack()

    maya.opens_home()
    assert slack.home_of(maya)["blocks"][0]["elements"][0]["value"] == "acme"
    maya.opens_home()
    assert "view" not in heard[0]["event"]
    assert heard[1]["event"]["view"]["id"] == slack.home_of(maya)["id"]
    maya.clicks_at_home("nudge_done", value="beta")
    assert heard[2]["actions"][0]["value"] == "beta"
    assert heard[2]["container"]["type"] == "view"


def test_suggested_prompts_are_set_when_the_messages_tab_opens(slack, app, maya, acme):
    @app.event("app_home_opened")
    def suggest(event, client):
        prompts = [{"title": "Acme", "message": "How is Acme?"}]
        client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    maya.opens_messages(viewing="acme")
    assert slack.assistant_threads(maya)[0]["prompts"][0]["title"] == "Acme"


def test_looking_at_another_channel_changes_the_context(app, heard, maya, acme):
    @app.event("app_context_changed")
    def ignore():
        pass

    maya.looks_at("acme")
    maya.looks_at(None)
    assert heard[0]["event"]["context"]["entities"][0]["value"] == acme
    assert heard[1]["event"]["context"] == {}


def test_what_a_command_answers_is_shown_to_the_person_or_to_the_channel(slack, app, maya, acme):
    @app.command("/cairn")
    def answer(ack, command):
        if command["text"] == "help":
            ack("Ask me about an account")
        else:
            ack(text="For all to see", response_type="in_channel")

    assert maya.runs("/cairn", "help").in_time
    maya.runs("/cairn", "share", acme)
    assert [message["text"] for message in slack.ephemerals(maya)] == ["Ask me about an account"]
    assert [message["text"] for message in slack.posted(acme)] == ["For all to see"]


def test_a_response_url_takes_five_answers(slack, app, maya, acme):
    urls = []

    @app.command("/cairn")
    def keep(ack, command):
        ack()
        urls.append(command["response_url"])

    maya.runs("/cairn", channel=acme)
    webhook = WebhookClient(urls[0])
    webhook.proxy = None
    assert webhook.send(text="a" * 40_001).status_code == 400
    answers = [webhook.send(text=str(number)) for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 404]
    assert [message["text"] for message in slack.ephemerals(maya)] == ["0", "1", "2", "3"]
    assert slack.calls("response_url")[-1].answer["error"] == "used_url"


def test_a_click_on_a_button_carries_its_message_and_may_replace_it(slack, app, heard, maya):
    @app.action("nudge_done")
    def done(ack, respond):
        ack()
        respond(text="Well done", blocks=[], replace_original=True)

    slack.client().chat_postMessage(channel=maya.id, text="A nudge", blocks=NUDGE)
    maya.clicks("nudge_done", value="beta")
    body = heard[0]
    assert body["actions"][0]["value"] == "beta"
    assert body["message"]["text"] == "A nudge"
    assert body["container"]["message_ts"] == body["message"]["ts"]
    assert [message["text"] for message in slack.posted(maya)] == ["Well done"]
    with pytest.raises(playground.NothingThere, match="no 'nudge_done' in"):
        maya.clicks("nudge_done")


def test_a_button_in_an_ephemeral_message_is_used_by_the_one_who_sees_it(slack, app, maya, acme):
    @app.action("nudge_done")
    def done(ack, respond):
        ack()
        respond(delete_original=True)

    noor = slack.add_member("noor")
    slack.client().chat_postEphemeral(channel=acme, user=maya.id, text="a", blocks=NUDGE)
    with pytest.raises(playground.NothingThere):
        noor.clicks("nudge_done", acme)
    maya.clicks("nudge_done", acme)
    assert slack.ephemerals(maya) == []


def test_menus_and_feedback_buttons_say_what_was_chosen(slack, app, heard, maya):
    @app.action("snooze")
    @app.action("feedback")
    def ack_it(ack):
        ack()

    word = {"type": "plain_text", "text": "A week"}
    snooze = {
        "type": "overflow",
        "action_id": "snooze",
        "options": [{"text": word, "value": "7"}],
    }
    feedback = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
        "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"},
    }
    blocks = [
        {"type": "actions", "elements": [snooze]},
        {"type": "context_actions", "elements": [feedback]},
    ]
    slack.client().chat_postMessage(channel=maya.id, text="a", blocks=blocks)
    maya.clicks("snooze", choose="A week")
    maya.clicks("feedback", choose="negative")
    assert heard[0]["actions"][0]["selected_option"]["value"] == "7"
    assert heard[1]["actions"][0]["value"] == "bad"


def opens_form(app):
    @app.shortcut("log_handoff")
    def open_form(ack, shortcut, client):
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)


def test_a_handoff_comes_back_with_its_fields_marked_and_is_then_accepted(slack, app, heard, maya):
    opens_form(app)

    @app.view("handoff")
    def accept(ack, view):
        values = view["state"]["values"]
        if not values["when"]["text"]["value"]:
            ack(response_action="errors", errors={"when": "When do they expect value?"})
        else:
            ack()

    maya.uses_shortcut("log_handoff")
    refused = maya.submits({"Why they bought": "Churn too high"})
    assert refused.errors == {"when": "When do they expect value?"}
    assert slack.modal_of(maya) is not None
    accepted = maya.submits({"when": "May"})
    assert accepted.errors == {}
    assert slack.modal_of(maya) is None
    values = heard[-1]["view"]["state"]["values"]
    assert values["why"]["text"] == {"type": "plain_text_input", "value": "Churn too high"}
    assert heard[-1]["view"]["hash"]


def test_slack_keeps_a_form_whose_required_field_is_empty(slack, app, heard, maya):
    opens_form(app)
    maya.uses_shortcut("log_handoff")
    refused = maya.submits({"when": "May"})
    assert refused.delivery is None
    assert list(refused.errors) == ["why"]
    assert [body["type"] for body in heard] == ["shortcut"]


def test_closing_a_form_is_heard_when_the_form_asks_for_it(slack, app, heard, maya):
    opens_form(app)

    @app.view_closed("handoff")
    def closed(ack):
        ack()

    maya.uses_shortcut("log_handoff")
    assert maya.closes().acknowledged
    assert (heard[-1]["type"], heard[-1]["is_cleared"]) == ("view_closed", False)
    assert slack.modal_of(maya) is None


def test_a_menu_that_the_app_fills_offers_what_the_app_finds(slack, app, maya):
    opens_form(app)

    @app.options("account")
    def find(ack, payload):
        word = {"type": "plain_text", "text": payload["value"].title()}
        ack(options=[{"text": word, "value": "a1"}])

    maya.uses_shortcut("log_handoff")
    offered = maya.searches("account", "acm")
    assert offered[0]["text"]["text"] == "Acm"
    maya.fills_in({"Account": offered[0]})


def test_a_form_may_be_answered_with_another_on_top_in_its_place_or_with_none(slack, app, maya):
    opens_form(app)
    answers = [
        {"response_action": "push", "view": {**FORM, "callback_id": "second"}},
        {"response_action": "update", "view": {**FORM, "callback_id": "third"}},
        {"response_action": "clear"},
    ]

    @app.middleware
    def answer(body, next, ack):
        return ack(**answers.pop(0)) if body["type"] == "view_submission" else next()

    maya.uses_shortcut("log_handoff")
    shown = []
    for _ in range(3):
        maya.submits({"why": "Churn"})
        top = slack.modal_of(maya)
        shown.append(top["callback_id"] if top else None)
    assert shown == ["second", "third", None]


def test_errors_for_a_field_that_is_not_there_are_a_mistake_of_the_app(slack, app, maya):
    opens_form(app)

    @app.view("handoff")
    def accept(ack):
        ack(response_action="errors", errors={"elsewhere": "No"})

    maya.uses_shortcut("log_handoff")
    with pytest.raises(playground.Refused, match=r"invalid_response_action.*elsewhere"):
        maya.submits({"why": "Churn"})


def test_a_message_shortcut_carries_the_message(app, heard, maya, acme):
    @app.shortcut("save_note")
    def save(ack):
        ack()

    said = maya.has_said("They love it", acme)
    maya.uses_message_shortcut("save_note", said.ts, acme)
    assert heard[0]["message"]["text"] == "They love it"
    assert heard[0]["channel"] == {"id": acme, "name": "acme"}


def test_a_trigger_opens_one_modal_and_not_after_three_seconds():
    now = [time.time()]
    with playground.Slack(clock=lambda: now[0]) as slack:
        maya = slack.add_member("maya")
        client = slack.client()
        triggers = []
        app = App(client=client, signing_secret=slack.signing_secret)

        @app.shortcut("open")
        def keep(ack, shortcut):
            triggers.append(shortcut["trigger_id"])
            ack()

        slack.connect(app.dispatch)
        maya.uses_shortcut("open")
        client.views_open(trigger_id=triggers[0], view=FORM)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            client.views_open(trigger_id=triggers[0], view=FORM)
        maya.uses_shortcut("open")
        now[0] += 4
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=triggers[1], view=FORM)
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            client.views_open(trigger_id="made up", view=FORM)


def test_an_open_modal_is_updated_unless_it_changed_meanwhile(slack, app, maya):
    opens_form(app)
    maya.uses_shortcut("log_handoff")
    shown = slack.modal_of(maya)
    client = slack.client()
    client.views_update(view_id=shown["id"], hash=shown["hash"], view={**FORM, "callback_id": "b"})
    assert slack.modal_of(maya)["callback_id"] == "b"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=FORM)
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V404", view=FORM)


def test_three_modals_lie_on_top_of_each_other_and_no_more(slack, app, maya):
    opens_form(app)
    triggers = []
    more = {
        "type": "button",
        "action_id": "more",
        "text": {"type": "plain_text", "text": "More"},
    }
    view = {**FORM, "blocks": [{"type": "actions", "elements": [more]}], "notify_on_close": False}

    @app.shortcut("open")
    def open_view(ack, shortcut, client):
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @app.action("more")
    def push(ack, body):
        ack()
        triggers.append(body["trigger_id"])

    client = slack.client()
    maya.uses_shortcut("open")
    for _ in range(2):
        maya.clicks_in_modal("more")
        client.views_push(trigger_id=triggers[-1], view=view)
    maya.clicks_in_modal("more")
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=triggers[-1], view=view)
    assert maya.closes() is None
    assert slack.modal_of(maya)["previous_view_id"] == slack.modal_of(maya)["root_view_id"]


def test_waiting_for_a_call_that_never_comes_lists_those_that_did(slack, acme):
    slack.client().chat_postMessage(channel=acme, text="a")
    mark = slack.mark()
    with pytest.raises(playground.NotSeen, match=r"1\. chat\.postMessage -> ok"):
        slack.wait_for_call("chat.postMessage", after=mark, timeout=0.01)
