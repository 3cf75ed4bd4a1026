"""What a small form shows of a record comes back as it was."""

import math
from typing import Any

import pytest

from bot.views import record_form
from handlers import texts
from playbooks.observations import Goal


def inputs(record: Goal) -> dict[str, Any]:
    shown = record_form.form(texts.of("en"), "goal", "A1", record, {})
    return {block["block_id"]: block["element"] for block in shown["blocks"] if "element" in block}


@pytest.mark.parametrize(
    ("target", "shown"),
    [(1_250_000.0, "1250000"), (1234567.89, "1234567.89"), (2.5, "2.5"), (0.0, "0"), (1e-7, None)],
)
def test_a_figure_is_shown_in_full(target: float, shown: str | None) -> None:
    element = inputs(Goal("G1", "A1", "Orders a year", target=target))["target"]
    assert element["initial_value"] == (shown or "0.0000001")


def test_a_text_longer_than_its_field_is_shown_and_stays() -> None:
    record = Goal("G1", "A1", "x" * 4000, unit="y" * 2000)
    shown = record_form.form(texts.of("en"), "goal", "A1", record, {})
    fields = inputs(record)
    assert "goal" not in fields
    assert "xxx" in str(shown["blocks"][1])
    assert fields["unit"]["initial_value"] == record.unit
    sent = {name: {name: {"type": element["type"]}} for name, element in fields.items()}
    values = record_form.parse(shown | {"state": {"values": sent}}).values
    assert "goal" not in values
    assert values["unit"] is None


@pytest.mark.parametrize("written", ["nan", "abc", "1e999"])
def test_what_is_no_number_is_left_for_the_records_to_refuse(written: str) -> None:
    shown = record_form.form(texts.of("en"), "goal", "A1", Goal("G1", "A1", "Orders"), {})
    values = {"target": {"target": {"value": written}}}
    target = record_form.parse(shown | {"state": {"values": values}}).values["target"]
    assert not math.isfinite(target)
