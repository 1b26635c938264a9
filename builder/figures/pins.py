"""The words of a pin: `shoulders`, `far heel on chair`, `hands along floor`, `hand on far knee`."""

import re

from builder.figures.contact import HEIGHTS, WALL, Contact
from builder.figures.joints import FAR
from builder.figures.spots import HOLDS, MIDDLE

# What a word of a pin stands for.
WORDS = {
    "back": ("back", "seat", "head"),
    "shoulders": ("back", "head"),
    "front": ("chest", "belly"),
    "side": ("hip", "shoulder"),
    "seat": ("seat",),
    "head": ("head",),
    "hip": ("hip",),
    "upper thigh": ("upper thigh",),
    "thigh": ("thigh",),
    "lower thigh": ("lower thigh",),
    "knee": ("knee",),
    "shin": ("knee", "instep"),
    "calf": ("calf",),
    "ankle": ("ankle",),
    "foot": ("heel", "ball"),
    "heel": ("heel",),
    "foot edge": ("foot edge",),
    "toe": ("ball", "toe"),
    "hand": ("palm", "fingers"),
    "fist": ("palm",),
    "elbow": ("elbow",),
    "forearm": ("elbow", "wrist"),
}
# A plural is both sides.
PLURALS = {
    "thighs": "thigh", "knees": "knee", "shins": "shin", "calves": "calf", "ankles": "ankle", "feet": "foot", "heels": "heel",
    "foot edges": "foot edge", "toes": "toe", "hands": "hand", "fists": "fist", "elbows": "elbow", "forearms": "forearm",
}  # fmt: skip
HOLD_PLURALS = {"thighs": "thigh", "backs of thighs": "back of thigh", "knees": "knee", "shins": "shin"}
PIN = re.compile(r"^(far )?([a-z ]+?)(?: (on|along) (far )?([a-z ]+))?$")


def read_pins(pins: object) -> tuple[Contact, ...]:
    """The contacts of a position's `pin`. Raises ValueError with a sentence where a pin is not understood."""
    lines = pins if isinstance(pins, list) else [pins] if pins else []
    return tuple(dict.fromkeys(contact for line in lines for contact in read_pin(line)))


def read_pin(line: str) -> list[Contact]:
    """The contacts of one pin."""
    found = PIN.match(line)
    far, word, how, thing_far, thing = found.groups() if found else (None, line, None, None, None)
    single, thing = PLURALS.get(word, word), thing or "floor"
    if single not in WORDS:
        raise ValueError(f"expected a part of the body ({', '.join([*WORDS, *PLURALS])}), got {word!r}. Example: heel on chair")
    sides = ("", FAR) if word in PLURALS else (FAR if far else "",)
    if single in ("hand", "fist") and (thing in HOLDS or thing in HOLD_PLURALS):
        return [contact for side in sides for contact in _hold(side, thing, FAR if thing_far else "")]
    if thing not in HEIGHTS and thing != WALL:
        raise ValueError(f"expected a thing to touch ({', '.join([*HEIGHTS, WALL])}), got {thing!r}. Example: heel on chair")
    # A head that lies follows its neck.
    return [Contact("" if spot in MIDDLE else side, spot, thing, how == "along" or spot == "head") for side in sides for spot in WORDS[single]]


def _hold(side: str, thing: str, far: str) -> list[Contact]:
    """A hand on the body: `thighs` is each hand on its own side, `thigh` both on the near one, `far thigh` both on the far one."""
    name = HOLD_PLURALS.get(thing, thing)
    part = HOLDS[name][0].part
    is_middle = part in ("pelvis", "chest", "head")
    held = "" if is_middle else side if thing in HOLD_PLURALS else far
    return [Contact(side, spot, hold=f"{name}/{held}{part}") for spot, _ in zip(("palm", "fingers"), HOLDS[name])]
