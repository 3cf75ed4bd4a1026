"""The app is killed while notes are sent: what was acknowledged is there, read, and there once."""

from bot.bench import kills


def test_no_acknowledged_note_is_lost_or_doubled_when_the_app_is_killed() -> None:
    found = kills.measure(kills=2)
    assert found["notes acknowledged"] > 0
    assert found["acknowledged notes lost"] == 0
    assert found["acknowledged notes not read"] == 0
    assert found["notes thanked for twice"] == 0
