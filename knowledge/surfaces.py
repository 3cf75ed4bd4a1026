"""The ways in which people write one account's name."""

from collections.abc import Iterator
from typing import Protocol

from knowledge import wording

LEGAL_FORMS = frozenset(
    "inc incorporated llc llp ltd limited plc corp corporation co company gmbh ag kg ug se sa sas "
    "sarl bv nv oy ab as aps spa srl srls snc sapa scarl pty kk sl".split()
)
LEGAL_ENDINGS = (("s", "p", "a"), ("s", "r", "l"), ("s", "a", "s"), ("s", "n", "c"), ("s", "a"))
"""Dotted forms fall apart into letters: S.p.A., S.r.l."""

COMPANY_WORDS = LEGAL_FORMS | frozenset(
    "group holding holdings gruppo foods food health healthcare logistics energy systems software "
    "solutions technologies technology tech labs lab media digital global international services "
    "service partners consulting industries industrie manufacturing insurance bank banca banking "
    "capital finance retail stores hotels hotel schools school education university airlines air "
    "water power trading traders trasporti officine ospedale fonderie hospital clinic pharma "
    "motors auto telecom networks network studio studios design dynamics data cloud ai io the "
    "sons brothers fratelli figli and e di del della dei the of a network security analytics "
    "customer customers account accounts team success".split()
)
"""Words that many companies carry: none of them alone says which company is meant."""

JOINING = frozenset(("and", "und", "et", "e", "y"))

CHINESE_ENDINGS = (
    "股份有限公司 有限责任公司 有限公司 集团公司 公司 集团 股份 控股 科技 技术 物流 食品 教育 农业 银行 "
    "软件 网络 医院 大学 保险 汽车 能源 实业 贸易 制造 零售 电子 信息 传媒 医疗 医药 酒店 航空 国际"
).split()
CHINESE_PLACES = (
    "上海市 北京市 深圳市 广州市 杭州市 上海 北京 深圳 广州 杭州 南京 苏州 成都 武汉 天津 重庆 西安 "
    "浙江 江苏 广东 山东 四川 福建 湖南 湖北 河南 河北 中国"
).split()


class Named(Protocol):
    """What is needed of an account to find it in a text."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def domain(self) -> str | None: ...


def whole(account: Named) -> set[str]:
    """Keys that name the account in full: name, aliases, id, domain, without the legal form."""
    found: set[str] = set()
    for name in (account.name, *account.aliases):
        words = wording.keys(name)
        found |= {"".join(words), "".join(_without_legal_form(words))}
        found.add("".join(word for word in words if word not in JOINING))
    found.add("".join(wording.keys(account.id)))
    if account.domain:
        host = wording.keys(account.domain.removeprefix("www."))
        found |= {"".join(host), "".join(host[:-1])}
    return {key for key in found if len(key) > 1}


def parts(account: Named) -> set[str]:
    """Keys of stretches of the name that could stand for all of it."""
    found: set[str] = set()
    for name in (account.name, *account.aliases):
        if wording.IDEOGRAPH.search(name):
            found.update(_chinese_cores(name))
        words = _without_legal_form(wording.keys(name))
        found.update(_stretches(words))
    return found


def _without_legal_form(words: tuple[str, ...]) -> tuple[str, ...]:
    for ending in LEGAL_ENDINGS:
        if len(words) > len(ending) and words[-len(ending) :] == ending:
            return words[: -len(ending)]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return words


def _stretches(words: tuple[str, ...]) -> Iterator[str]:
    """Runs of words, shorter than the name, that hold more than company words and digits."""
    words = words[:6]
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            stretch = words[first:last]
            telling = [w for w in stretch if w not in COMPANY_WORDS and not w.isdigit()]
            chinese = any(wording.IDEOGRAPH.match(word) for word in stretch)
            if telling and not chinese and sum(map(len, telling)) > 2:
                yield "".join(stretch)


def _chinese_cores(name: str) -> Iterator[str]:
    core = "".join(wording.keys(name))
    for place in CHINESE_PLACES:
        if core.startswith(place) and len(core) > len(place) + 1:
            yield (core := core[len(place) :])
            break
    shortened = True
    while shortened:
        shortened = False
        for ending in CHINESE_ENDINGS:
            if core.endswith(ending) and len(core) >= len(ending) + 2:
                yield (core := core[: -len(ending)])
                shortened = True
                break
