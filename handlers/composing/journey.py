"""Where an account stands in its journey, what is missing to go on, and the goals of the stage."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import journey, terms, units
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import findings, next_steps, phrases, standing, touchpoints
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.journey import Expected, Journey, Stay, TrackedGoal
from handlers.texts import Texts
from playbooks.journey import Checked
from playbooks.stage_goals.records import Figure
from playbooks.stages import Enrolment, ExpectedTime

FEW = 5
"""Below so many cases a share says less than its count."""

CITED = 2
"""Records of a figure that are cited; it may be counted from hundreds."""


def compose(desk: Desk) -> Draft:
    """Each stage under way with its time against earlier accounts, and both of its doors."""
    dossier = desk.dossier(desk.asked.accounts[0])
    (examined,) = desk.examined([dossier.account])
    found = journey.within(
        desk.reader, desk.rules, desk.audience.asker, examined, desk.accounts, desk.today
    )
    stays = _asked_about(desk, found)
    if not stays:
        return _not_there(desk, dossier, found)
    missing = [line for stay in stays for line in _missing(desk, stay)]
    unknown = [line for stay in stays for line in _unknown(desk, stay)]
    unknown += _by_team(desk, found)
    shown = dict.fromkeys(stay.enrolment.stage for stay in stays)
    goals = [_goal(desk, dossier, goal) for goal in found.goals if goal.stage in shown]
    return phrases.draft(
        _lead(desk, dossier, stays),
        phrases.section(Part.STATE, [_stay(desk, dossier, stay) for stay in stays], most=4),
        phrases.section(Part.MISSING, missing, most=5),
        phrases.section(Part.GOALS, goals, most=6),
        phrases.section(Part.STEPS, touchpoints.of_stages(desk, dossier, shown), most=4),
        phrases.section(Part.UNKNOWN, unknown, most=4),
        phrases.section(Part.NEXT, next_steps.of_account(desk, dossier), most=1),
        missing=[line.text for line in unknown],
    )


def bottlenecks(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The stages that take longer than they took others, each with the step it is stuck at."""
    examined = desk.examined([dossier.account])[0]
    found = journey.underway(desk.reader, desk.audience.asker, examined, desk.today)
    return [_bottleneck(desk, stay) for stay in found if stay.is_bottleneck]


def expected(_: Texts, known: Expected) -> str:
    """How long earlier accounts took: median, range and n, or that there are too few."""
    if known.of_segment is not None:
        return _(
            "earlier {segment} accounts took {time}",
            segment=terms.say(_, known.of_segment.segment),
            time=_time(_, known.of_segment),
        )
    if known.of_all is not None:
        return _(
            "too few earlier accounts of the segment (n = {n}); all segments took {time}",
            n=known.earlier,
            time=_time(_, known.of_all),
        )
    return _("too few earlier accounts to say what to expect (n = {n})", n=known.earlier)


def goal(_: Texts, tracked: TrackedGoal) -> str:
    """The goal with the account's own figure and its segment's; unknown where no record tells."""
    if tracked.own is None:
        return _("{goal}: unknown, no record tells it yet.", goal=_(tracked.goal))
    said = [_("here {figure}", figure=_figure(_, tracked.own))]
    if tracked.peers is not None and tracked.peers.n > tracked.own.n:
        said.append(_peers(_, _figure(_, tracked.peers), tracked.sample))
    window = tracked.own.window_days
    text = _("{goal}: {figures}", goal=_(tracked.goal), figures=phrases.clauses(_, said))
    return phrases.ended(
        _, text if window is None else _("{text} (last {days} days)", text=text, days=window)
    )


def _peers(_: Texts, figure: str, sample: int | None) -> str:
    if sample is None:
        return _("all of the segment {figure}", figure=figure)
    return _("{count} accounts of the segment {figure}", count=_.number(sample), figure=figure)


