"""Sentences that give orders to an assistant: they tell nothing of a customer."""

import re
import unicodedata

_ORDER = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|record|above)\b
    | \b(?:assistant|chatbot|language\ model|ai\ (?:model|readers?|assistants?))\s*[:,]
    | \b(?:note|message|instructions?)\ (?:for|to)\ (?:ai|assistants?|models?|bots?)\b
    | ^\W*\[?(?:system|admin|tool)\ (?:prompt|message|note|result)s?\b | ^\s*\[(?:system|admin)\]
    | \bthe\ (?:reply|answer|response)\ (?:must|should)\b | \bcorrect\ (?:answer|reply)\ is\b
    | \b(?:answer|reply\ to|respond\ to)\ (?:every|all|any)\b.{0,20}\bquestions?\b
    | \bignor[ai](?:re)?\b.{0,40}\b(?:istruzioni|regole)\b | \bdimentica\b.{0,20}\bregole\b
    | \bassistente\s*[:,] | \bmessaggio\ di\ sistema\b
    | \bnota\ per\ (?:i\ modelli|gli?\ assistenti)\b
    | \brispost[ae]\ (?:corrett[ae]|giust[ae])\ (?:è|sono)\b | \brispondi\ a\ (?:ogni|tutte)\b
    | 忽略.{0,12}(?:指令|规则|内容|说明|要求) | (?:系统提示|系统消息|管理员)\W*[：:】]
    | 助手\W{0,2}(?:注意|请|[：:，,]) | 正确的?(?:回答|答案)\W{0,2}(?:是|[：:])
    | (?:以后|所有)问题都?回答 | 从现在(?:开始|起).{0,8}回答
    | (?:source|fonte|来源)\s*\[\d+\] | \[\d+\]\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MIXED = re.compile(r"[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
"""Latin letters with Greek or Cyrillic ones in one word: written to look like another word."""


def is_order(sentence: str) -> bool:
    """Whether the sentence speaks to an assistant, or hides what it says.

    A note is what somebody tells of a customer; whoever tells an assistant what to answer tells
    nothing of one, and what they want answered is no fact.
    """
    shown = "".join(c for c in sentence if unicodedata.category(c) != "Cf")
    return bool(_ORDER.search(shown) or _MIXED.search(shown))
