"""What is written to a customer when a rule fires: one letter for each rule, in English messages.

The customer reads these words. So a letter never says how healthy we think they are, what a note
or another customer said, nor that anything is at risk; a place in it is a name of `shareable`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PLACE = re.compile(r"{\w+}")


class Ask(StrEnum):
    """What the letter asks for at its end: a talk, an answer, or nothing until our next word."""

    TALK = "talk"
    ANSWER = "answer"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is said when all its places are known, and `when` is known besides."""

    message: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: why we write, the facts that they may know, one proposal, and what we ask for.

    Of the sentences within one tuple of `facts` only the first that can be said is. `____` is a
    blank for the writer, with what belongs there in parentheses. It is written to the first of
    `roles` that is there; `minutes` is how long the talk takes.
    """

    subject: str
    opening: str
    facts: tuple[tuple[Said, ...], ...]
    proposal: tuple[Said, ...]
    ask: Ask
    minutes: int = 30
    roles: tuple[str, ...] = ("champion", "executive_sponsor", "economic_buyer", "user")


DECIDERS = ("economic_buyer", "executive_sponsor", "champion", "user")

LICENCES = (
    Said("{active_users} of your {licences_bought} licences were in active use (as of {date})."),
    Said("{licence_utilisation} of your licences are in use (as of {date})."),
)

GOAL = (Said("The goal that we wrote down with you is “{goal}”."),)

LETTERS = {
    "handoff_incomplete": Letter(
        "Before we start: what we should know",
        "So that my colleagues can start well with you, I would like to write down what you "
        "expect from us.",
        (),
        (
            Said("Why did you decide for us?", "why_bought_missing"),
            Said("Which problem should be solved first?", "problem_missing"),
            Said("By when do you expect the first result?", "time_expectation_missing"),
        ),
        Ask.ANSWER,
        roles=DECIDERS,
    ),
    "kickoff_missing": Letter(
        "Our kickoff",
        "We would like to start well with you, so that you soon have a first result.",
        (),
        (
            Said(
                "I propose a kickoff in which we agree on the result that you want first, by when, "
                "and who takes part."
            ),
        ),
        Ask.TALK,
        minutes=45,
    ),
    "onboarding_overdue": Letter(
        "What your onboarding needs next",
        "I would like your team to be able to work with the product on its own soon.",
        ((Said("We had planned to complete the onboarding by {onboarding_target}."),),),
        (
            Said(
                "Could we look together at the one step that holds your team up most? I will bring "
                "somebody who can solve it with you."
            ),
        ),
        Ask.TALK,
    ),
    "licence_utilisation_low": Letter(
        "Which team could start next",
        "I looked at how your licences are used.",
        (LICENCES,),
        (
            Said(
                "I would like to go through with you which team could start next, and what it "
                "would need first."
            ),
        ),
        Ask.TALK,
    ),
    "usage_falling": Letter(
        "How your team works with the product",
        "I looked at how your team uses the product, and lately it was less than before.",
        (),
        (
            Said(
                "Before I suggest anything, I would like to hear from you: has something changed "
                "on your side, or does something not work as it should?"
            ),
        ),
        Ask.TALK,
        minutes=20,
    ),
    "breadth_shallow": Letter(
        "One feature for your next goal",
        "So far your team works with a part of what you have.",
        (GOAL,),
        (
            Said(
                "I would like to show you one feature on your own work: ____ (the feature). It "
                "would help you to ____ (what it brings them)."
            ),
        ),
        Ask.TALK,
        minutes=20,
    ),
    "silence": Letter(
        "Is this still your priority?",
        "I would like to know how things stand with you.",
        ((Said("We last spoke on {last_spoke}."),), GOAL),
        (
            Said(
                "Is what you wanted to reach with us still your priority, or has something changed?"
            ),
            Said("I have an idea that could be of use to your team: ____ (the idea)."),
        ),
        Ask.ANSWER,
    ),
    "negative_turn": Letter(
        "I would like to hear it from you",
        "I want to understand what works well for you with us, and what does not.",
        (),
        (Said("I will listen to what gives you trouble, and promise you one thing with a date."),),
        Ask.TALK,
        minutes=20,
    ),
    "detractor": Letter(
        "What would have to change",
        "Your honest opinion helps us more than praise.",
        (),
        (
            Said(
                "What would have to change first? I would like to hear it from you directly, and "
                "come back to you with what we can do."
            ),
        ),
        Ask.TALK,
        minutes=20,
        roles=("detractor", *DECIDERS),
    ),
    "champion_left": Letter(
        "Who takes over on your side",
        "I would like our work together to go on without a gap.",
        ((Said("Until now {left} was our contact."),),),
        (
            Said(
                "Who takes over this task on your side? I would be glad of an introduction, and "
                "will bring a page on what is under way and what you wanted to reach."
            ),
        ),
        Ask.ANSWER,
        roles=DECIDERS,
    ),
    "single_threaded": Letter(
        "Our next meeting",
        "So that our work together does not hang on you alone, I would like to get to know more "
        "of your colleagues.",
        (),
        (
            Said(
                "Would you bring one colleague from another team, and whoever decides on the "
                "matter, to our next meeting?"
            ),
        ),
        Ask.TALK,
    ),
    "promise_due_or_broken": Letter(
        "What we promised you",
        "There is something that we owe you.",
        (
            (
                Said(
                    "We promised you “{promise}” by {promise_due}. That date has passed, and I "
                    "apologise.",
                    "promise_late",
                ),
                Said("We promised you “{promise}” by {promise_due}."),
                Said(
                    "We promised you ____ (what we promised) by {promise_due}. That date has "
                    "passed, and I apologise.",
                    "promise_late",
                ),
                Said("We promised you ____ (what we promised) by {promise_due}."),
            ),
        ),
        (
            Said(
                "This is where it stands: ____ (what is done, what is missing). You will have it "
                "on ____ (a date that we keep)."
            ),
        ),
        Ask.UPDATE,
    ),
    "their_promise_due": Letter(
        "How we can help you with the next step",
        "I am preparing our next step, and I would like to make yours as easy as we can.",
        (
            (
                Said("You wanted to see to “{their_promise}” by {their_promise_due}."),
                Said("You wanted to see to ____ (what they promised) by {their_promise_due}."),
            ),
        ),
        (
            Said(
                "If anything on our side holds it up, tell me, and I will see to it. If another "
                "day suits you better, name it, and we will plan by that."
            ),
        ),
        Ask.ANSWER,
    ),
    "escalation_overdue": Letter(
        "Where your case stands",
        "From now on I am your contact for this case, until it is solved.",
        (
            (Said("It is about “{ticket}”, which you reported on {ticket_opened}."),),
            (
                Said(
                    "We had promised it for {ticket_promised}. That date has passed, and I "
                    "apologise.",
                    "ticket_late",
                ),
            ),
        ),
        (
            Said(
                "What we know: ____ (the cause, as far as we know it). Who works on it: ____ (a "
                "name). What happens next: ____ (the next step)."
            ),
        ),
        Ask.UPDATE,
    ),
    "feedback_not_asked": Letter(
        "Does the solution hold?",
        "I would like to know how it went for you.",
        ((Said("On our side “{ticket}” is solved."),),),
        (
            Said(
                "Does it hold on your side as well? And what should we do differently the next "
                "time something goes wrong?"
            ),
        ),
        Ask.ANSWER,
    ),
    "renewal_falling": Letter(
        "Before we talk about the contract",
        "Before we talk about the contract, I would like to talk with you about results.",
        ((Said("Your contract renews on {renewal_date}."),), GOAL),
        (
            Said(
                "What did you reach with us, what was missing, and what should be different in the "
                "coming year?"
            ),
        ),
        Ask.TALK,
        roles=DECIDERS,
    ),
    "goals_unmeasured": Letter(
        "What you want to reach, in figures",
        "I would like us both to see what working with us brings you.",
        (GOAL,),
        (
            Said(
                "I propose that we agree on up to three goals: each with a figure, where it stands "
                "today, and a date."
            ),
        ),
        Ask.TALK,
    ),
    "intent_unknown": Letter(
        "What you want to change with us",
        "To advise you well, I would like to understand where you want to go.",
        (),
        (
            Said(
                "What did you hope to change when you decided for us, and what do you plan for the "
                "coming year?"
            ),
        ),
        Ask.TALK,
        minutes=20,
        roles=DECIDERS,
    ),
    "expansion_signal": Letter(
        "What you plan next",
        "I would like to understand what you plan next.",
        (LICENCES,),
        (
            Said(
                "Which result would the next team have to reach, and who would have to see it? I "
                "will bring a proposal that begins with that result."
            ),
        ),
        Ask.TALK,
    ),
    "advocate_ready": Letter(
        "A request",
        "What you have reached would interest other customers.",
        ((Said("You reached what you wanted with “{goal_reached}”."),),),
        (
            Said(
                "Would you tell one other customer about it, in a call of 20 minutes? You decide "
                "what may be said, and a no is fine, too."
            ),
        ),
        Ask.ANSWER,
    ),
    "training_incomplete": Letter(
        "A session for your colleagues",
        "I would like everybody who works with the product to feel at home in it.",
        ((Said("{training_completed} of the training is complete (as of {date})."),),),
        (
            Said(
                "I propose one session for those who have not been trained yet, on their own work. "
                "Who should take part?"
            ),
        ),
        Ask.TALK,
    ),
}
"""The letters, by the rule that they answer. What is not here is settled among ourselves."""

ABOUT = Letter(
    "____ (the subject)",
    "This is about {topic}.",
    (),
    (Said("____ (one thing that you propose)."),),
    Ask.ANSWER,
)
"""What is written about a matter of one's own choice."""

