"""The modals that people have open and the home views that the app published."""

from __future__ import annotations

import copy
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from bot.playground.blockkit import controls, forms
from bot.playground.ids import Ids
from bot.playground.refusal import Refused
from bot.playground.shapes import Json

DEEPEST_STACK = 3


@dataclass(slots=True)
class OpenView:
    """A view as Slack keeps it, whose it is, and what has been filled in so far."""

    user: str
    content: Json
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.content["id"])


class OpenViews:
    """A stack of at most three modals, and one home view, for each person."""

    def __init__(self, ids: Ids, team_id: str, app_id: str, bot_id: str) -> None:
        self._ids = ids
        self._owner = {
            "team_id": team_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}

    def open(self, user: str, view: Json) -> OpenView:
        """Open a first modal; one that was open before is replaced."""
        self._refuse_known(view)
        opened = OpenView(user, self._kept(view))
        self._stacks[user] = [opened]
        return opened

    def push(self, user: str, view: Json) -> OpenView:
        """Put a modal on top of the open one; refused above three, as Slack does."""
        stack = self._stacks.get(user, [])
        if len(stack) >= DEEPEST_STACK:
            raise Refused("push_limit_reached")
        self._refuse_known(view)
        opened = OpenView(user, self._kept(view, under=stack[-1] if stack else None))
        self._stacks.setdefault(user, []).append(opened)
        return opened

    def update(self, opened: OpenView, view: Json, expected_hash: str | None = None) -> OpenView:
        """Replace what an open view shows; refused when it changed since `expected_hash`.

        What was filled in stays in the fields that are still there.
        """
        if expected_hash and expected_hash != opened.content["hash"]:
            raise Refused("hash_conflict")
        opened.content = self._kept(view, replaces=opened)
        there = forms.names(opened.content["blocks"])
        opened.answers = {name: held for name, held in opened.answers.items() if name in there}
        return opened

    def publish(self, user: str, view: Json, expected_hash: str | None = None) -> OpenView:
        """Show `view` on the person's home tab."""
        if user in self._homes:
            return self.update(self._homes[user], view, expected_hash)
        self._homes[user] = OpenView(user, self._kept(view))
        return self._homes[user]

    def find(self, view_id: str | None, external_id: str | None) -> OpenView:
        """An open modal or home by either id; refused when there is none."""
        held = [*(view for stack in self._stacks.values() for view in stack), *self._homes.values()]
        for view in held:
            if view_id == view.id or (external_id and external_id == view.content["external_id"]):
                return view
        raise Refused("not_found")

    def top(self, user: str) -> OpenView | None:
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> OpenView | None:
        return self._homes.get(user)

    def close(self, user: str) -> None:
        """Close the modal on top; the one below shows again."""
        if self._stacks.get(user):
            self._stacks[user].pop()

    def clear(self, user: str) -> None:
        """Close every modal that the person has open."""
        self._stacks.pop(user, None)

    def _refuse_known(self, view: Json) -> None:
        external_id = view.get("external_id")
        known = [held.content["external_id"] for stack in self._stacks.values() for held in stack]
        if external_id and external_id in known:
            raise Refused("duplicate_external_id")

    def _kept(
        self, view: Json, replaces: OpenView | None = None, under: OpenView | None = None
    ) -> Json:
        content = {**_DEFAULTS, **copy.deepcopy(view), **self._owner}
        content["id"] = replaces.id if replaces else self._ids.next("V")
        content["blocks"] = controls.named(view["blocks"], self._ids)
        content["root_view_id"] = _root(content["id"], replaces, under)
        content["previous_view_id"] = under.id if under else _previous(replaces)
        content["hash"] = _hash(content, self._ids.next("hash"))
        return content


def _root(own_id: str, replaces: OpenView | None, under: OpenView | None) -> str:
    relative = under or replaces
    return str(relative.content["root_view_id"]) if relative else own_id


def _previous(replaces: OpenView | None) -> str | None:
    return replaces.content["previous_view_id"] if replaces else None


def _hash(content: Json, salt: str) -> str:
    return hashlib.sha256(f"{salt}{json.dumps(content)}".encode()).hexdigest()[:16]


_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "title": None,
    "submit": None,
    "close": None,
    "state": {"values": {}},
}
