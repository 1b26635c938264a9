"""A log as the end of a link: it comes back whole, and whatever else comes is refused before it can do harm."""

import base64
import json
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import bridge
from planner.export.link import MOST_IN_A_PICTURE, MOST_IN_ANY_PICTURE, MOST_LETTERS, from_link, pictures_of, to_link
from planner.log import MOST_BYTES, check_log, log_text, plain_log, read_log
from planner.problems import BadInput
from tests import library
from tests.lives import strange_logs
from tests.people import log_of, people

PLAN = log_of(people()["settled-strain"])
LOG = check_log(PLAN)
# JSON has no infinity, so no log from outside has one.
LOGS = strange_logs().filter(lambda plain: "Infinity" not in json.dumps(plain))


@pytest.fixture(scope="module", autouse=True)
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def ask(**request: Any) -> dict[str, Any]:
    return json.loads(bridge.handle(json.dumps(request)))


def link_of(content: bytes, version: str = "1") -> str:
    """A link with a right checksum around any bytes, as somebody who means harm would make it."""
    return f"{version}.{zlib.crc32(content):08x}.{base64.urlsafe_b64encode(content).decode().rstrip('=')}"


def packed(value: Any) -> str:
    return link_of(zlib.compress(json.dumps(value).encode()))


def rows(**fields: Any) -> str:
    """The link of a log whose one entry has something else in these fields."""
    entry = {**PLAN["entries"][0], **fields}
    return packed([2, [[entry["id"], entry["at"], entry["kind"], entry["answers"]]]])


# --- there and back --------------------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(LOGS)
def test_a_log_comes_back_whole(plain: dict[str, Any]) -> None:
    """Any log that the planner takes is the same log after a link, and so is one put together again from its pictures."""
    log = check_log(plain)
    parts = [entry for picture in pictures_of(log) for entry in from_link(picture).entries]

    assert log == from_link(to_link(log))
    assert list(log.entries) == parts


@settings(max_examples=80, deadline=None)
@given(LOGS, st.randoms(use_true_random=False))
def test_a_file_is_the_same_bytes(plain: dict[str, Any], chance) -> None:
    """A log written as a file reads back as itself, and the order in which a store hands out entries and answers does not show."""
    text = log_text(check_log(plain))
    mixed = [{**entry, "answers": dict(chance.sample(list(entry["answers"].items()), len(entry["answers"])))} for entry in plain["entries"]]
    chance.shuffle(mixed)

    assert check_log(plain) == read_log(text)
    assert text == log_text(check_log({**plain, "entries": mixed}))


def test_a_link_holds_only_letters_of_an_address() -> None:
    """A link can be pasted anywhere: it has letters, digits, dots, hyphens and underscores alone."""
    assert not set(to_link(LOG)) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_long_log_is_several_pictures() -> None:
    """Each picture is short enough for a camera, and there are as many as the log needs."""
    entries = [{"id": f"{number:032x}", "at": f"2026-12-{1 + number // 24:02}T{number % 24:02}:00:00+01:00", "kind": "check-in", "answers": {"check_pain_now": number % 11}} for number in range(200)]
    pictures = pictures_of(check_log({**PLAN, "entries": entries}))

    assert 1 < len(pictures)
    assert MOST_IN_A_PICTURE >= max(map(len, pictures))


def test_one_entry_too_long_for_a_picture_gives_none() -> None:
    """A long note that no picture holds leaves the link and the file; no half of a log is handed out."""
    note = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(2000))
    log = check_log({**PLAN, "entries": [*PLAN["entries"], {"id": "2", "at": "2026-12-02T08:00:00+01:00", "kind": "session", "answers": {"items": [], "note": note}}]})

    assert MOST_IN_ANY_PICTURE < len(to_link(log))
    assert () == pictures_of(log)
    assert log == from_link(to_link(log))


def test_the_page_gets_link_and_log() -> None:
    """The bridge makes a link of a log and opens it again, with the first and the last moment as for a file."""
    made = ask(do="link", log=PLAN)

    assert {"ok": True, "log": PLAN, "first": PLAN["entries"][0]["at"], "last": PLAN["entries"][0]["at"]} == ask(do="open-link", link=made["link"])
    assert [made["link"]] == made["pictures"]


def test_an_older_log_in_a_link_is_lifted() -> None:
    """A link made by an older planner becomes a log of this version."""
    entry = PLAN["entries"][0]

    assert 2 == from_link(packed([1, [[entry["id"], entry["at"], entry["kind"], entry["answers"]]]])).version