OWN = {
    "purpose": Letter("____ (the subject)", "I would like to {topic}.", (), (), Ask.ANSWER),
    "apology": Letter(
        "____ (the subject)",
        "I apologise for {topic}.",
        (),
        (Said("____ (what you do about it, and by when)."),),
        Ask.UPDATE,
    ),
    "thanks": Letter("____ (the subject)", "Thank you for {topic}.", (), (), Ask.ANSWER),
}
"""What is written on an occasion that its writer names, about a matter of their own."""

MESSAGES = {
    "greeting": "Dear {name},",
    "greeting_unknown": "Dear ____ (their name),",
    "talk": "Would {day} or {other} suit you, for {minutes} minutes? If not, tell me when.",
    "in_writing": "You can simply answer in writing; an answer by {day} would help me.",
    "answer": "A short answer by {day} is enough.",
    "update": "You will hear from me again on {day}, however things stand then.",
    "closing": "Kind regards",
    "matter": "____ (the matter)",
    "agree": "At the end, agree on {day} or {other} for what comes next.",
}
"""How every letter begins and ends."""

AMONG_FRIENDS = {"Dear {name},": "Hi {name},", "Kind regards": "Best wishes"}
"""What English says to somebody whom one addresses as a friend; elsewhere the catalogues know."""


def in_the_words_of(body: str) -> Letter:
    """A letter with the body that an admin's own rule file holds for its rule."""
    own = PLACE.sub("____", body)
    return Letter("____ (the subject)", own, (), (), Ask.ANSWER)


def messages() -> Iterator[str]:
    """Every message that a customer may read."""
    yield from MESSAGES.values()
    for letter in (*LETTERS.values(), ABOUT, *OWN.values()):
        yield from (letter.subject, letter.opening)
        for sentences in (*letter.facts, letter.proposal):
            yield from (said.message for said in sentences)
