"""What the app needs to talk to Slack, checked before anything starts."""

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.parts import Identity
from bot.settings import Settings
from playbooks.errors import BadInput, NotReady

SECONDS = 15
"""How long one call to Slack may take."""

REFUSED = {
    "invalid_auth": "is not a token of an installed app",
    "not_authed": "is empty",
    "account_inactive": "belongs to a deleted user or workspace",
    "token_revoked": "was revoked",
    "token_expired": "has expired",
    "not_allowed_token_type": "is a token of another kind",
    "missing_scope": "lacks a scope that manifest.json asks for",
}


def bot_token(settings: Settings) -> str:
    """The token that the app acts with; `BadInput` when it is missing or of another kind."""
    return _token(settings.slack_bot_token, "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions")


def app_token(settings: Settings) -> str:
    """The token that opens Socket Mode; `BadInput` when it is missing or of another kind."""
    where = "Basic Information › App-Level Tokens, with connections:write"
    return _token(settings.slack_app_token, "SLACK_APP_TOKEN", "xapp-", where)


def signing_secret(settings: Settings) -> str:
    """The secret that shows a request over HTTP to be Slack's; `BadInput` when it is missing."""
    secret = _given(settings.slack_signing_secret)
    if secret is None:
        raise BadInput(
            "SLACK_SIGNING_SECRET is not set, so no request over HTTP could be trusted. Find it "
            "under Basic Information in your Slack app's settings. Nothing was started."
        )
    return secret


def client(settings: Settings) -> WebClient:
    """A client of Slack's Web API. It does not repeat calls: what is sent twice is seen twice."""
    return WebClient(bot_token(settings), _base(settings), timeout=SECONDS, retry_handlers=[])


def identity(slack: WebClient) -> Identity:
    """Who the app is, asked of Slack; `BadInput` when it refuses the bot token."""
    try:
        answer = slack.auth_test()
    except SlackApiError as error:
        raise _refused("SLACK_BOT_TOKEN", error) from error
    except OSError as error:
        raise _unreachable(slack, error) from error
    return Identity(
        team_id=answer["team_id"],
        bot_user=answer["user_id"],
        bot_id=answer["bot_id"],
        url=answer["url"],
    )


def check_app_token(slack: WebClient, token: str) -> None:
    """Ask Slack for a Socket Mode address; `BadInput` when it refuses the app token."""
    try:
        slack.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise _refused("SLACK_APP_TOKEN", error) from error
    except OSError as error:
        raise _unreachable(slack, error) from error


def _token(value: SecretStr | None, name: str, prefix: str, where: str) -> str:
    token = _given(value)
    if token is None:
        raise BadInput(
            f"{name} is not set. Find it in your Slack app's settings under {where}. "
            "Nothing was started."
        )
    if not token.startswith(prefix):
        raise BadInput(
            f"{name} must begin with {prefix}; the one that is set begins with {token[:5]}…. "
            f"Find the right one in your Slack app's settings under {where}. Nothing was started."
        )
    return token


def _given(value: SecretStr | None) -> str | None:
    return value.get_secret_value().strip() or None if value is not None else None


def _base(settings: Settings) -> str:
    return settings.slack_api_url.rstrip("/") + "/"


def _refused(name: str, error: SlackApiError) -> BadInput:
    code = str(error.response.get("error", "unknown_error"))
    why = REFUSED.get(code, "was not accepted")
    return BadInput(f"Slack says that {name} {why} ({code}). Nothing was started.")


def _unreachable(slack: WebClient, error: OSError) -> NotReady:
    return NotReady(f"Slack cannot be reached at {slack.base_url}: {error}. Nothing was started.")
