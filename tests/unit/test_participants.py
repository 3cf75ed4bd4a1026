"""What people around an account are called in notes."""

from handlers import participants
from playbooks.people import Contact


def called(*names: str) -> dict[str, str]:
    return participants.called([Contact(name, "a", name) for name in names])


def test_a_surname_tells_who_is_meant_where_one_alone_has_it() -> None:
    assert called("Anna Prato", "Piet de Vries")["prato"] == "Anna Prato"
    assert "prato" not in called("Anna Prato", "Luca Prato")


def test_a_first_name_goes_before_anothers_surname() -> None:
    assert called("Rosa Neri", "Marco Rosa")["rosa"] == "Rosa Neri"


def test_chinese_names_are_heard_with_a_title_and_among_friends() -> None:
    known = called("王建国", "欧阳静")
    assert {known[one] for one in ("王总", "小王", "老王", "建国")} == {"王建国"}
    assert {known[one] for one in ("欧阳老师", "小静", "阿静")} == {"欧阳静"}
    assert "王总" not in called("王建国", "王敏")


def test_what_stands_before_a_name_is_no_part_of_it() -> None:
    known = called("Ing. Tullio Gherardi", "Dott.ssa Anna Prato", "Dr Mae Lind", "Don Fabio")
    said = ("tullio", "gherardi", "anna", "mae", "fabio")
    assert [known.get(one) for one in said] == [
        *("Ing. Tullio Gherardi", "Ing. Tullio Gherardi", "Dott.ssa Anna Prato"),
        *("Dr Mae Lind", "Don Fabio"),
    ]
    assert "ing." not in known
