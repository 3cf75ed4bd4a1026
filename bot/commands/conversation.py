"""`cairn demo` and `cairn chat`: the conversation in the terminal."""

import click

from bot import sample
from bot.console import Console, interactive
from bot.conversation import Conversation, typed

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
"""


@click.command()
@click.option("--terminal", is_flag=True, help="Talk here instead of in the browser.")
@click.option("--fresh", is_flag=True, help="Load the sample anew; forgets what was tried in it.")
@click.option("--as", "who", default="@maya", show_default=True, help="Member to speak as.")
@click.pass_obj
def demo(console: Console, terminal: bool, fresh: bool, who: str) -> None:
    """Talk to a sample workspace: no keys, no server."""
    with sample.console(console, fresh=fresh) as own:
        if interactive():
            click.echo(WELCOME)
        Conversation(own, who).run(typed(echo=not interactive()))


@click.command()
@click.option("--as", "who", help="Member to speak as; without it, the administrator.")
@click.pass_obj
def chat(console: Console, who: str | None) -> None:
    """Talk in the terminal over your own data."""
    Conversation(console, who).run(typed(echo=not interactive()))
