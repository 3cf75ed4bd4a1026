"""`cairn demo` and `cairn chat`: the conversation, in the browser or in the terminal."""

import click

from bot import sample
from bot.console import Console, interactive
from bot.conversation import Conversation, typed
from handlers import access

WELCOME = """\
A sample workspace: Stowmark sells planning software to 16 customers. All of it is invented.
You are Maya, a customer success manager. Try:

  How is Northgate Foods doing?
  What does Valdora want from us?              Perché Valdora è a rischio?
  What should I do today?                      云栈冷链为什么选择我们？
  Which accounts are at risk?                  Which renewals are due in 90 days?
  How do I re-engage a silent customer?        and Northgate?
  Note that Danny Foss has left Northgate Freight.

/as @luca (Italian), /as @lin (Chinese), /as @ruth (manager), /as @kit (a guest); /new; /quit
With buttons, forms and channels, in your browser: cairn demo
"""


@click.command()
@click.option("--terminal", is_flag=True, help="Talk here instead of in the browser.")
@click.option("--fresh", is_flag=True, help="Load the sample anew; forgets what was tried in it.")
@click.option("--as", "who", default="@maya", show_default=True, help="Member to speak as.")
@click.pass_obj
def demo(console: Console, terminal: bool, fresh: bool, who: str) -> None:
    """Talk to a sample workspace: no keys, nothing to set up.

    It opens in the browser; in the terminal when asked to, or when questions come from a file.
    """
    with sample.console(console, fresh=fresh) as own:
        if interactive() and not terminal:
            _show_in_browser(own, who)
        else:
            _talk(own, who)


def _talk(own: Console, who: str) -> None:
    if interactive():
        click.echo(WELCOME)
    Conversation(own, who).run(typed(echo=not interactive()))


def _show_in_browser(own: Console, who: str) -> None:
    from bot.browser import demo as browser

    with own.context.workspace.reading() as reader:
        member = access.find_member(reader, who)
    browser.show(own.context, member.id, own.mention)


@click.command()
@click.option("--as", "who", help="Member to speak as; without it, the administrator.")
@click.pass_obj
def chat(console: Console, who: str | None) -> None:
    """Talk in the terminal over your own data."""
    Conversation(console, who).run(typed(echo=not interactive()))
