"""What a Chinese note promises, told in whole words."""

import pytest

from knowledge.notes import whole_words


@pytest.mark.parametrize(
    ("text", "marked", "told"),
    [
        ("我们下周三前把合同草稿发给她，她等着。", "合同草稿", "把合同草稿发给她"),
        ("小李负责导出三", "导出三", "导出三"),
        ("他答应开通三个账号，不急", "开通三", "开通三个账号"),
        ("他们交两份培训记录", "交两份培训记", "交两份培训记录"),
        ("我把报价单周五发她", "报价单", "把报价单"),
        ("send the deck", "the deck", "the deck"),
    ],
)
def test_a_word_is_not_cut_and_what_is_done_keeps_its_verb(
    text: str, marked: str, told: str
) -> None:
    at = text.index(marked)
    day = text.find("周五")
    days = [(day, day + 2)] if day >= 0 else []
    first, end = whole_words.chinese(text, (at, at + len(marked)), days)
    assert text[first:end] == told
