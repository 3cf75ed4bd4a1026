"""Every kind of request in three languages, about an account or about all of them."""

from collections.abc import Iterator, Sequence

from bot.evaluation.items import LANGUAGES, Item

ABOUT_ONE = {
    "health": ("How is {} doing?", "Come sta {}?", "{}现在怎么样？"),
    "intent": ("Why did {} buy from us?", "Perché {} ha scelto noi?", "{}为什么选择我们？"),
    "summary": ("Summarise {} for me", "Fammi un riassunto di {}", "总结一下{}"),
    "changes": (
        "What changed at {} this month?",
        "Cosa è cambiato in {} questo mese?",
        "{}这个月有什么变化？",
    ),
    "next_steps": (
        "What should I do next with {}?",
        "Cosa faccio adesso con {}?",
        "{}下一步该做什么？",
    ),
    "handoff": (
        "What did sales hand over for {}?",
        "Cosa c’è nel passaggio di consegne di {}?",
        "{}的交接里写了什么？",
    ),
    "promises": ("What did we promise {}?", "Cosa abbiamo promesso a {}?", "我们答应过{}什么？"),
    "people": ("Who decides at {}?", "Chi decide in {}?", "{}谁说了算？"),
    "trajectory": (
        "Show the trajectory of {}",
        "Mostrami la traiettoria di {}",
        "看看{}的体验轨迹",
    ),
    "gaps": (
        "Which product gaps did {} report?",
        "Quali lacune di prodotto ha segnalato {}?",
        "{}提过哪些产品缺口？",
    ),
}
ABOUT_ALL = {
    "portfolio": (
        "Which accounts are at risk?",
        "Quali clienti sono a rischio?",
        "哪些客户有风险？",
    ),
    "guidance": ("How do I run a kickoff?", "Come si prepara un kickoff?", "启动会怎么开？"),
    "education": (
        "Is there training about silent customers?",
        "C’è un corso sui clienti silenziosi?",
        "有没有关于沉默客户的学习材料？",
    ),
    "revenue": (
        "Do satisfied customers spend more?",
        "I clienti soddisfatti spendono di più?",
        "满意的客户花钱更多吗？",
    ),
    "capacity": (
        "How many PreSales hours do we need next month?",
        "Quante ore di prevendita servono il mese prossimo?",
        "下个月需要多少售前工时？",
    ),
    "compare": (
        "Compare Kestrow and Quillon",
        "Confronta Valdora e Ricambi Solaro",
        "对比澜江和云栈",
    ),
    "write": (
        "Note that Kestrow called this morning",
        "Segna che Valdora ha chiamato stamattina",
        "记一下：澜江今天早上来过电话",
    ),
    "help": ("What can you do?", "Cosa sai fare?", "你能做什么？"),
    "other": ("What is the weather in Oslo?", "Che tempo fa a Oslo?", "奥斯陆天气怎么样？"),
}


def every_kind(names: Sequence[tuple[str, str]], asker: str = "@ruth") -> Iterator[Item]:
    """Each kind about each of the accounts (id and name), and the kinds about none or all."""
    for place, language in enumerate(LANGUAGES):
        for account_id, name in names:
            for kind, wordings in ABOUT_ONE.items():
                text = wordings[place].format(name)
                yield Item(f"{kind}-{account_id}-{language}", kind, language, text, asker)
        for kind, wordings in ABOUT_ALL.items():
            yield Item(f"{kind}-{language}", kind, language, wordings[place], asker)
