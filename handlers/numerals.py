"""Numbers written in words, in English, Italian and Chinese, turned into digits."""

import re
from functools import cache

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
ENGLISH = {word: value for value, word in enumerate(_ONES.split())}
ENGLISH |= {f"{word}teen": 15 + n for n, word in enumerate(("fif", "six", "seven", "eigh", "nine"))}
ENGLISH |= {
    f"{word}ty": 20 + 10 * n
    for n, word in enumerate(("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"))
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_WORD = "|".join(sorted([*ENGLISH, *SCALES], key=len, reverse=True))
IN_ENGLISH = re.compile(
    rf"\b(?:a\s)?(?:{_WORD})(?:(?:\s|-|\sand\s)(?:{_WORD}))*\b(?!-(?:way|sided))", re.I
)
ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "terzo": 3, "terza": 3, "quarta": 4}
ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b(?!\s?-?part)", re.I)
HALF = re.compile(r"\bhalf of\b|\bmetà de[il]\w*|一半|半数")

ITALIAN_TENS = (
    *("venti", "trenta", "quaranta", "cinquanta"),
    *("sessanta", "settanta", "ottanta", "novanta"),
)
NOUN = (
    r"(?=\s(?!(?:date|course|time|diligence|the|before|because|once|since|these|there|are|we|he|she|be|vie|sensi)\b)"
    r"(?:[a-zàèéìòù]+[ieàù]|ticket|account|team|escalation|workshop|training|demo|bug|email|login)\b)"
)
DUE = re.compile(rf"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )\bdue\b{NOUN}", re.I)
"""Two in Italian, before a noun; elsewhere it is what English calls due."""

SEI = re.compile(
    r"\bsei(?=\s(?:mesi|giorni|settimane|anni|ore|minuti|utenti|licenze|clienti|persone|contatti|note|"
    r"ticket|account|sedi|team|funzionalità|promesse|obiettivi|domande|passi|escalation)\b)",
    re.I,
)
"""Six in Italian, before what is counted; elsewhere "you are"."""

WORD = re.compile(r"\b[a-z]{3,}é?\b", re.I)

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SIGN = "零〇一二两三四五六七八九十百千万亿"
MEASURE = (
    "(?=个|位|名|天|日|月|年|周|次|家|份|条|项|件|张|小时|分钟|元|欧|美|英镑|倍|人|种|轮|步|"
    "期|款|台|套|席|许可|用户|客户|号|点|%|％)"
)
IN_CHINESE = re.compile(
    rf"(?<![周期{_SIGN}])(?:[二两三四五六七八九十]{MEASURE}|(?=[^万千百])[{_SIGN}]{{2,}}(?![{_SIGN}]))"
)
NO_NUMBERS = re.compile("万一|千万(?![元欧美英])|十分|一一|三三两两|第?[一二三四]季度|百分")
PER_HUNDRED = re.compile(rf"百分之([{_SIGN}]+)(?:点([{_SIGN}]+))?")
TENTHS = re.compile("([一二两三四五六七八九])成([一二三四五六七八九半])?(?![为功立交本员长])")
DAY = re.compile(
    "(?:([〇零一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})(?=[日号])"
)
SHORT_THOUSANDS = re.compile(r"(\d+)万(\d)千?(?!\d)")


def digits(text: str) -> str:
    """The text with its number words in digits: "ninety-six thousand" and "九万六" as 96000.

    "One", "un" and 一 stay: they are articles more often than figures. So do words that only look
    like numbers, such as 万一, or "sei" where it is a verb.
    """
    text = HALF.sub(" 50% ", text)
    text = _chinese(text)
    text = DUE.sub("2", SEI.sub("6", IN_ENGLISH.sub(_english, text)))
    text = WORD.sub(_of_one_word, text)
    return ORDINAL.sub(lambda found: str(ORDINALS[found.group(0).casefold()]), text)


def _of_one_word(found: re.Match[str]) -> str:
    word = found.group(0)
    return str(_italian().get(word.casefold(), word))


def _english(found: re.Match[str]) -> str:
    words = re.findall(r"[a-z]+", found.group(0).casefold())
    numbers = [word for word in words if word not in ("a", "and")]
    lone = numbers == ["one"] or numbers == ["zero"]
    bare = all(word in SCALES for word in numbers) and words[0] != "a"
    return found.group(0) if lone or bare else str(_value(numbers))


