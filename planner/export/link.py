"""A log as the end of a link, and back: for the next phone. What stands after the # of an address is never sent to a server.

1.<checksum>.<payload>: the version; the CRC-32 of the payload's bytes in hexadecimal; and the payload, which is the zlib form of the
JSON [version of the log, [[id, at, kind, answers], …]] written in the 64 letters that an address may hold (base64url).
A link comes from anywhere, so it is read with a limit at every step: letters, checksum, size unpacked, JSON, log.
"""

import base64
import binascii
import json
import re
import zlib
from typing import Any

from planner.log import FORMAT, MOST_BYTES, check_log, plain_log, read_json
from planner.model import Log
from planner.problems import BadInput, Problem, short

# Browsers take far longer addresses; ten years of daily use are longer than this, and a file takes them.
MOST_LETTERS = 300_000
# A picture of so many letters is still read by the camera of an old phone, off the screen of another.
MOST_IN_A_PICTURE = 900
# No picture holds more, whatever its size.
MOST_IN_ANY_PICTURE = 2_600
EXAMPLE = "1.9f2c01ab.eNqLjgUAARUAuQ"


def to_link(log: Log) -> str:
    """The end of a link. Raises BadInput where it would be too long."""
    text = _link(log)
    if len(text) > MOST_LETTERS:
        raise BadInput([Problem("log", f"This log makes a link of {len(text)} letters, and at most {MOST_LETTERS} are possible. Save it as a file and open the file on the other phone.")])
    return text


def pictures_of(log: Log) -> tuple[str, ...]:
    """The log as several ends of links, each short enough for a picture that a camera reads. Together they are the log.

    None at all where one entry alone is too long for any picture.
    """
    parts = _parts(log)
    return parts if all(len(part) <= MOST_IN_ANY_PICTURE for part in parts) else ()


def _parts(log: Log) -> tuple[str, ...]:
    text = _link(log)
    if len(text) <= MOST_IN_A_PICTURE or len(log.entries) < 2:
        return (text,)
    middle = len(log.entries) // 2
    return (*_parts(Log(log.version, log.entries[:middle])), *_parts(Log(log.version, log.entries[middle:])))


def _link(log: Log) -> str:
    plain = plain_log(log)
    rows = [plain["version"], [[entry["id"], entry["at"], entry["kind"], entry["answers"]] for entry in plain["entries"]]]
    packed = zlib.compress(json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", errors="surrogatepass"), 9)
    return f"1.{zlib.crc32(packed):08x}.{base64.urlsafe_b64encode(packed).decode('ascii').rstrip('=')}"


def from_link(text: Any) -> Log:
    """The log in the end of a link. Raises BadInput for whatever is none."""
    rows = read_json(_unpacked(_payload(text)))
    if not isinstance(rows, list) or len(rows) != 2 or not isinstance(rows[1], list) or not all(isinstance(row, list) and len(row) == 4 for row in rows[1]):
        raise _refused("holds something else than a log")
    entries = [dict(zip(("id", "at", "kind", "answers"), row, strict=True)) for row in rows[1]]
    return check_log({"format": FORMAT, "version": rows[0], "entries": entries})


def _payload(text: Any) -> bytes:
    """The bytes that a link says it holds, once its letters and its checksum are right."""
    if not isinstance(text, str):
        raise BadInput([Problem("link", f'expected the end of a link, got {short(text)}. Example: "{EXAMPLE}"')])
    if len(text) > MOST_LETTERS:
        raise _refused(f"has {len(text)} letters, and at most {MOST_LETTERS} are read")
    if re.fullmatch(r"[0-9]{1,3}\..*", text, re.DOTALL) and not text.startswith("1."):
        raise _refused("was made by a newer planner. Reload the page for the newest one")
    parts = re.fullmatch(r"1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)", text)
    if not parts:
        raise BadInput([Problem("link", f'This link holds no log of this planner. It ends in {short(text)}, and a whole one ends like "{EXAMPLE}". Copy the whole link once more.')])
    try:
        packed = base64.b64decode(parts[2] + "=" * (-len(parts[2]) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise _refused("is damaged. Copy the whole link once more") from error
    if f"{zlib.crc32(packed):08x}" != parts[1]:
        raise _refused("is not whole: its checksum is another one. Copy the whole link once more")
    return packed


def _unpacked(packed: bytes) -> str:
    """The text in the bytes. It is unpacked up to the limit and no further, so a small link cannot fill the memory."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise _refused(f"unpacks to more than {MOST_BYTES // 1_000_000} MB, so it is not a log of this planner")
        if not unpacking.eof or unpacking.unused_data:
            raise _refused("is not whole. Copy the whole link once more")
        return content.decode("utf-8", errors="surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise _refused("is damaged. Copy the whole link once more") from error


def _refused(why: str) -> BadInput:
    return BadInput([Problem("link", f"This link {why}.")])
