"""Cutting long notes into parts of a few turns."""

from knowledge import chunks, turns

LINES = [f"Speaker {n % 3}: {'we talked about seats and renewal ' * 4}\n" for n in range(60)]


def test_a_short_note_is_one_part() -> None:
    assert turns.parts("They renewed.\nAll is well.") == ("They renewed.\nAll is well.",)


def test_parts_make_up_the_text_and_begin_with_a_turn() -> None:
    text = "".join(LINES)
    parts = turns.parts(text)
    assert "".join(parts) == text
    assert all(part.startswith("Speaker") for part in parts)
    assert max(map(chunks.count_words, parts)) <= turns.PART


def test_a_long_turn_is_cut_between_its_sentences() -> None:
    text = "Rossi: " + "Il cliente vuole rinnovare il contratto per un altro anno. " * 60
    parts = turns.parts(text)
    assert "".join(parts) == text
    assert all(part.rstrip().endswith(".") for part in parts)


def test_chinese_without_line_breaks_is_cut_between_its_sentences() -> None:
    text = "王芳：客户希望在下个季度之前完成全部培训。" * 60
    parts = turns.parts(text)
    assert "".join(parts) == text
    assert len(parts) > 5
    assert all(part.endswith("。") for part in parts)


def test_a_text_without_sentences_is_cut_by_length() -> None:
    text = "word " * 2000
    assert max(map(chunks.count_words, turns.parts(text))) <= turns.PART + 1
