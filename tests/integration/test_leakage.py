"""What may flatter or spoil a back-test is counted over the records themselves."""

from datetime import date

from handlers import leakage, past
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.prediction.history import History
from playbooks.prediction.values import Target

LEFT, LATER = date(2026, 9, 1), date(2026, 9, 9)


def counted(context: Context, code: str) -> int:
    with context.workspace.reading() as reader:
        chosen = past.plan(context, reader, date(2026, 5, 24), 180)
        found = leakage.cautions(reader, past.records(reader), chosen, Target.CHURN, History([]))
        return next((int(str(one.values["count"])) for one in found if one.code == code), 0)


def use(account_id: str, day: date) -> MetricSample:
    return MetricSample(f"m-{account_id}-{day}", account_id, day, "active_users", 3, "users")


def test_records_after_an_account_left_for_good_are_counted(context: Context) -> None:
    kinds = {"gone": "churn", "late": "churn", "back": "churn", "stays": "renewal"}
    days = {"late": date(2026, 9, 30)}
    ended = [Outcome(f"o-{key}", key, days.get(key, LEFT), kind) for key, kind in kinds.items()]
    with context.workspace.writing() as writer:
        writer.put_many([Account(id=key, name=key) for key in kinds])
        writer.put_many([*ended, Outcome("o-again", "back", LATER, "renewal")])
        writer.put_many([use("gone", LEFT), *(use(key, LATER) for key in kinds)])
        writer.put(SurveyResponse("v1", "gone", LATER, "csat", 1))
        writer.put_many([Ticket("t1", "gone", LEFT), Ticket("t2", "gone", LATER)])
    assert counted(context, "after_leaving") == 3
