"""An answer as it is heard, in any of the dialects in which servers speak the Responses API.

Some send each word in an event of its own, some all of it in a `done`, in the last event or in a plain JSON body; some
name the kind of an event in `type`, some on the stream's own line. What is no text is nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast


class Ending(NamedTuple):
    """How the provider says that its answer ended: `completed`, `incomplete` or `failed`, why, and what it took."""

    status: str
    reason: str
    kind: str
    usage: Mapping[str, Any]


class Transcript:
    """What has been said so far, and the ending once it was told."""

    def __init__(self) -> None:
        self.ending: Ending | None = None
        self.said = ""
        self._half: str = ""
        self._heard: dict[object, str] = {}
        self._item: object = None

    def hear(self, event: Mapping[str, Any], name: str = "") -> str:
        """Take an event, called `name` where it has no type, and return what of the answer it adds."""
        match event.get("type") or name:
            case "response.output_text.delta" | "response.refusal.delta":
                return self._say(_item(event), _text(event.get("delta")))
            case "response.output_text.done" | "response.refusal.done":
                return self._complete(_item(event), _text(event.get("text")) or _text(event.get("refusal")))
            case "response.content_part.done":
                return self._complete(_item(event), _of_part(event.get("part")))
            case "response.output_item.done":
                return self._complete(_item(event), _of_message(event.get("item")))
            case "response.completed" | "response.incomplete" | "response.failed" as kind:
                return self._end(_mapping(event.get("response")), kind.partition(".")[2])
            case "error":
                self.ending = _failed(_mapping(event.get("error")) or event, {})
            case _ if event.get("object") == "response" and "output" in event and not name:
                return self._end(event, "completed")
            case "" if event.get("error"):
                self.ending = _failed(_mapping(event.get("error")), {})
            case _:
                pass
        return ""

    def _end(self, response: Mapping[str, Any], status: str) -> str:
        """The last event says how it ended, and some servers the whole answer once more or for the first time."""
        inner = response.get("status")
        if status == "completed" and isinstance(inner, str) and inner in {"incomplete", "failed", "cancelled"}:
            status = "incomplete" if self.said or inner != "failed" else "failed"
        usage = _mapping(response.get("usage"))
        error, details = _mapping(response.get("error")), _mapping(response.get("incomplete_details"))
        whole = "\n\n".join(_messages(response))
        rest = ""
        if not self.said:
            rest = self._say("whole", whole)
        elif whole.startswith(self.said):
            rest = self._say(self._item, whole[len(self.said) :])
        self.ending = (
            _failed(error, usage) if status == "failed" else Ending(status, _text(details.get("reason")), "", usage)
        )
        return rest

    def _complete(self, item: object, whole: str) -> str:
        """Return what of a part was not said piece by piece."""
        heard = self._heard.get(item, "")
        if not whole or self.said.endswith(_whole_characters(whole)):
            return ""
        return self._say(item, whole[len(heard) :]) if whole.startswith(heard) else ""

    def _say(self, item: object, text: str) -> str:
        """Add `text` of a message; a half of a character waits for the other, an empty line parts two messages."""
        if not text:
            return ""
        self._heard[item] = self._heard.get(item, "") + text
        text = self._half + text
        self._half = text[-1] if "\ud800" <= text[-1] <= "\udbff" else ""
        text = text.removesuffix(self._half)
        text = _whole_characters(text)
        if not self.said:
            text = text.lstrip()
        elif text and item != self._item:
            text = "\n\n" + text
        if text:
            self._item = item
        self.said += text
        return text


def _item(event: Mapping[str, Any]) -> object:
    """Which message an event belongs to."""
    index = event.get("output_index")
    return index if isinstance(index, int) else event.get("item_id") or 0


def _messages(response: Mapping[str, Any]) -> Iterator[str]:
    output = response.get("output")
    for item in cast("list[object]", output) if isinstance(output, list) else []:
        if text := _of_message(item):
            yield text


def _of_message(item: object) -> str:
    content = _mapping(item).get("content")
    if _mapping(item).get("type", "message") != "message":
        return ""
    if isinstance(content, list):
        return "".join(_of_part(part) for part in cast("list[object]", content))
    return _text(content)


def _of_part(part: object) -> str:
    return _text(_mapping(part).get("text")) or _text(_mapping(part).get("refusal"))


def _failed(error: Mapping[str, Any], usage: Mapping[str, Any]) -> Ending:
    return Ending("failed", _text(error.get("code")), _text(error.get("type")), usage)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole_characters(text: str) -> str:
    """Return `text` without what Postgres cannot keep and UTF-8 cannot say: NUL, and half a character alone."""
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