def _figure(_: Texts, figure: Figure) -> str:
    if figure.value is None:
        return _("unknown")
    if figure.met is not None and figure.n < FEW:
        return _("{met} of {n}", met=figure.met, n=figure.n)
    value = units.say(_, figure.unit, figure.value)
    if figure.before is not None:
        before = units.say(_, figure.unit, figure.before)
        return _("{value}, {before} in the time before", value=value, before=before)
    return _("{value} (n = {n})", value=value, n=figure.n) if figure.n > 1 else value


def named(_: Texts, stay: Enrolment) -> str:
    """The stage, and whose it is where only a team is in it."""
    stage = terms.say(_, stay.stage)
    if not stay.team:
        return stage
    return _("{stage} ({filter})", stage=stage, filter=phrases.name(stay.team))


def _time(_: Texts, known: ExpectedTime) -> str:
    return _(
        "{days} (median of {n}, range {low} to {high})",
        days=units.say(_, "days", known.median_days),
        n=known.n,
        low=known.low_days,
        high=known.high_days,
    )


def _asked_about(desk: Desk, found: Journey) -> list[Stay]:
    """The stays of the stage that the question names, or all of them."""
    named = desk.asked.stage
    return [stay for stay in found.stays if named in (None, stay.enrolment.stage.value)]


