"""Words of a question that lead to an account by its notes."""

from knowledge import leads
from storage.mentions import Written

NOTES = (
    Written("n1", "a1", "Handhelds in Piacenza freeze; the night shift went back to paper."),
    Written("n2", "a1", "Paper again in Piacenza."),
    Written("n3", "a2", "Night shift happy, paper gone."),
    Written("n4", "a3", "班组长希望有语音拣选，主仓现场培训来了七位。"),
    Written("n5", "a2", "训练营下周开始。"),
    Written("n6", "a4", "Renewal signed."),
)


def test_the_account_whose_notes_hold_the_rare_words_comes_first() -> None:
    found = leads.find("why did the Piacenza night shifts go back to paper?", NOTES)
    assert [lead.account_id for lead in found[:2]] == ["a1", "a2"]
    assert found[0].note_id == "n1"
    assert found[0].share > 1.5 * found[1].share


def test_chinese_words_lead_by_pairs_of_characters() -> None:
    found = leads.find("那次主仓现场培训来了几位班组长？", NOTES)
    assert found[0].account_id == "a3"


def test_words_that_stand_nowhere_lead_nowhere() -> None:
    assert leads.find("xylophones?", NOTES) == []
    assert leads.find("", NOTES) == []
