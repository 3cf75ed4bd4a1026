"""Pictures: bytes that are the same each time, never an empty box, and words for all of it."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import canvas, command, drawing, fonts
from handlers import texts
from handlers.pictures import alternative
from handlers.pictures.values import (
    Axis,
    Bar,
    BarsPicture,
    Dot,
    HistoryPicture,
    MapPicture,
    PathPicture,
    Picture,
    Score,
    Spot,
)
from playbooks.trajectory import months

TODAY = date(2026, 11, 20)


def axis(value: float | None) -> Axis:
    return Axis(value, 10.0, 90.0, 4 if value is not None else 0)


def spot(first: date, attitude: float | None, behaviour: float | None) -> Spot:
    return Spot(first, first, axis(attitude), axis(behaviour))


def path(*values: tuple[float | None, float | None]) -> PathPicture:
    firsts = months.last(len(values), TODAY)
    spots = tuple(spot(first, *value) for first, value in zip(firsts, values, strict=True))
    return PathPicture(TODAY, spots, account="Valdora Logistica")


def bars() -> BarsPicture:
    total = Bar("Health", 100, 52, 24, 78, 0.46)
    parts = (
        Bar("Relationships", 18, 36, 27, 51, 0.76),
        Bar("Customer education", 6, None, 0, 100, 0),
    )
    return BarsPicture("Valdora", TODAY, "2026.2", total, parts)


def history() -> HistoryPicture:
    scores = [Score(first, None, 0, 100, 0.2) for first in months.last(2, TODAY)]
    known = Score(TODAY, 61, 40, 70, 0.6)
    return HistoryPicture("Valdora", TODAY, "2026.2", 70, 50, (*scores, known), (known,))


def portfolio(*dots: Dot) -> MapPicture:
    return MapPicture(date(2026, 11, 1), TODAY, dots)


DOTS = (
    Dot("云栈冷链", 80, 40, 900_000, "CNY", False),
    Dot("한국물류", 30, 90, 240_000, "EUR"),
    Dot("Sehr lange Gesellschaft für angewandte Lagerlogistik mbH", 31, 91, 1.0, "EUR"),
    Dot("Half", None, 70),
    Dot("Nothing", None, None),
)


@pytest.mark.parametrize(
    ("picture", "language"),
    [
        (path((30, 40), (None, 50), (None, None), (70, 80)), "zh"),
        (path((None, None)), "en"),
        (portfolio(*DOTS), "it"),
        (portfolio(), "en"),
        (history(), "zh"),
        (bars(), "it"),
    ],
    ids=["path", "nothing", "map", "nobody", "history", "components"],
)
def test_a_picture_is_a_png_of_one_size_and_light_enough_to_send(
    picture: Picture, language: str
) -> None:
    content = drawing.png(picture, language)
    assert len(content) < 200_000
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 800))


def test_the_same_picture_is_the_same_bytes() -> None:
    assert drawing.png(bars(), "en") == drawing.png(bars(), "en")


def test_a_name_that_no_font_can_write_is_not_drawn_as_boxes() -> None:
    assert fonts.can_write("云栈冷链 Ørsted Łódź −–…")
    assert not fonts.can_write("한국물류")
    assert fonts.legible("한국물류", "№ 2") == "№ 2"


def test_without_a_font_for_chinese_the_words_are_english(monkeypatch: pytest.MonkeyPatch) -> None:
    cached = (fonts.han_file, fonts.families, fonts._letters)
    for one in cached:
        one.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(fonts, "PACKAGE", "no_such_package")
        assert fonts.families() == (fonts.LATIN,)
        assert fonts.language("zh-CN") == "en"
        assert fonts.language("it") == "it"
    for one in cached:
        one.cache_clear()
    assert fonts.language("zh-CN") == "zh"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nov 2026: Advocate, attitude 70 of 100 (10 to 90), behaviour 80 of 100"),
        ("it", "nov 2026: Sostenitore, atteggiamento 70 su 100 (da 10 a 90), comportamento 80"),
        ("zh", "2026年11月：拥护者，态度 70/100（10 到 90），行为 80/100"),
    ],
)
def test_who_does_not_see_the_path_hears_its_ends_and_its_gaps(language: str, said: str) -> None:
    picture = path((30, 40), (None, 50), (None, None), (70, 80))
    words = alternative.text(picture, texts.of(language))
    assert said in words
    assert len(words) <= alternative.LONGEST
    if language == "en":
        assert "Unknown of 4 months: attitude in 2, behaviour in 1." in words


def test_where_everything_is_known_no_interval_is_read_out() -> None:
    known = Axis(70, 69.8, 70.2, 4)
    picture = PathPicture(TODAY, (Spot(TODAY, TODAY, known, known),), account="Valdora")
    assert "attitude 70 of 100, behaviour 70" in alternative.text(picture, texts.of("en"))


def test_who_does_not_see_the_map_hears_who_lies_where_and_who_is_missing() -> None:
    words = alternative.text(portfolio(*DOTS), texts.of("en"))
    assert "Captive: 2 (한국물류, Sehr lange" in words
    assert "One axis unknown: 1 (Half)." in words
    assert "Neither axis known: 1." in words


def test_who_does_not_see_health_hears_its_figures_and_what_is_unknown() -> None:
    assert "Customer education: unknown." in alternative.text(bars(), texts.of("en"))
    said = alternative.text(history(), texts.of("en"))
    assert "Nov 2026: 61 of 100 (40 to 70)." in said
    assert "Unknown in 2 of 3 months." in said


def test_a_description_is_never_longer_than_slack_takes() -> None:
    dots = [Dot(f"{'Very ' * 60}long {n}", 20 + 50 * (n % 2), 20 + n % 60) for n in range(40)]
    words = alternative.text(portfolio(*dots), texts.of("en"))
    assert len(words) == alternative.LONGEST
    assert words.endswith("…")


def test_lines_end_between_words_and_between_chinese_signs() -> None:
    assert canvas.wrapped("three short words", 11) == ["three short", "words"]
    assert canvas.wrapped("客户健康度，走势", 8) == ["客户健康", "度，走势"]
    assert canvas.wrapped("截至 Northgate Foods", 12) == ["截至", "Northgate", "Foods"]


def test_the_terminal_says_what_to_type_for_the_picture() -> None:
    typed = command.drawing(path((30, 40)), ("--home", str(Path("/tmp/a b"))), "U1")
    assert typed == (
        "cairn --home '/tmp/a b' picture trajectory 'Valdora Logistica' --as U1 --out path.png"
    )
    assert "picture map 云栈冷链" in command.drawing(portfolio(DOTS[0]), (), "U1").replace("'", "")
