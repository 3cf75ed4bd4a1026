"""The SDK's real client against the loopback Slack's Web API."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import playground


@pytest.fixture
def slack():
    with playground.Slack() as running:
        yield running


@pytest.fixture
def client(slack):
    return slack.client()


@pytest.fixture
def maya(slack):
    return slack.add_member("maya", "Maya Rossi", email="maya@example.com", time_zone="Asia/Tokyo")


@pytest.fixture
def acme(slack, maya):
    return slack.add_channel("acme", [maya])


def error_of(call, *args, **kwargs):
    with pytest.raises(SlackApiError) as refused:
        call(*args, **kwargs)
    return refused.value.response["error"]


def test_the_app_learns_who_it_is(slack, client):
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (slack.bot_user, slack.team_id)
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}


def test_a_wrong_token_no_token_and_the_other_token_are_refused(slack):
    def wrong(token):
        return WebClient(token, slack.url, retry_handlers=[])

    assert error_of(wrong("xoxb-wrong").auth_test) == "invalid_auth"
    assert error_of(wrong(None).auth_test) == "not_authed"
    assert error_of(wrong(slack.app_token).auth_test) == "not_allowed_token_type"
    assert error_of(slack.client().api_call, "apps.connections.open") == "not_allowed_token_type"


def test_a_message_is_stored_as_it_was_sent_and_found_again_by_its_metadata(client, slack, acme):
    metadata = {"event_type": "cairn_sent", "event_payload": {"key": "n1"}}
    blocks = [{"type": "divider"}]
    sent = client.chat_postMessage(channel=acme, text="hello", blocks=blocks, metadata=metadata)
    assert slack.posted(acme)[0]["text"] == "hello"
    plain = client.conversations_history(channel=acme)["messages"]
    full = client.conversations_history(channel=acme, include_all_metadata=True)["messages"]
    assert "metadata" not in plain[0]
    assert (full[0]["metadata"], full[0]["ts"]) == (metadata, sent["ts"])
    assert full[0]["blocks"][0]["block_id"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404", "text": "a"}, "channel_not_found"),
        ({"text": "a"}, "invalid_arguments"),
        ({"channel": "#acme"}, "no_text"),
        ({"channel": "#acme", "text": "a" * 40_001}, "msg_too_long"),
        ({"channel": "#acme", "markdown_text": "a", "text": "b"}, "markdown_text_conflict"),
        ({"channel": "#acme", "text": "a", "thread_ts": "1.0"}, "thread_not_found"),
        (
            {"channel": "#acme", "text": "a", "metadata": {"event_type": "x"}},
            "invalid_metadata_format",
        ),
        ({"channel": "#acme", "text": "a", "blocks": [{"type": "x"}]}, "invalid_blocks"),
        ({"channel": "#acme", "text": "a", "blocks": "["}, "invalid_blocks_format"),
    ],
)
@pytest.mark.usefixtures("acme")
def test_a_message_that_slack_would_refuse_is_refused(client, arguments, error):
    assert error_of(client.api_call, "chat.postMessage", json=arguments) == error


def test_refused_blocks_are_pointed_at(client, acme):
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=acme, text="a", blocks=blocks)
    complaint = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert refused.value.response["errors"] == [complaint]
    assert refused.value.response["response_metadata"] == {"messages": [f"[ERROR] {complaint}"]}


def test_channels_that_the_app_is_not_in_are_closed_and_private_ones_invisible(slack, client, maya):
    public = slack.add_channel("public", [maya], with_app=False)
    private = slack.add_channel("private", [maya], private=True, with_app=False)
    assert error_of(client.chat_postMessage, channel=public, text="a") == "not_in_channel"
    assert error_of(client.chat_postMessage, channel=private, text="a") == "channel_not_found"
    assert client.conversations_info(channel=public)["channel"]["is_member"] is False
    assert error_of(client.conversations_members, channel=private) == "channel_not_found"
    names = [channel["name"] for channel in client.conversations_list()["channels"]]
    assert names == ["public"]


def test_replies_form_a_thread_and_stay_out_of_the_channel(client, acme):
    root = client.chat_postMessage(channel=acme, text="root")["ts"]
    first = client.chat_postMessage(channel=acme, text="first", thread_ts=root)["ts"]
    client.chat_postMessage(channel=acme, text="second", thread_ts=first)
    thread = client.conversations_replies(channel=acme, ts=root)["messages"]
    assert [message["text"] for message in thread] == ["root", "first", "second"]
    assert thread[0]["reply_count"] == 2
    shown = client.conversations_history(channel=acme)["messages"]
    assert [message["text"] for message in shown] == ["root"]
    link = client.chat_getPermalink(channel=acme, message_ts=first)["permalink"]
    assert link.endswith(f"/archives/{acme}/p{first.replace('.', '')}?thread_ts={root}&cid={acme}")


def test_history_comes_newest_first_in_pages_and_between_timestamps(client, acme):
    sent = [client.chat_postMessage(channel=acme, text=str(n))["ts"] for n in range(5)]
    pages = client.conversations_history(channel=acme, limit=2)
    assert [m["text"] for page in pages for m in page["messages"]] == ["4", "3", "2", "1", "0"]
    between = client.conversations_history(channel=acme, oldest=sent[1], latest=sent[3])
    assert [m["text"] for m in between["messages"]] == ["2"]
    inclusive = client.conversations_history(
        channel=acme, oldest=sent[1], latest=sent[3], inclusive=True
    )
    assert [m["text"] for m in inclusive["messages"]] == ["3", "2", "1"]


def test_the_app_changes_and_removes_its_own_messages_only(client, slack, maya, acme):
    ts = client.chat_postMessage(channel=acme, text="old", blocks=[{"type": "divider"}])["ts"]
    client.chat_update(channel=acme, ts=ts, text="new")
    changed = slack.posted(acme)[0]
    assert (changed["text"], changed["blocks"][0]["type"]) == ("new", "divider")
    assert "edited" in changed
    client.chat_delete(channel=acme, ts=ts)
    assert slack.posted(acme) == []
    theirs = maya.has_said("mine", acme).ts
    assert error_of(client.chat_update, channel=acme, ts=theirs, text="b") == "cant_update_message"
    assert error_of(client.chat_delete, channel=acme, ts=theirs) == "cant_delete_message"
    assert error_of(client.chat_update, channel=acme, ts=ts, text="b") == "message_not_found"


def test_an_ephemeral_message_is_seen_by_one_person(client, slack, maya, acme):
    stranger = slack.add_member("stranger")
    client.chat_postEphemeral(channel=acme, user=maya.id, text="only you")
    assert [message["text"] for message in slack.ephemerals(maya)] == ["only you"]
    assert slack.ephemerals(stranger) == []
    assert slack.posted(acme) == []
    outside = {"channel": acme, "user": stranger.id, "text": "a"}
    assert error_of(client.chat_postEphemeral, **outside) == "user_not_in_channel"


def test_a_direct_message_is_opened_once_and_reached_by_user_id_too(client, slack, maya):
    opened = client.conversations_open(users=[maya.id], return_im=True)
    assert opened["channel"]["user"] == maya.id
    assert client.conversations_open(users=maya.id)["already_open"] is True
    posted = client.chat_postMessage(channel=maya.id, text="hello")
    assert posted["channel"] == opened["channel"]["id"] == maya.direct_message
    assert len(slack.posted(maya)) == 1
    assert error_of(client.conversations_open, users="U404") == "user_not_found"


def test_several_people_are_reached_in_a_group(client, slack, maya):
    noor = slack.add_member("noor")
    opened = client.conversations_open(users=[maya.id, noor.id])["channel"]["id"]
    members = client.conversations_members(channel=opened)["members"]
    assert set(members) == {maya.id, noor.id, slack.bot_user}


def test_people_are_found_by_id_and_by_email(client, slack, maya):
    guest = slack.add_member("guest", is_guest=True, team_id="T9")
    found = client.users_info(user=maya.id, include_locale=True)["user"]
    assert (found["tz"], found["tz_offset"], found["locale"]) == ("Asia/Tokyo", 32_400, "en-US")
    assert client.users_lookupByEmail(email="MAYA@example.com")["user"]["id"] == maya.id
    shown = client.users_info(user=guest.id)["user"]
    assert (shown["is_restricted"], shown["is_stranger"]) == (True, True)
    listed = [member for page in client.users_list(limit=2) for member in page["members"]]
    assert [member["id"] for member in listed] == [slack.bot_user, maya.id, guest.id]
    assert error_of(client.users_lookupByEmail, email="no@example.com") == "users_not_found"


def test_a_message_is_streamed_in_pieces_and_then_closed(client, slack, maya):
    root = maya.has_said("how is Acme?")
    started = client.chat_startStream(
        channel=root.channel, thread_ts=root.ts, markdown_text="Acme "
    )
    client.chat_appendStream(channel=root.channel, ts=started["ts"], markdown_text="is ")
    client.chat_stopStream(channel=root.channel, ts=started["ts"], markdown_text="healthy")
    assert slack.posted(maya)[0]["text"] == "Acme is healthy"
    late = {"channel": root.channel, "ts": started["ts"], "markdown_text": "a"}
    assert error_of(client.chat_appendStream, **late) == "message_not_in_streaming_state"


def test_a_stream_in_a_channel_names_its_reader(client, acme):
    root = client.chat_postMessage(channel=acme, text="root")["ts"]
    refused = error_of(client.chat_startStream, channel=acme, thread_ts=root)
    assert refused == "missing_recipient_team_id"


def test_prompts_of_an_agent_that_names_a_thread_vanish_without_an_error(client, slack, maya):
    prompts = [{"title": "My accounts", "message": "Show my accounts"}]
    where = maya.direct_message
    client.assistant_threads_setSuggestedPrompts(channel_id=where, prompts=prompts)
    client.assistant_threads_setSuggestedPrompts(
        channel_id=where, prompts=prompts, thread_ts="1.000000"
    )
    assert [kept["prompts"] for kept in slack.assistant_threads(maya)] == [prompts]
    too_many = {"channel_id": where, "prompts": prompts * 5}
    assert error_of(client.assistant_threads_setSuggestedPrompts, **too_many) == "invalid_arguments"


def test_status_and_title_belong_to_a_thread_that_exists(client, slack, maya):
    where = maya.direct_message
    ts = client.chat_postMessage(channel=where, text="hello")["ts"]
    client.assistant_threads_setStatus(channel_id=where, thread_ts=ts, status="is thinking…")
    client.assistant_threads_setTitle(channel_id=where, thread_ts=ts, title="Acme")
    assert [kept.get("status") for kept in slack.assistant_threads(maya)] == ["is thinking…", None]
    nowhere = {"channel_id": where, "thread_ts": "1.0", "status": ""}
    assert error_of(client.assistant_threads_setStatus, **nowhere) == "invalid_thread_ts"


def test_a_reaction_is_added_once(client, slack, acme):
    ts = client.chat_postMessage(channel=acme, text="hello")["ts"]
    client.reactions_add(channel=acme, timestamp=ts, name="eyes")
    assert slack.posted(acme)[0]["reactions"][0]["users"] == [slack.bot_user]
    again = {"channel": acme, "timestamp": ts, "name": "eyes"}
    assert error_of(client.reactions_add, **again) == "already_reacted"


def fetch(url, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return answer.headers["Content-Type"], answer.read()


def test_a_file_is_downloaded_with_the_token_and_is_a_sign_in_page_without(client, slack, maya):
    file = slack.add_file("notes.csv", b"id,text\n", maya, "text/csv")
    url = client.files_info(file=file.id)["file"]["url_private_download"]
    assert fetch(url, slack.bot_token)[1] == b"id,text\n"
    kind, page = fetch(url)
    assert kind.startswith("text/html")
    assert b"Sign in" in page
    assert error_of(client.files_info, file="F404") == "file_not_found"


def test_an_app_uploads_a_file_in_slacks_three_steps(client, slack, acme):
    client.files_upload_v2(
        channel=acme, filename="plan.txt", content="Renew early.", initial_comment="The plan"
    )
    [message] = slack.posted(acme)
    assert (message["text"], message["subtype"]) == ("The plan", "file_share")
    [file] = message["files"]
    assert (file["name"], file["size"]) == ("plan.txt", 12)
    assert fetch(file["url_private_download"], slack.bot_token)[1] == b"Renew early."


def test_an_upload_that_was_never_sent_cannot_be_completed(client):
    begun = client.files_getUploadURLExternal(filename="plan.txt", length=3)
    listed = [{"id": begun["file_id"], "title": "Plan"}]
    assert error_of(client.files_completeUploadExternal, files=listed) == "file_not_found"


def test_an_oauth_code_buys_the_bot_token_once(slack):
    anonymous = WebClient(base_url=slack.url, retry_handlers=[])
    known = slack.credentials
    asked = {
        "client_id": known.client_id,
        "client_secret": known.client_secret,
        "code": slack.issue_oauth_code(),
    }
    assert anonymous.oauth_v2_access(**asked)["access_token"] == slack.bot_token
    assert error_of(anonymous.oauth_v2_access, **asked) == "invalid_code"
    wrong = {**asked, "client_secret": "wrong"}
    assert error_of(anonymous.oauth_v2_access, **wrong) == "bad_client_secret"


def test_an_app_does_no_more_than_its_manifest_asks_for():
    grants = playground.Grants(scopes=frozenset({"chat:write", "channels:history"}))
    with playground.Slack(grants=grants) as slack:
        client = slack.client()
        public = slack.add_channel("public")
        private = slack.add_channel("private", private=True)
        client.chat_postMessage(channel=public, text="hello")
        client.conversations_history(channel=public)
        with pytest.raises(SlackApiError) as refused:
            client.conversations_history(channel=private)
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "groups:history"
        assert error_of(client.users_list) == "missing_scope"


def test_arguments_may_come_in_the_query_and_structures_as_text(slack, acme):
    blocks = json.dumps([{"type": "divider"}])
    client = slack.client()
    client.api_call("chat.postMessage", params={"channel": acme, "text": "a", "blocks": blocks})
    assert slack.posted(acme)[0]["blocks"][0]["type"] == "divider"
    kind, body = fetch(f"{slack.url}conversations.info?channel={acme}", slack.bot_token)
    assert kind == "application/json"
    assert json.loads(body)["channel"]["id"] == acme


def test_a_method_that_does_not_exist_is_said_to_be_unknown(client):
    assert error_of(client.api_call, "chat.shout") == "unknown_method"


def test_two_workspaces_run_side_by_side(slack, acme):
    with playground.Slack() as other:
        slack.client().chat_postMessage(channel=acme, text="here")
        assert other.url != slack.url
        assert other.calls() == []


def test_many_threads_post_at_once_and_nothing_is_lost_or_mixed_up(slack, acme):
    def post(number):
        return slack.client().chat_postMessage(channel=acme, text=str(number))["ts"]

    with ThreadPoolExecutor(8) as threads:
        timestamps = list(threads.map(post, range(100)))
    assert len(set(timestamps)) == 100
    stored = {message["ts"]: message["text"] for message in slack.posted(acme)}
    assert [stored[ts] for ts in timestamps] == [str(number) for number in range(100)]
