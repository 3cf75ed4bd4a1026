"""A picture as PNG, in the reader's language where its letters are there."""

from bot.pictures import components, fonts, history, path, portfolio
from handlers import texts
from handlers.pictures.values import BarsPicture, HistoryPicture, MapPicture, Picture


def png(picture: Picture, language: str) -> bytes:
    """The bytes of a picture of 1200 by 800 dots, the same whenever it is drawn again.

    Where no font for Chinese is installed the words are English; the text alternative stays in the
    reader's language (`handlers.pictures.alternative`).
    """
    _ = texts.of(fonts.language(language))
    if isinstance(picture, MapPicture):
        return portfolio.png(picture, _)
    if isinstance(picture, HistoryPicture):
        return history.png(picture, _)
    if isinstance(picture, BarsPicture):
        return components.png(picture, _)
    return path.png(picture, _)
