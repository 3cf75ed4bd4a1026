"""`views.*`: modals and the home tab."""

from __future__ import annotations

import copy

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.blockkit import views as blockkit
from bot.playground.refusal import Refused, invalid_arguments
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def open_(workspace: Workspace, arguments: Arguments) -> Json:
    view = modal(arguments.structure("view"))
    trigger = workspace.triggers.redeem(arguments.text("trigger_id"))
    return _shown(workspace.views.open(trigger.user, view).content)


def push(workspace: Workspace, arguments: Arguments) -> Json:
    view = modal(arguments.structure("view"))
    trigger = workspace.triggers.redeem(arguments.text("trigger_id"))
    if trigger.view_id is None:
        raise Refused("not_allowed")
    return _shown(workspace.views.push(trigger.user, view).content)


def update(workspace: Workspace, arguments: Arguments) -> Json:
    view_id, external_id = (arguments.optional_text(name) for name in ("view_id", "external_id"))
    if not view_id and not external_id:
        raise invalid_arguments(["missing required field: view_id"])
    opened = workspace.views.find(view_id, external_id)
    sent = arguments.structure("view")
    view = home(sent) if opened.content["type"] == "home" else modal(sent)
    changed = workspace.views.update(opened, view, arguments.optional_text("hash"))
    return _shown(changed.content)


def publish(workspace: Workspace, arguments: Arguments) -> Json:
    view = home(arguments.structure("view"))
    user = workspace.member(arguments.text("user_id")).id
    published = workspace.views.publish(user, view, arguments.optional_text("hash"))
    return _shown(published.content)


def modal(view: object) -> Json:
    """A modal that Slack would take; otherwise refused."""
    return _taken(view, "modal")


def home(view: object) -> Json:
    """A home view that Slack would take; otherwise refused."""
    return _taken(view, "home")


def _taken(view: object, surface: str) -> Json:
    if not isinstance(view, dict):
        raise invalid_arguments(["must provide an object [json-pointer:/view]"])
    complaints = blockkit.check_modal(view) if surface == "modal" else blockkit.check_home(view)
    if complaints:
        raise invalid_arguments(complaints)
    if blockkit.too_large(view):
        raise Refused("view_too_large")
    return view


def _shown(content: Json) -> Json:
    return {"view": copy.deepcopy(content)}


METHODS = {
    "views.open": Method(open_, ("trigger_id", "view")),
    "views.push": Method(push, ("trigger_id", "view")),
    "views.update": Method(update, ("view",)),
    "views.publish": Method(publish, ("user_id", "view")),
}
