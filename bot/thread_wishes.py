"""What somebody wants of the thread that they write in: to have it kept as a note."""

import re

_THREAD = (
    r"(?:(?:this|the|our) (?:whole |entire )?(?:thread|conversation|discussion|chat)|this|"
    r"(?:quest[oa]|il|la|tutt[oa] (?:il|la|quest[oa])) (?:thread|conversazione|discussione|chat)|"
    r"(?:这个|这段|这条|这|本|此|该|整个)?(?:帖子|讨论|对话|话题|消息串|聊天|线程|thread))"
)
_AS_NOTE = (
    r"(?:(?: down)?(?: (?:as|in|into|to) (?:a |the )?(?:note|notes|records?))?|"
    r"(?: (?:come|in|tra|fra)(?: una| le| la)? not[ae])?)"
)
_LATIN = re.compile(
    r"(?:please |can you |could you |per favore |puoi )?"
    r"(?:save|log|keep|note|store|record|capture|turn|make|salva(?:re|mi)?|registra(?:re)?|"
    r"annota(?:re)?|metti|trasforma)"
    rf" {_THREAD}{_AS_NOTE}"
    r"(?:,? (?:for|about|to|per|su|di) (?P<account>[^?]{2,80}?))?"
    r"(?:,? please|,? thanks|,? grazie|,? per favore)?[\s.!?]*",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?:请|麻烦|帮我|帮忙)*(?:(?:把|将)?{_THREAD}(?:内容)?(?:都)?"
    r"(?:保存|存|记录|记|整理|做)(?:下来|一下)?(?:成|为|到|作为)?(?:一条|一个)?(?:笔记|记录|备注)?(?:里|中)?|"
    rf"(?:保存|存下|记录|记下)(?:一下)?{_THREAD})"
    r"(?:[，,]?(?:客户是|关于|给)(?P<account>[^？?]{2,40}?))?(?:吧|谢谢)?[\s。！？!?]*",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^(?:@\S+|<@\w+>)[\s,，:：]*")


def saving(text: str) -> str | None:
    """The customer that is named with a wish to save the thread, or ""; None for other words."""
    said = _ADDRESSED.sub("", text.strip())
    for pattern in (_LATIN, _CHINESE):
        if found := pattern.fullmatch(said):
            return (found["account"] or "").strip()
    return None
