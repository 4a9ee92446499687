"""What is wrong is refused with the name of the argument and what would be right, and nothing is changed by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import httpx2
import pytest

import berth


class Case(NamedTuple):
    call: Callable[[Any], object]
    argument: str | None
    message: str
    #: whether the gateway has to refuse it
    sent: bool = False


CASES = [
    # the command
    Case(lambda b: b.submit(), "command", 'is missing; write for example "python train.py"'),
    Case(lambda b: b.submit(""), "command", "must not be empty"),
    Case(lambda b: b.submit([]), "command", "must not be empty"),
    Case(lambda b: b.submit(["python", 3]), "command", "must be a text such as 'python', not int 3"),
    Case(lambda b: b.submit({"a": 1}), "command", "must be a list such as"),
    # words that submit does not have
    Case(lambda b: b.submit("true", gpu=1), "gpu", "has no argument gpu; did you mean gpus?"),
    Case(lambda b: b.submit("true", timeout="4h"), "timeout", "has no argument timeout"),
    Case(lambda b: b.submit("true", memmory=40), "memmory", "did you mean memory?"),
    # numbers
    Case(lambda b: b.submit("true", gpus="2"), "gpus", "must be a whole number, 0 or more, not str '2'"),
    Case(lambda b: b.submit("true", gpus=True), "gpus", "must be a whole number, 0 or more, not bool True"),
    Case(lambda b: b.submit("true", gpus=-1), "gpus", "must be a whole number, 0 or more, not -1"),
    Case(lambda b: b.submit("true", gpus=1.5), "gpus", "not float 1.5"),
    Case(lambda b: b.submit("true", gpus=2_000), "gpus", "must be at most 1024", sent=True),
    Case(lambda b: b.submit("true", gpus=0, model="A100"), "gpus", "is 0, but model or memory ask for a GPU"),
    Case(lambda b: b.submit("true", memory="40GB"), "memory", "must be a number such as 40, not str '40GB'"),
    Case(lambda b: b.submit("true", memory=0), "memory", "must be more than 0"),
    Case(lambda b: b.submit("true", vcpus=float("nan")), "vcpus", "must be more than 0, such as 4, not nan"),
    Case(lambda b: b.submit("true", ram=-1), "ram", "must be more than 0"),
    Case(lambda b: b.submit("true", priority=11), "priority", "must be a whole number from 1 to 10, not 11"),
    Case(lambda b: b.submit("true", retries=-1), "retries", "must be a whole number, 0 or more"),
    Case(lambda b: b.submit("true", retries=99), "retries", "must be at most 20", sent=True),
    Case(lambda b: b.submit("true", retry_on=["exit_code"]), "retries", "is missing: retry_on says which failures"),
    Case(lambda b: b.submit("true", retries=1, retry_on=["exit-cod"]), "retry_on", "did you mean EXIT_CODE?"),
    # durations
    Case(lambda b: b.submit("true", time=4), "time", "4 is not a duration; write for example"),
    Case(lambda b: b.submit("true", time="4 parsecs"), "time", '"4 parsecs" is not a duration'),
    Case(lambda b: b.submit("true", time="0h"), "time", "must be longer than nothing"),
    Case(lambda b: b.submit("true", time=timedelta(days=-1)), "time", "must be longer than nothing"),
    Case(lambda b: b.submit("true", time="99 years"), "time", "is not a duration"),
    Case(lambda b: b.submit("true", time="9999d"), "time", "is longer than ten years"),
    # texts
    Case(lambda b: b.submit("true", name=""), "name", "must not be empty; write for example 'train'"),
    Case(lambda b: b.submit("true", name=7), "name", "must be a text such as 'train', not int 7"),
    Case(lambda b: b.submit("true", env=["A=1"]), "env", 'must be a dict such as {"LR": "1e-4"}, not list'),
    Case(lambda b: b.submit("true", env={"A-B": "1"}), "env", "'A-B' is not the name of a variable"),
    Case(lambda b: b.submit("true", env={"A": None}), "env", "A must be a text or a number, not None"),
    Case(lambda b: b.submit("true", class_="trainig"), "class_", "is not one of TRAINING, INFERENCE; did you mean"),
    Case(lambda b: b.submit("true", preemptible="yes"), "preemptible", "must be True or False, not str 'yes'"),
    Case(lambda b: b.submit("true", own_id=""), "own_id", "must not be empty"),
    Case(lambda b: b.submit("true", reservation=5), "reservation", "must be a text such as"),
    # what there is not
    Case(lambda b: b.submit("true", pool="defalt"), "pool", 'no pool "defalt"; did you mean default?', sent=True),
    Case(lambda b: b.submit("true", project="digit"), "project", 'no project "digit"; did you mean digits?', sent=True),
    Case(lambda b: b.submit("true", model="H900", gpus=1), "model", "H900", sent=True),
    Case(lambda b: b.jobs(pool="defautl"), "pool", "did you mean default?; there are default"),
    Case(lambda b: b.jobs(project="nothing"), "project", "there are digits"),
    Case(lambda b: b.jobs(user="adaa"), "user", 'there is no user "adaa"'),
    Case(lambda b: b.job("01ARZ3NDEKTSV4RRFFQ69G5FAV"), None, "not found"),
    # lists
    Case(lambda b: b.jobs(states="runing"), "states", "did you mean RUNNING?"),
    Case(lambda b: b.jobs(states=[]), "states", "must not be empty; there are"),
    Case(lambda b: b.jobs(states=7), "states", "must be a list of"),
    Case(lambda b: b.jobs(limit=0), "limit", "must be a whole number, 1 or more, not 0"),
    Case(lambda b: b.job(), "id", "must be a text such as"),
    Case(lambda b: b.job("x", own_id="y"), "own_id", "give id or own_id, not both id and own_id"),
    Case(lambda b: b.submit_many([]), "specs", "must not be empty"),
    Case(lambda b: b.submit_many("true"), "specs", "must be a list of dictionaries"),
    Case(lambda b: b.submit_many(["true"]), "specs[0]", "must be a dictionary such as"),
    Case(lambda b: b.submit_many([{"command": "true"}, {"comand": "x"}]), "specs[1].comand", "did you mean command?"),
    Case(lambda b: b.submit_many([{"command": "true", "gpus": "1"}]), "specs[0].gpus", "must be a whole number"),
    Case(lambda b: b.cancel([]), "jobs", "must not be empty"),
    Case(lambda b: b.cancel("x"), "jobs", "must be a list of jobs or ids"),
    Case(lambda b: b.wait_all("x"), "jobs", "must be a list of jobs, not str"),
    Case(lambda b: b.wait_all(["x"]), "jobs", "must be a list of jobs, not of str"),
    Case(lambda b: list(b.jobs(limit=1)[0].logs(tail=-1)), "tail", "must be a whole number, 0 or more"),
    Case(lambda b: list(b.jobs(limit=1)[0].logs(tail=1, from_line=2)), "from_line", "one of tail, from_line and since"),
    Case(lambda b: list(b.jobs(limit=1)[0].logs(since="soon")), "since", "is not a time; write for example"),
    Case(lambda b: list(b.jobs(limit=1)[0].logs(stream="both")), "stream", "is not one of STDERR, STDOUT"),
    Case(lambda b: b.jobs(limit=1)[0].search(), "text", "is missing: what to look for"),
    Case(lambda b: b.jobs(limit=1)[0].search("a", regex="b"), "regex", "give text or regex, not both"),
    Case(lambda b: b.jobs(limit=1)[0].wait(timeout=5), "timeout", "5 is not a duration"),
    # reservations
    Case(lambda b: b.book(gpus=1), "hours", "is missing: how long, such as hours=8"),
    Case(lambda b: b.book(gpus=0, hours=1), "gpus", "must be a whole number, 1 or more, not 0"),
    Case(lambda b: b.book(hours=1, duration="1h"), "duration", "give one of hours, duration and end"),
    Case(lambda b: b.book(hours=1, end="in 2h"), "end", "give one of hours, duration and end"),
    Case(lambda b: b.book(hours="8"), "hours", "must be a number such as 8, not str '8'"),
    Case(lambda b: b.book(hours=1, start="tomorow 9:00"), "start", "is not a time; write for example"),
    Case(lambda b: b.book(hours=1, start="2026-02-30 9:00"), "start", "is no date of the calendar"),
    Case(lambda b: b.book(hours=1, devices="GPU-1"), "devices", "must be a list such as"),
    Case(lambda b: b.book(hours=1, devices=["GPU-1"]), "devices", "GPU-1", sent=True),
    Case(lambda b: b.book(hours=1, keep="no"), "keep", "must be True or False"),
    Case(lambda b: b.book(start="2001-01-01 9:00", hours=1), "start", "past", sent=True),
    Case(lambda b: b.free(gpus=1), "hours", "is missing"),
    Case(lambda b: b.free(hours=1, one_host="yes"), "one_host", "must be True or False"),
    # usage
    Case(lambda b: b.usage(by="users"), "by", "did you mean USER?"),
    Case(lambda b: b.usage(month="2026-13"), "month", "is not a month; write for example"),
    Case(lambda b: b.usage(month="2026-11", start="now"), "start", "give month, or start and end"),
    Case(lambda b: b.charges(month=11), "month", "11 is not a month"),
    Case(lambda b: b.graphql(""), "document", "must not be empty"),
]


class Sent(httpx2.BaseTransport):
    """What goes to the gateway that may change something."""

    def __init__(self) -> None:
        self.changes: list[str] = []
        self._real = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method != "GET":
            self.changes.append(f"{request.method} {request.url.path}")
        return self._real.handle_request(request)


@pytest.fixture(scope="module")
def watched() -> Iterator[tuple[berth.Client, Sent]]:
    sent = Sent()
    with berth.Client() as client:
        client.submit("true").wait(timeout="2m")
        client._http = httpx2.Client(transport=sent)
        client._transport._http = client._http
        yield client, sent


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 70


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.argument}: {case.message[:30]}")
def test_bad_input(case: Case, watched: tuple[berth.Client, Sent]) -> None:
    client, sent = watched
    sent.changes.clear()
    before = (client.jobs(limit=1).to_dicts(), client.reservations(limit=1).to_dicts())
    with pytest.raises(berth.Refused) as caught:
        case.call(client)
    error = caught.value
    assert case.message in error.message, str(error)
    assert error.argument == case.argument, str(error)
    if case.argument is not None and not case.sent:
        assert error.message.startswith(f"{case.argument}"), str(error)
        assert isinstance(error, (berth.ValidationFailed, berth.NotFound))
    assert bool(sent.changes) == case.sent, sent.changes
    assert before == (client.jobs(limit=1).to_dicts(), client.reservations(limit=1).to_dicts())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("berth.example.org", "is not the URL of a gateway, such as https://berth.example.org"),
        ("ftp://berth.example.org", "is not the URL of a gateway"),
        ("https://ada:secret@berth.example.org", "a URL holds no password"),
        ("https://berth.example.org/?x=1", "must end before ? and #"),
        ("http://[::1", "is not a URL"),
        (7, "must be the URL of a gateway"),
    ],
)
def test_bad_urls(url: Any, message: str) -> None:
    with pytest.raises(berth.ConfigError, match=f"^url.*{re.escape(message)}"):
        berth.Client(url)


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"context": ""}, "context"),
        ({"token": ""}, "token"),
        ({"project": 7}, "project"),
        ({"timeout": "30"}, "timeout"),
    ],
)
def test_bad_settings(arguments: Any, argument: str) -> None:
    with pytest.raises(berth.ValidationFailed) as caught:
        berth.Client(**arguments)
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("config.json", "{", "config.json is not JSON"),
        ("config.json", "[]", "must hold an object"),
        ("config.json", '{"context": {}}', "context is not known; there are current and contexts"),
        ("config.json", '{"contexts": {"a": {}}}', "contexts.a.url is missing"),
        ("config.json", '{"contexts": {"a": {"url": "x"}}}', 'contexts.a.url: "x" is not the URL of a gateway'),
        ("config.json", '{"contexts": {"a": {"url": "http://a", "colour": "x"}}}', "contexts.a.colour is not known"),
        (
            "config.json",
            '{"current": "b", "contexts": {"a": {"url": "http://a"}}}',
            "current is b, which is no context",
        ),
        ("credentials.json", '{"a": 1}', "credentials.json: a must be an object with a url"),
        ("credentials.json", '{"a": {"url": "http://a", "password": "x"}}', "a.password is not known"),
        ("credentials.json", '{"a": {"url": "http://a", "apiToken": 1}}', "a.apiToken must be a text"),
    ],
)
def test_bad_files(file: str, text: str, message: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTH_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text('{"current": "a", "contexts": {"a": {"url": "http://a"}}}')
    (tmp_path / file).write_text(text)
    with pytest.raises(berth.ConfigError, match=re.escape(message)):
        berth.Client().me()
    assert (tmp_path / file).read_text() == text


def test_bad_log_ins() -> None:
    with pytest.raises(berth.ValidationFailed, match=r"username: is missing"):
        berth.login("http://127.0.0.1:1")
    with pytest.raises(berth.ValidationFailed, match=r"token: give token, or username and password"):
        berth.login("http://127.0.0.1:1", "ada", "x", token="y")
