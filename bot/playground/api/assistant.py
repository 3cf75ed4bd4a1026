"""`assistant.threads.*`: the status, title and suggested prompts of an agent's conversation."""

from __future__ import annotations

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.refusal import Refused, invalid_arguments
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

MOST_PROMPTS = 4


def set_status(workspace: Workspace, arguments: Arguments) -> Json:
    """Kept; an empty status is allowed and takes the one before away."""
    if "status" not in arguments.values:
        raise invalid_arguments(["missing required field: status"])
    return _kept(workspace, arguments, {"status": str(arguments.values["status"])})


def set_title(workspace: Workspace, arguments: Arguments) -> Json:
    return _kept(workspace, arguments, {"title": arguments.text("title")})


def set_suggested_prompts(workspace: Workspace, arguments: Arguments) -> Json:
    """Kept, unless an `agent_view` app names a thread: Slack then answers ok and shows nothing."""
    prompts = _prompts(arguments.structure("prompts"))
    workspace.reachable(arguments.text("channel_id"))
    if workspace.grants.is_agent and arguments.optional_text("thread_ts"):
        return {}
    title = arguments.optional_text("title")
    return _kept(workspace, arguments, {"prompts": prompts, "prompts_title": title})


def _kept(workspace: Workspace, arguments: Arguments, said: Json) -> Json:
    channel = workspace.reachable(arguments.text("channel_id"))
    thread_ts = arguments.optional_text("thread_ts")
    if thread_ts and channel.find(thread_ts) is None:
        raise Refused("invalid_thread_ts")
    workspace.assistant_threads.append({"channel": channel.id, "thread_ts": thread_ts, **said})
    return {}


def _prompts(prompts: object) -> list[Json]:
    at = "[json-pointer:/prompts]"
    if not isinstance(prompts, list):
        raise invalid_arguments([f"must be an array {at}"])
    if len(prompts) > MOST_PROMPTS:
        raise invalid_arguments([f"no more than {MOST_PROMPTS} items allowed {at}"])
    if not all(
        isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts
    ):
        raise invalid_arguments([f"every prompt needs a title and a message {at}"])
    return prompts


METHODS = {
    "assistant.threads.setStatus": Method(
        set_status, ("channel_id", "thread_ts"), "assistant:write"
    ),
    "assistant.threads.setTitle": Method(
        set_title, ("channel_id", "thread_ts", "title"), "assistant:write"
    ),
    "assistant.threads.setSuggestedPrompts": Method(
        set_suggested_prompts, ("channel_id", "prompts"), "assistant:write"
    ),
}
