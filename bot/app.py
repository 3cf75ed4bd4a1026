"""The Slack app: the listeners on Bolt, and the work that they leave to the jobs."""

import logging

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import reading, regulars, rollcall
from bot.listeners import (
    actions,
    answering,
    channels,
    commands,
    diagnosis,
    drafts,
    files,
    handoff_news,
    handoffs,
    home,
    messages,
    note_preparing,
    notes,
    nudges,
    options,
    pictures,
    prompts,
    record_forms,
    rhythms,
    shortcuts,
    views,
)
from bot.listeners.parts import Parts
from bot.signatures import SignedBySlack

LISTENERS = (
    messages,
    prompts,
    home,
    commands,
    shortcuts,
    options,
    handoffs,
    record_forms,
    rhythms,
    notes,
    channels,
    actions,
    diagnosis,
    nudges,
    drafts,
    regulars,
    files,
)
WORKERS = (
    answering,
    pictures,
    messages,
    files,
    home,
    prompts,
    commands,
    views,
    handoff_news,
    notes,
    note_preparing,
    channels,
    actions,
    nudges,
    rollcall,
    regulars,
    reading,
)


def build(parts: Parts, signing_secret: str = "") -> App:
    """The app with all its listeners; calls nothing and starts nothing.

    A delivery is acknowledged when its listener has returned, so one that could not be kept is
    answered with 500 (or not at all, in Socket Mode) and Slack sends it again.
    """
    app = App(
        name="cairn",
        logger=_logger(),
        client=WebClient(base_url=parts.client.base_url, retry_handlers=[]),
        authorize=lambda: _authorized(parts),
        before_authorize=SignedBySlack(signing_secret),
        request_verification_enabled=False,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
    for listener in LISTENERS:
        listener.register(app, parts)
    return app


def take_on(parts: Parts) -> None:
    """Say what is done for each kept delivery; before the jobs start."""
    for worker in WORKERS:
        worker.work(parts)


def _logger() -> logging.Logger:
    """Bolt's own log; below errors it only says that it found SLACK_BOT_TOKEN and leaves it."""
    logger = logging.getLogger("cairn.bolt")
    logger.setLevel(logging.ERROR)
    return logger


def _authorized(parts: Parts) -> AuthorizeResult:
    """Who the app is, known since the start, so that no delivery waits for a call."""
    return AuthorizeResult(
        enterprise_id=None,
        team_id=parts.identity.team_id,
        bot_user_id=parts.identity.bot_user,
        bot_id=parts.identity.bot_id,
        bot_token=parts.client.token,
    )
