"""Onboarding: on target, experience tracked, usage measured after they left."""

from datetime import timedelta

from playbooks.stage_goals import records
from playbooks.stage_goals.records import MONTH, QUARTER, YEAR, Figure, Records
from playbooks.stages import Enrolment, Stage


def onboarding_on_target(name: str, known: Records) -> Figure:
    """The share of onboardings that ended by their target date."""
    return records.share(name, records.on_target(records.left(known, Stage.ONBOARDING)), YEAR)


def experience_tracked(name: str, known: Records) -> Figure:
    """The share of onboardings in which somebody was asked how it goes."""
    stays = records.current(known, Stage.ONBOARDING)
    return records.share(
        name, ((_was_surveyed(stay, known), records.of(stay)) for stay in stays), YEAR
    )


def usage_after_exit(name: str, known: Records) -> Figure:
    """Only of those who left at least a month ago: before, there was little time to measure."""
    month_ago = known.at - timedelta(days=MONTH)
    ended = [s for s in records.left(known, Stage.ONBOARDING) if s.exited and s.exited <= month_ago]
    return records.share(
        name, ((_was_measured(stay, known), records.of(stay)) for stay in ended), YEAR
    )


def _was_surveyed(stay: Enrolment, known: Records) -> bool:
    last = stay.exited or known.at
    return any(
        one.account_id == stay.account_id and stay.entered <= one.date <= last
        for one in known.surveys
    )


def _was_measured(stay: Enrolment, known: Records) -> bool:
    assert stay.exited is not None
    last = stay.exited + timedelta(days=QUARTER)
    return any(
        sample.account_id == stay.account_id and stay.exited < sample.date <= last
        for sample in known.samples
    )
