"""Settings: what the environment says, checked before anything starts."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from playbooks.errors import BadInput

SAFE_URL = r"^(https://|http://(127\.0\.0\.1|localhost)[:/]).+$"
"""Tokens travel over https, but to a server on this machine."""


class Settings(BaseSettings):
    """Every setting has a default that works on one machine with no key and no server."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("cairn"), validation_alias="CAIRN_HOME"
    )
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    chroma_url: str | None = Field(default=None, validation_alias="CHROMA_URL")
    rules: Path | None = Field(default=None, validation_alias="CAIRN_RULES")
    linked: str = Field(
        default="", validation_alias="CAIRN_LINK_HOSTS", pattern=r"^[A-Za-z0-9.,\s-]*$"
    )

    slack_bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(
        default=None, validation_alias="SLACK_SIGNING_SECRET"
    )
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="SLACK_API_URL")

    embeddings: str | None = Field(
        default=None, validation_alias="CAIRN_EMBEDDINGS", pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$"
    )
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model: str = Field(default="gpt-5-mini", validation_alias="CAIRN_MODEL")
    model_tokens_per_day: int = Field(
        default=2_000_000, ge=0, validation_alias="CAIRN_MODEL_TOKENS_PER_DAY"
    )

    hubspot_token: SecretStr | None = Field(default=None, validation_alias="CAIRN_HUBSPOT_TOKEN")
    hubspot_url: str | None = Field(
        default=None, validation_alias="CAIRN_HUBSPOT_URL", pattern=SAFE_URL
    )
    hubspot_plan: Path | None = Field(default=None, validation_alias="CAIRN_HUBSPOT_PLAN")
    salesforce_url: str | None = Field(
        default=None, validation_alias="CAIRN_SALESFORCE_URL", pattern=SAFE_URL
    )
    salesforce_client_id: SecretStr | None = Field(
        default=None, validation_alias="CAIRN_SALESFORCE_CLIENT_ID"
    )
    salesforce_client_secret: SecretStr | None = Field(
        default=None, validation_alias="CAIRN_SALESFORCE_CLIENT_SECRET"
    )
    salesforce_token: SecretStr | None = Field(
        default=None, validation_alias="CAIRN_SALESFORCE_TOKEN"
    )
    salesforce_plan: Path | None = Field(default=None, validation_alias="CAIRN_SALESFORCE_PLAN")
    calendars: SecretStr | None = Field(default=None, validation_alias="CAIRN_CALENDARS")
    calendar_hosts_named: str = Field(
        default="", validation_alias="CAIRN_CALENDAR_HOSTS", pattern=r"^[A-Za-z0-9.,\s-]*$"
    )
    webhook_secret: SecretStr | None = Field(default=None, validation_alias="CAIRN_WEBHOOK_SECRET")

    @property
    def database(self) -> str:
        """The database's URL: the one that is set, or a file in the home folder."""
        return self.database_url or f"sqlite:///{self.home / 'cairn.db'}"

    @property
    def link_hosts(self) -> frozenset[str]:
        """The hosts, besides Slack's, to which links may lead: names separated by commas."""
        return frozenset(self.linked.lower().replace(",", " ").split())

    @property
    def calendar_hosts(self) -> frozenset[str]:
        """The hosts from which calendars may be fetched: names separated by commas."""
        return frozenset(self.calendar_hosts_named.lower().replace(",", " ").split())

    @property
    def jobs(self) -> str:
        """Where durable work is kept: PostgreSQL when that is the database, else its own file."""
        if self.database.startswith("postgresql"):
            return self.database
        return f"sqlite:///{self.home / 'jobs.db'}"

    @property
    def index(self) -> Path:
        """The folder of the embedded vector index."""
        return self.home / "index"


def load(home: Path | None = None) -> Settings:
    """Settings from the environment; raises `BadInput` naming the variable that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadInput(_sentence(error)) from None
    return settings.model_copy(update={"home": home}) if home else settings


def _sentence(error: ValidationError) -> str:
    faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return f"A setting cannot be used: {'; '.join(faults)}. Nothing was started."
