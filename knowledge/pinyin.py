"""Chinese names as they are written in Latin letters."""

from functools import lru_cache

from knowledge import wording


@lru_cache(maxsize=8192)
def spelt(name: str) -> tuple[str, ...]:
    """The syllables of a Chinese name, in small letters and without tones: zhou, ruo, lan."""
    # The dictionaries take a tenth of a second to load, and most workspaces need none.
    from pypinyin import Style, lazy_pinyin

    return tuple(wording.fold(said) for said in lazy_pinyin(name, style=Style.NORMAL))
