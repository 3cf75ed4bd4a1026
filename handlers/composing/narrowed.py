"""What narrows a list of accounts, in words."""

from handlers import terms
from handlers.composing import criteria, phrases, renewals
from handlers.composing.desk import Desk
from knowledge import regions


def asked_for(desk: Desk) -> str:
    """What narrows the list, in words."""
    said = _conditions(desk)
    return phrases.listed(desk.texts, said) if said else desk.texts("all accounts")


def counted(desk: Desk, count: int) -> str:
    """How many accounts fit the first thing that was asked for, as a clause."""
    _, wanted = desk.texts, desk.asked.filters
    if wanted.at_risk:
        return _.plural("{count} account is at risk", "{count} accounts are at risk", count)
    if wanted.blind_spots:
        return _.plural(
            "{count} account is a blind spot", "{count} accounts are blind spots", count
        )
    return _.plural("{count} account", "{count} accounts", count)


def in_brackets(desk: Desk) -> str:
    """The rest of what narrows the list, in brackets."""
    _, rest = desk.texts, _conditions(desk, beside_clause=True)
    return _(" ({filter})", filter=phrases.listed(_, rest)) if rest else ""


def in_front(desk: Desk, text: str) -> str:
    """The text behind what narrows it to some accounts."""
    said = _conditions(desk)
    narrows = phrases.capitalised(phrases.listed(desk.texts, said))
    return phrases.labelled(desk.texts, narrows, text) if said else text


def _conditions(desk: Desk, beside_clause: bool = False) -> list[str]:
    """What narrows the list; without what `counted` says when it stands beside that clause."""
    _, asked, wanted = desk.texts, desk.asked, desk.asked.filters
    risk_apart = wanted.at_risk and not beside_clause
    blind_apart = wanted.blind_spots and not (beside_clause and not wanted.at_risk)
    parts = [
        (risk_apart, _("at risk")),
        (blind_apart, _("health not known")),
        (wanted.renewing_within_days is not None, renewals.said(desk)),
        (wanted.silent_days is not None, _silent(desk)),
        *((True, criteria.said(desk, each)) for each in wanted.named.criteria),
        *((True, each) for each in _money(desk)),
        (asked.segment is not None, terms.say(_, asked.segment)),
        (asked.stage is not None, _("in {stage}", stage=terms.say(_, asked.stage))),
        (wanted.country is not None, _country(desk)),
        (
            wanted.product is not None,
            _("with {product}", product=phrases.name(wanted.product or "")),
        ),
        (asked.owner is not None, _looked_after(desk)),
        (bool(asked.apart), _without(desk)),
    ]
    return [text for applies, text in parts if applies]


def _country(desk: Desk) -> str:
    _, code = desk.texts, desk.asked.filters.country
    return _("region: {name}", name=regions.name(code, _.language)) if code else ""


def _product(desk: Desk) -> str:
    _, wanted = desk.texts, desk.asked.filters
    product = phrases.name(wanted.product or "")
    if wanted.lacks_product:
        return _("without {product}", product=product)
    return _("with {product}", product=product)


def _looked_after(desk: Desk) -> str:
    """Whose they are: one member's, their team's, or everybody's where there is neither."""
    _, owner = desk.texts, desk.asked.owner
    if owner in desk.whose:
        return _("looked after by {name}", name=desk.member(owner))
    if not desk.whose:
        return _("of everybody, as {name} looks after none", name=desk.member(owner))
    return _("looked after by the team of {name}", name=desk.member(owner))


def _without(desk: Desk) -> str:
    _ = desk.texts
    left_out = [phrases.name(account.name) for account in desk.asked.apart]
    return _("without {names}", names=phrases.listed(_, left_out))


def _money(desk: Desk) -> list[str]:
    """The bounds on what an account pays a year, each in that account's own currency."""
    _, wanted = desk.texts, desk.asked.filters
    said = []
    if wanted.arr_at_least is not None:
        said.append(_("worth at least {amount} a year", amount=_.number(wanted.arr_at_least)))
    if wanted.arr_at_most is not None:
        said.append(_("worth at most {amount} a year", amount=_.number(wanted.arr_at_most)))
    return said


def _silent(desk: Desk) -> str:
    days = desk.asked.filters.silent_days or 0
    return desk.texts.plural(
        "no two-way engagement for {count} day", "no two-way engagement for {count} days", days
    )