def _value(words: list[str]) -> int:
    """The value of English number words, in the order in which they are spoken."""
    total = group = 0
    for word in words:
        scale = SCALES.get(word)
        if scale is None:
            group += ENGLISH[word]
        elif scale >= 1000:
            total += max(group, 1) * scale
            group = 0
        else:
            group = max(group, 1) * scale
    return total + group


@cache
def _italian() -> dict[str, int]:
    """Italian number words from two to 999, alone and before "mila"."""
    small = {word: value for word, value in _italian_below_thousand() if value != 1}
    thousands = {f"{word}mila": value * 1000 for word, value in small.items()}
    all_of_them = small | thousands | {"mille": 1000}
    return {word: value for word, value in all_of_them.items() if word not in ("due", "sei")}


def _italian_below_thousand() -> list[tuple[str, int]]:
    below = list(enumerate(("", "uno", "due", "tre", "quattro", "cinque", "sei", "sette")))
    below += list(enumerate(("otto", "nove", "dieci", "undici", "dodici", "tredici"), start=8))
    teens = ("quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove")
    below += list(enumerate(teens, start=14))
    for n, ten in enumerate(ITALIAN_TENS, start=2):
        below += [(10 * n + m, _joined(ten, unit)) for m, unit in below[:10]]
    hundreds = [(100 * n, ("" if n == 1 else below[n][1]) + "cento") for n in range(1, 10)]
    whole = below + [(h + m, word + rest) for h, word in hundreds for m, rest in below]
    accented = [
        (value, word[:-1] + "é") for value, word in whole if value > 20 and word[-3:] == "tre"
    ]
    return [(word, value) for value, word in whole + accented if word]


def _joined(ten: str, unit: str) -> str:
    return (ten[:-1] if unit[:1] in ("u", "o") else ten) + unit


def _chinese(text: str) -> str:
    if not re.search(f"[{_SIGN}]", text):
        return text
    text = PER_HUNDRED.sub(_per_hundred, text)
    text = TENTHS.sub(_tenths, text)
    text = DAY.sub(_day, text)
    kept = {found.start(): found.end() for found in NO_NUMBERS.finditer(text)}
    covered = {place for start, end in kept.items() for place in range(start, end)}
    text = IN_CHINESE.sub(
        lambda found: found.group(0) if found.start() in covered else f"{_spoken(found.group(0))}",
        text,
    )
    return SHORT_THOUSANDS.sub(
        lambda found: str(int(found.group(1)) * 10**4 + int(found.group(2)) * 1000), text
    )


def _per_hundred(found: re.Match[str]) -> str:
    tail = "".join(str(_DIGITS[sign]) for sign in found.group(2) or "")
    return f"{_spoken(found.group(1))}{'.' if tail else ''}{tail}%"


def _tenths(found: re.Match[str]) -> str:
    """三成 is 30 %, 七成五 is 75 %."""
    rest = {"半": 5}.get(found.group(2) or "", _DIGITS.get(found.group(2) or "", 0))
    return f"{_DIGITS[found.group(1)] * 10 + rest}%"


def _day(found: re.Match[str]) -> str:
    year = "".join(str(_DIGITS[sign]) for sign in found.group(1) or "")
    month, day = _spoken(found.group(2)), _spoken(found.group(3))
    return f"{year}{'年' if year else ''}{month}月{day}"


def _spoken(signs: str) -> int:
    """The value of Chinese numerals; 九万六 leaves out the thousand, as people do."""
    if len(signs) > 1 and not set(signs) & set("十百千万亿"):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total = part = digit = 0
    scale = 1
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            scale = 1 if sign in "零〇" else scale
        elif sign in _UNITS:
            part += (digit or 1) * _UNITS[sign]
            digit, scale = 0, _UNITS[sign]
        else:
            whole, section = (
                (10**4, part + digit) if sign == "万" else (10**8, total + part + digit)
            )
            total = (total if sign == "万" else 0) + (section or 1) * whole
            part = digit = 0
            scale = whole
    colloquial = scale // 10 if signs[-1] in _DIGITS and scale > 10 and "零" not in signs else 1
    return total + part + digit * colloquial
