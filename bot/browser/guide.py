"""What the page says on its own behalf, in three languages: its labels, and what to try."""

from typing import Any

from bot.browser.town import LOCALES, READ_BY_A_GUEST, SHARED_CHANNEL, Town
from handlers import terms, texts
from handlers.texts import Texts

Json = dict[str, Any]

QUESTIONS = {
    "en": (
        "How is Northgate Foods doing?",
        "What does Valdora want from us?",
        "What should I do today?",
        "Which accounts are at risk?",
        "Which renewals are due in 90 days?",
        "How do I re-engage a silent customer?",
        "What did we promise Kestrow?",
        "Note that Danny Foss has left Northgate Freight.",
    ),
    "it": (
        "Perché Valdora è a rischio?",
        "Che cosa vuole da noi Ricambi Solaro?",
        "Che cosa devo fare oggi?",
        "Quali rinnovi scadono nei prossimi 90 giorni?",
        "Come si riprende il contatto con un cliente silenzioso?",
        "Che cosa abbiamo promesso a Valdora?",
        "Annota che Elena Rovati ha richiamato: Cascina Olmetta vuole una sessione al telefono.",
    ),
    "zh": (
        "云栈冷链为什么选择我们？",
        "澜江仓配现在怎么样？",
        "我今天应该做什么？",
        "哪些客户有流失风险？",
        "未来90天有哪些续约？",
        "怎样重新联系一个沉默的客户？",
        "我们答应过澜江什么？",
        "记一下：云栈冷链的夜班班长同意全部换用新的扫码配置。",
    ),
}
"""What to ask first, by language; each is about the sample."""

SHORTCUTS = (("log_note", "Log a note"), ("log_handoff", "Log a handoff"))
MESSAGE_SHORTCUT = ("save_as_note", "Save as note")
"""As `manifest.json` names them: Slack shows these names in no other language."""


def workspace(town: Town) -> Json:
    """All that stays the same while the page is open."""
    return {
        "app": town.slack.bot_user,
        "people": [_person(town, member_id) for member_id in town.members],
        "strangers": [{"id": one, "name": name} for one, name in town.strangers.items()],
        "shortcuts": [{"callback_id": name, "name": shown} for name, shown in SHORTCUTS],
        "message_shortcut": {"callback_id": MESSAGE_SHORTCUT[0], "name": MESSAGE_SHORTCUT[1]},
        "words": {language: words(texts.of(language)) for language in texts.LANGUAGES},
        "questions": QUESTIONS,
        "hints": {language: hints(texts.of(language)) for language in texts.LANGUAGES},
    }


def words(_: Texts) -> dict[str, str]:
    """The labels of the page."""
    return {
        "you_are": _("You are"),
        "channels": _("Channels"),
        "apps": _("Apps"),
        "home": _("Home"),
        "messages": _("Messages"),
        "app": _("APP"),
        "send": _("Send"),
        "reply": _("Reply"),
        "in_thread": _("In this thread"),
        "new_thread": _("New conversation"),
        "ask_app": _("Ask Cairn, or tell it what happened"),
        "write_in": _("Message #{channel}; @Cairn asks Cairn", channel="CHANNEL"),
        "write_in_thread": _("Reply in the thread"),
        "shortcuts": _("Shortcuts"),
        "more": _("More actions"),
        "menu": _("Channels and people"),
        "only_you": _("Only visible to you"),
        "edited": _("(edited)"),
        "shared": _("Shared with another organisation"),
        "readers": _("Who reads here: {people}", people="PEOPLE"),
        "try": _("What to try"),
        "start_day": _("Start my working day"),
        "start_day_means": _("Cairn sends what it would send you in the morning."),
        "no_nudges": _("There is nothing new for you this morning."),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "submit": _("Submit"),
        "choose": _("Choose"),
        "optional": _("(optional)"),
        "needed": _("This field is needed."),
        "nothing_found": _("Nothing found"),
        "nothing_yet": _("Nothing here yet."),
        "loading": _("One moment…"),
        "no_home": _("Cairn is drawing this page…"),
        "not_shown": _("This page cannot show a block of the type {type}.", type="TYPE"),
        "unknown_command": _("There is no command {command}; try /cairn help.", command="COMMAND"),
        "lost": _("The demo has stopped. Start it again with `cairn demo`."),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "all_invented": _("All people and companies here are invented."),
    }


def hints(_: Texts) -> list[Json]:
    """What to try beside questions, each with the place to try it in."""
    return [
        {"said": _("Log a note or a handoff from the ⚡ menu beside the message field.")},
        {"said": _("Save what a colleague said: the ⋯ of any message, then *Save as note*.")},
        {"said": _("Type `/cairn help` anywhere.")},
        {"said": _("See your accounts, nudges and blind spots on Cairn's Home tab.")},
        {
            "said": _(
                "Ask @Cairn in #{channel}: a guest reads it, so the answer is for you alone.",
                channel=READ_BY_A_GUEST,
            )
        },
        {
            "said": _(
                "Ask @Cairn in #{channel}: a customer reads it, so there is no answer.",
                channel=SHARED_CHANNEL,
            )
        },
        {"said": _("Be Kit, a guest, and ask anything.")},
        {"said": _("Be Luca or Lin: Cairn answers in Italian or Chinese, and quotes as it was.")},
    ]


def _person(town: Town, member_id: str) -> Json:
    member = town.members[member_id]
    role = terms.say(texts.of(member.language), member.role)
    return {
        "id": member.id,
        "handle": str(member.handle).lstrip("@"),
        "name": member.name,
        "role": role,
        "language": texts.of(member.language).language,
        "locale": LOCALES[texts.of(member.language).language],
    }
