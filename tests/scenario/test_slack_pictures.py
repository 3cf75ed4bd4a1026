"""Pictures beside answers, as people see them in Slack."""

from datetime import date
from typing import Any

import pytest

from bot import playground
from playbooks.observations import MetricSample, Outcome, SurveyResponse
from playbooks.people import Member, Role


@pytest.fixture
def used(program: Any) -> Any:
    """Northgate Foods uses what it bought, and is not happy."""
    with program.context.workspace.writing() as writer:
        for metric, value in (("licences_bought", 50), ("active_users", 45)):
            writer.put(MetricSample(metric, "acc_foods", date(2026, 11, 13), metric, value))
        writer.put(SurveyResponse("v1", "acc_foods", date(2026, 11, 2), "csat", 2))
        writer.put(Outcome("o1", "acc_foods", date(2026, 3, 2), "renewal"))
    return program


def image(message: dict[str, Any]) -> dict[str, Any]:
    [block] = message["blocks"]
    assert block["type"] == "image"
    return block


def test_the_picture_follows_its_answer_into_the_thread_with_words_for_who_does_not_see_it(
    used: Any,
) -> None:
    asked = used.maya.mentions("Show the trajectory of Northgate Foods", used.channel)
    used.settle()
    answer, picture = used.slack.posted(used.channel)
    assert answer["thread_ts"] == picture["thread_ts"] == asked.ts
    shown = image(picture)
    assert "Captive, attitude 25 of 100" in shown["alt_text"]
    file = used.slack.file(shown["slack_file"]["id"])
    assert file.content.startswith(b"\x89PNG")
    [begun] = used.slack.calls("files.getUploadURLExternal")
    assert begun.arguments["alt_txt"] == shown["alt_text"]


def test_a_picture_of_a_private_answer_goes_to_the_asker_alone_whatever_breaks_on_its_way(
    used: Any,
) -> None:
    with used.context.workspace.writing() as writer:
        writer.put(Member("U9", "Kit Moss", "kit", role=Role.PRESALES))
    used.slack.fail("files.completeUploadExternal", playground.broken())
    used.maya.mentions("Plot the health of Northgate Foods", used.channel)
    used.settle()
    assert used.slack.posted(used.channel) == []
    [picture] = used.slack.posted(used.maya)
    assert "Northgate Foods" in image(picture)["title"]["text"]
    used.slack.fail("files.getUploadURLExternal", playground.refused("missing_scope"))
    used.maya.says("Show the trajectory of Northgate Foods")
    used.settle()
    told = used.slack.posted(used.maya)[-1]
    assert "files:write" in told["text"]
    assert "Captive, attitude 25 of 100" in told["text"]