def _not_there(desk: Desk, dossier: Dossier, found: Journey) -> Draft:
    """In no stage, or not in the one that is asked about: when it was left, if ever."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    named = desk.asked.stage
    left = [stay for stay in found.left if named in (None, stay.stage.value) and stay.exited]
    where = standing.stages(desk, dossier)
    if left:
        last = max(left, key=lambda stay: (stay.exited, stay.id))
        return phrases.draft(_left(desk, account, last), phrases.section(Part.STATE, where))
    settle = _("The stage that they are in, with the day on which they entered it.")
    if where and named is not None:
        text = _("{account} is not in {stage}.", account=account, stage=terms.say(_, named))
        return phrases.draft(plain(text), phrases.section(Part.STATE, where))
    return phrases.abstention(
        _("In which stage {account} is has not been recorded.", account=account), settle
    )


def _left(desk: Desk, account: str, stay: Enrolment) -> Sentence:
    _ = desk.texts
    assert stay.exited is not None
    text = _(
        "{account} left {stage} on {date}, after {days}.",
        account=account,
        stage=named(_, stay),
        date=_.date(stay.exited),
        days=phrases.days(_, (stay.exited - stay.entered).days),
    )
    return claim(text, Ref("stage", stay.id), said=((stay.exited - stay.entered).days,))


def _lead(desk: Desk, dossier: Dossier, stays: Sequence[Stay]) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    slow = [stay for stay in stays if stay.is_bottleneck]
    if slow:
        found = _bottleneck(desk, slow[0])
        refs = (*found.cites, Ref("account", dossier.account.id))
        return replace(
            found, text=_("{account}: {what}", account=account, what=found.text), cites=refs
        )
    text = _(
        "{account} is in {stages}, as of {date}.",
        account=account,
        stages=phrases.joined_by_and(_, [named(_, stay.enrolment) for stay in stays]),
        date=_.date(desk.today),
    )
    return claim(text, *(Ref("stage", s.enrolment.id) for s in stays), said=(desk.today,))


def _bottleneck(desk: Desk, stay: Stay) -> Sentence:
    """How long it has taken, what was to be expected, and the step that it is stuck at."""
    _, refs, said = desk.texts, [Ref("stage", stay.enrolment.id)], _times(stay)
    text = _(
        "{stage} is a bottleneck: {days} so far, {expected}.",
        stage=phrases.capitalised(named(_, stay.enrolment)),
        days=phrases.days(_, stay.days),
        expected=expected(_, stay.expected),
    )
    if stay.stuck_at is not None:
        text = phrases.joined(_, text, _("Stuck at: {step}", step=_step(desk, stay.stuck_at)))
        said.append(_(stay.stuck_at.check))
        refs += [findings.ref(fact) for fact in stay.stuck_at.evidence]
        said += [value for fact in stay.stuck_at.evidence for value in findings.said(desk, fact)]
    return claim(text, *refs, said=said)


def _stay(desk: Desk, dossier: Dossier, stay: Stay) -> Sentence:
    """Since when, the target, and what was to be expected where a stage is passed through."""
    _, line = desk.texts, standing.stage(desk, dossier, stay.enrolment)
    time = expected(_, stay.expected)
    told = phrases.joined(_, line.text, phrases.ended(_, phrases.capitalised(time)))
    return replace(line, text=told, said=(*line.said, *map(str, _times(stay))))


def _missing(desk: Desk, stay: Stay) -> list[Sentence]:
    """What is not so at the door to the next stage, then what was not so at the one before."""
    _, stage = desk.texts, phrases.capitalised(named(desk.texts, stay.enrolment))
    leaving = [check for check in stay.exit if check.met is False]
    entered = [check for check in stay.entry if check.met is False]
    to_leave = [
        _check(
            desk,
            check,
            _("{stage} is left when: {check} Not so: {why}", **_parts(desk, stage, check)),
        )
        for check in leaving
    ]
    return to_leave + [
        _check(desk, check, _("{stage} began without: {check} {why}", **_parts(desk, stage, check)))
        for check in entered
    ]


def _parts(desk: Desk, stage: str, check: Checked) -> dict[str, str]:
    _ = desk.texts
    why = phrases.joined(_, *(findings.words(desk, fact) for fact in check.evidence[:1]))
    return {"stage": stage, "check": phrases.ended(_, _(check.check)), "why": why}


def _unknown(desk: Desk, stay: Stay) -> list[Sentence]:
    """What nobody knows at either door: looked for, and not found."""
    _, stage = desk.texts, phrases.capitalised(named(desk.texts, stay.enrolment))
    checks = [check for check in (*stay.exit, *stay.entry) if check.met is None]
    if not checks:
        return []
    steps = phrases.sequence(_, [_(check.check) for check in checks])
    text = _("{stage}: whether it is so is not known: {steps}.", stage=stage, steps=steps)
    return [phrases.asked(text)]


def _by_team(desk: Desk, found: Journey) -> list[Sentence]:
    """What is measured belongs to the whole account; a team may be further, or not so far."""
    _ = desk.texts
    teams = {stay.enrolment.team for stay in found.stays if stay.enrolment.team}
    if len(teams) < 2:
        return []
    return [
        plain(
            _(
                "Measured is the whole account, not each team: whether it is so for {teams} alone "
                "is not known.",
                teams=phrases.joined_by_and(_, [phrases.name(team) for team in sorted(teams)]),
            )
        )
    ]


def _check(desk: Desk, check: Checked, text: str) -> Sentence:
    refs = [findings.ref(fact) for fact in check.evidence]
    said = [value for fact in check.evidence for value in findings.said(desk, fact)]
    return claim(text, *refs, said=(text, *said))


def _step(desk: Desk, check: Checked) -> str:
    """The check, and what tells that it is not so."""
    _ = desk.texts
    told = [findings.words(desk, fact) for fact in check.evidence[:1]]
    return phrases.joined(_, phrases.ended(_, _(check.check)), *told)


def _goal(desk: Desk, dossier: Dossier, tracked: TrackedGoal) -> Sentence:
    text = goal(desk.texts, tracked)
    if tracked.own is None:
        return claim(text, Ref("account", dossier.account.id))
    counted = (tracked.own, *([tracked.peers] if tracked.peers else []))
    refs = [Ref(kind, item) for figure in counted for kind, item in figure.cites[:CITED]]
    return claim(text, *(refs or [Ref("account", dossier.account.id)]), said=(text,))


def _times(stay: Stay) -> list[object]:
    known = [time for time in (stay.expected.of_segment, stay.expected.of_all) if time is not None]
    figures = [(t.median_days, t.n, t.low_days, t.high_days) for t in known]
    return [stay.days, stay.expected.earlier, *(value for four in figures for value in four)]