def test_a_log_too_long_for_a_link_says_so() -> None:
    """Beyond the limit the answer names the file as the way."""
    noise = base64.b64encode(b"".join(zlib.crc32(bytes([number % 256, number // 256])).to_bytes(4, "big") for number in range(60_000))).decode()
    entries = [{"id": str(place), "at": "2026-12-01T08:00:00+01:00", "kind": "session", "answers": {"items": [], "note": noise[place * 1990 : (place + 1) * 1990]}} for place in range(160)]

    with pytest.raises(BadInput, match=f"at most {MOST_LETTERS} are possible. Save it as a file"):
        to_link(check_log({**PLAN, "entries": entries}))


# --- what means harm, or is damaged ----------------------------------------------------------------------------------------

GOOD = to_link(LOG)
DEEP = b"[" * 200_000
BOMB = zlib.compress(b" " * (MOST_BYTES + 1), 9)
HOSTILE = {
    "nothing": ("", "holds no log"),
    "no text": (None, "expected the end of a link"),
    "a number": (7, "expected the end of a link"),
    "a list": ([GOOD], "expected the end of a link"),
    "a script": ("<script>alert(1)</script>", "holds no log"),
    "a script address": ("javascript:alert(1)", "holds no log"),
    "a view": ("today", "holds no log"),
    "cut short": (GOOD[:-9], "Copy the whole link once more"),
    "one letter changed": (GOOD[:40] + ("A" if GOOD[40] != "A" else "B") + GOOD[41:], "not whole"),
    "one letter left": (GOOD[:11] + "A", "damaged"),
    "another checksum": ("1.00000000." + GOOD[11:], "not whole"),
    "percent signs": (GOOD[:20] + "%00%ff" + GOOD[20:], "holds no log"),
    "a line end": (GOOD + "\n", "holds no log"),
    "letters of another alphabet": (GOOD[:20] + "\u0430" + GOOD[20:], "holds no log"),
    "a newer version": (link_of(b"anything", "2"), "newer planner"),
    "too many letters": ("1.00000000." + "A" * MOST_LETTERS, "letters, and at most"),
    "no zlib": (link_of(b"this is no zlib stream"), "damaged"),
    "zlib cut short": (link_of(zlib.compress(b"x" * 5000)[:-6]), "not whole"),
    "something after zlib": (link_of(zlib.compress(b"[]") + b"more"), "not whole"),
    "wrong encoding": (link_of(zlib.compress("[2, [é]]".encode("latin-1"))), "damaged"),
    "UTF-16": (link_of(zlib.compress("[2, []]".encode("utf-16"))), "damaged"),
    "no JSON": (link_of(zlib.compress(b"[2, [")), "cannot be read as JSON"),
    "not a number": (link_of(zlib.compress(b"[2, [NaN]]")), "cannot be read as JSON"),
    "a number beyond all": (link_of(zlib.compress(b"[2, [1e999]]")), "cannot be read as JSON"),
    "a doubled key": (link_of(zlib.compress(b'[2, [["1", "2", "intake", {"a": 1, "a": 2}]]]')), "stands twice"),
    "deep nesting": (link_of(zlib.compress(DEEP)), "nested too deeply"),
    "a bomb": (link_of(BOMB), "unpacks to more than 4 MB"),
    "another shape": (packed({"format": "hamstring-guide-log"}), "something else than a log"),
    "rows too short": (packed([2, [["1", "2"]]]), "something else than a log"),
    "a version that is none": (packed(["2", []]), "expected a whole number"),
    "a newer log": (packed([9, []]), "made by a newer planner"),
    "an id that is none": (rows(id=7), "expected some text"),
    "a moment that is none": (rows(at="yesterday"), "expected a moment"),
    "a kind that is none": (rows(kind="__proto__"), "expected intake or"),
    "answers that are none": (rows(answers=["x"]), "expected answers by question"),
    "answers that cannot be used": (rows(answers={**PLAN["entries"][0]["answers"], "age": "<img src=x onerror=alert(1)>"}), "Please write a whole number"),
}


@pytest.mark.parametrize(("link", "part"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_link_is_refused(link: Any, part: str) -> None:
    """Each comes back as a problem in words, and gives no log."""
    answer = ask(do="open-link", link=link)

    assert {"ok", "problems"} == set(answer)
    assert part in " ".join(problem["message"] for problem in answer["problems"])


def test_a_good_link_is_not_refused() -> None:
    """The link that the hostile ones are made from is taken, so they are refused for what was done to them."""
    assert plain_log(LOG) == plain_log(from_link(GOOD))


def test_a_bomb_takes_no_memory() -> None:
    """A link that would unpack to two hundred megabytes is unpacked up to the limit and no further."""
    packing = zlib.compressobj(9)
    bomb = b"".join(packing.compress(b"\0" * 10_000_000) for _ in range(20)) + packing.flush()
    assert MOST_LETTERS > len(link_of(bomb))
    tracemalloc.start()
    with pytest.raises(BadInput, match="unpacks to more than"):
        from_link(link_of(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert 5 * MOST_BYTES > peak


@settings(max_examples=300, deadline=None)
@given(st.text() | st.binary(max_size=300).map(link_of) | st.binary(max_size=300).map(lambda content: link_of(zlib.compress(content))))
def test_any_text_is_a_log_or_a_problem(text: str) -> None:
    """Whatever stands after the # of an address, it is opened or refused in words, and nothing breaks."""
    answer = ask(do="open-link", link=text)

    assert answer["ok"] or all(problem["message"] for problem in answer["problems"])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.sampled_from("ABab09-_."))
def test_no_damage_goes_unseen(place: int, letter: str) -> None:
    """One wrong letter anywhere gives a problem, or the very same log where the letter's spare bits carry nothing."""
    answer = ask(do="open-link", link=GOOD[:place] + letter + GOOD[place + 1 :])

    assert not answer["ok"] or PLAN == answer["log"]
