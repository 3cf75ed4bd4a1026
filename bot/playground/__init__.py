"""A loopback Slack: a small server on 127.0.0.1 that the app takes for the real one.

It answers the Web API methods that the app uses, refuses what Slack would refuse (a missing
argument, a block over its limit, a spent trigger id), and delivers signed events, commands,
clicks and form submissions. Tests drive the whole program through it, and people can try the app
without a workspace. It imports nothing else of Cairn.

    with playground.Slack() as slack:
        maya = slack.add_member("maya", "Maya Rossi", email="maya@example.com")
        acme = slack.add_channel("acme", [maya])
        app = App(client=slack.client(), signing_secret=slack.signing_secret)
        …
        slack.connect(app.dispatch)  # or connect_over_http(url), or connect_over_socket()
        maya.mentions("how is Acme doing?", acme)
        slack.wait_for_call("chat.postMessage")
        assert "healthy" in slack.posted(acme)[-1]["text"]

- **People act**: `says`, `mentions`, `runs` a command, `clicks`, `opens_home`, `looks_at`,
  `uses_shortcut`, `fills_in` and `submits` a modal. Each returns what the app answered, and
  `delivery.again()` repeats a payload with the same ids, as Slack does.
- **Look**: `messages`, `posted`, `ephemerals`, `home_of`, `modal_of`, `assistant_threads`, `calls`.
- **Wait** without sleeping: `wait_for_call` and `wait_for`.
- **Break**: `slack.fail("chat.postMessage", playground.rate_limited(30))`; also `refused`,
  `broken`, `silent` and `cut_off`, each of which can come after the call took effect.
- **Limit** the app to its manifest: `Slack(grants=playground.read_manifest(manifest))`.

What it leaves out: other workspaces than one, events about what the app itself did, reactions,
edits and joins by people, uploads by the app, and rate limits that nobody asked for.
"""

from bot.playground.delivery import Delivery, NotAcknowledged, Retry
from bot.playground.envelope import Envelope
from bot.playground.faults import Fault, broken, cut_off, rate_limited, refused, silent
from bot.playground.files import SharedFile
from bot.playground.journal import Call, NotSeen
from bot.playground.links import NoLink
from bot.playground.manifest import Grants
from bot.playground.manifest import read as read_manifest
from bot.playground.people import Person, Said, Submission
from bot.playground.refusal import Refused
from bot.playground.sight import NothingThere
from bot.playground.slack import Slack
from bot.playground.workspace import Credentials

__all__ = [
    "Call",
    "Credentials",
    "Delivery",
    "Envelope",
    "Fault",
    "Grants",
    "NoLink",
    "NotAcknowledged",
    "NotSeen",
    "NothingThere",
    "Person",
    "Refused",
    "Retry",
    "Said",
    "SharedFile",
    "Slack",
    "Submission",
    "broken",
    "cut_off",
    "rate_limited",
    "read_manifest",
    "refused",
    "silent",
]
