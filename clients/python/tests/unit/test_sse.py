from __future__ import annotations

from berth._sse import EventReader, ServerSentEvent


def read(*parts: bytes) -> list[ServerSentEvent]:
    reader = EventReader()
    return [event for part in parts for event in reader.feed(part)]


def test_events_of_parts_that_end_anywhere() -> None:
    whole = ': hello\n\nid: 1\ndata: {"a":\ndata: "é"}\n\nevent: complete\ndata:\n\n'.encode()
    expected = [ServerSentEvent("message", '{"a":\n"é"}', "1"), ServerSentEvent("complete", "", None)]
    assert read(whole) == expected
    assert read(*(bytes([each]) for each in whole)) == expected


def test_lines_end_at_line_feeds_alone() -> None:
    text = "a\u2028b\x85c\x0bd"
    assert read(f"data: {text}\r\n\r\n".encode()) == [ServerSentEvent("message", text, None)]


def test_an_event_without_an_end_is_none() -> None:
    assert read(b"data: 1\n") == []
