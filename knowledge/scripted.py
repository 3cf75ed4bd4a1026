"""A chat model on the loopback that says what a script tells it to, well or badly.

It speaks OpenAI's protocol over real HTTP, so that tests and measurements go through the same
libraries and sockets as a model that costs money.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Body = dict[str, Any]
Reply = Callable[["Exchange"], None]
"""What is done with one request."""


class Exchange:
    """One request, its body read, and the ways to reply to it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: Body, stopped: Event) -> None:
        self._handler = handler
        self.body = body
        self.stopped = stopped

    def send(self, status: int, content_type: str, text: str, **headers: str) -> None:
        """A whole response."""
        sent = text.encode()
        self._begin(status, content_type, {"Content-Length": str(len(sent)), **headers})
        self._handler.wfile.write(sent)

    def events(self, lines: Iterable[str]) -> None:
        """A stream of events, each written as soon as it is there."""
        self._begin(200, "text/event-stream", {})
        for line in lines:
            self._handler.wfile.write(f"{line}\n\n".encode())
            self._handler.wfile.flush()

    def said(self, pieces: Iterable[str], pause: float, done: Callable[[], None]) -> None:
        """Stream these pieces as one line, `pause` seconds apart; `done` when the line is out."""

        def deltas() -> Iterator[Body]:
            for piece in pieces:
                time.sleep(pause)
                yield {"content": piece}
            done()
            yield {"content": "\n"}

        self.events(_streamed(deltas(), None))

    def _begin(self, status: int, content_type: str, headers: dict[str, str]) -> None:
        self._handler.send_response(status)
        for name, value in {"Content-Type": content_type, "Connection": "close", **headers}.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.close_connection = True


class ScriptedModel:
    """Replies to the requests in order; the last reply is given for all that follow.

    `requests` are the bodies that came in. Use it as a context manager.
    """

    def __init__(self, *replies: Reply) -> None:
        self.requests: list[Body] = []
        self._replies = replies
        self._stopped = Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """The base for `OPENAI_BASE_URL`."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "ScriptedModel":
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body: Body = json.loads(self.rfile.read(length))
                number = len(owner.requests)
                owner.requests.append(body)
                reply = owner._replies[min(number, len(owner._replies) - 1)]
                reply(Exchange(self, body, owner._stopped))

            def log_message(self, *_: object) -> None:
                """Nothing: whoever wrote the script knows what is asked."""

        return Handler


def says(*sentences: str, pause: float = 0.0, usage: int | None = None) -> Reply:
    """Say these lines; `pause` seconds between pieces of some ten characters when streaming."""
    text = "\n".join(sentences) + "\n"

    def reply(exchange: Exchange) -> None:
        if not exchange.body.get("stream"):
            message = {"role": "assistant", "content": text}
            return exchange.send(200, "application/json", json.dumps(_whole(message, usage)))
        return exchange.events(_streamed(_pieces(text, pause), usage))

    return reply


def sentence(text: str, *sources: str, part: str = "reason") -> str:
    """One sentence as the model is asked to write it."""
    return json.dumps({"part": part, "text": text, "sources": sources}, ensure_ascii=False)


def material(exchange: Exchange) -> Body:
    """What the model was given last: the records below a question, or what a tool has shown."""
    given: str = exchange.body["messages"][-1]["content"]
    found: Body = json.loads(given.rpartition("\n")[2])
    return found


class Author:
    """A model that writes an answer: `lines` are the part, the text and words of the sources.

    A line cites each source that has those words, as a model that reads would. `first` are replies
    that come before, such as calls of tools; `read` is the material of what was written last.
    """

    def __init__(
        self,
        *lines: tuple[str, str, str],
        first: Iterable[Reply] = (),
        say: Callable[..., Reply] = says,
    ) -> None:
        self.lines = list(lines)
        self.first = list(first)
        self.say = say
        self.read: Body = {}

    def __call__(self, exchange: Exchange) -> None:
        if self.first:
            return self.first.pop(0)(exchange)
        self.read = material(exchange)
        return self.say(*(self._line(*line) for line in self.lines))(exchange)

    def _line(self, part: str, text: str, words: str) -> str:
        sources = self.read.get("sources", [])
        keys = [source["key"] for source in sources if words in source["words"]]
        return sentence(text, *keys, part=part)


def calls(tool: str, arguments: Any = None, *, usage: int | None = None) -> Reply:
    """Call a tool; a string is sent as it is, so that it may be broken."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments or {})
    function = {"name": tool, "arguments": written}

    def reply(exchange: Exchange) -> None:
        call = {"id": f"call_{time.monotonic_ns()}", "type": "function", "function": function}
        if not exchange.body.get("stream"):
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
            return exchange.send(200, "application/json", json.dumps(_whole(message, usage)))
        delta = {"role": "assistant", "tool_calls": [{"index": 0, **call}]}
        return exchange.events(_streamed([delta], usage))

    return reply


def fails(status: int, message: str = "no", **headers: str) -> Reply:
    """An error in OpenAI's form; `Retry_After="2"` becomes a header."""
    text = json.dumps({"error": {"message": message, "type": "error", "code": None}})
    return lambda exchange: exchange.send(status, "application/json", text, **headers)


def page(html: str = "<html>Sign in</html>") -> Reply:
    """A page where an answer should be."""
    return lambda exchange: exchange.send(200, "text/html", html)


def breaks_off(*sentences: str) -> Reply:
    """Begin to stream and close the connection in the middle of a further sentence."""

    def reply(exchange: Exchange) -> None:
        begun = "\n".join([*sentences, '{"part": "reason", "text": "And'])
        exchange.events(_events(_pieces(begun, 0.0)))

    return reply


def goes_on(word: str | None = None, pause: float = 0.001) -> Reply:
    """Stream without an end: the same word, or the comments that keep a connection open."""

    def lines(exchange: Exchange) -> Iterator[str]:
        while not exchange.stopped.wait(pause):
            yield ": still here" if word is None else _event({"content": word})

    def reply(exchange: Exchange) -> None:
        try:
            exchange.events(lines(exchange))
        except OSError:
            return  # The client has had enough, as it should.

    return reply


def is_silent() -> Reply:
    """Take the request and never answer."""

    def reply(exchange: Exchange) -> None:
        exchange.stopped.wait()

    return reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Nothing: a client that hangs up is what many scripts are about."""


def _pieces(text: str, pause: float) -> Iterator[Body]:
    yield {"role": "assistant", "content": ""}
    for start in range(0, len(text), 10):
        if pause:
            time.sleep(pause)
        yield {"content": text[start : start + 10]}


def _events(deltas: Iterable[Body]) -> Iterator[str]:
    return (_event(delta) for delta in deltas)


def _streamed(deltas: Iterable[Body], usage: int | None) -> Iterator[str]:
    yield from _events(deltas)
    yield _event({}, finish="stop")
    if usage is not None:
        yield f"data: {json.dumps({**_chunk([]), 'usage': _usage(usage)})}"
    yield "data: [DONE]"


def _event(delta: Body, finish: str | None = None) -> str:
    chunk = _chunk([{"index": 0, "delta": delta, "finish_reason": finish}])
    return f"data: {json.dumps(chunk)}"


def _chunk(choices: list[Body]) -> Body:
    made = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
    return {**made, "choices": choices}


def _whole(message: Body, usage: int | None) -> Body:
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    made = {"id": "c1", "object": "chat.completion", "created": 0, "model": "scripted"}
    return {**made, "choices": [choice], **({"usage": _usage(usage)} if usage is not None else {})}


def _usage(tokens: int) -> Body:
    return {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens}
