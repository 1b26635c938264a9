"""A position of the body: the angles that were written, those that follow from them, and the contacts that fix it to the world."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.figures.contact import Contact
from builder.figures.joints import ANGLES, ARM, FAR, LEG
from builder.figures.pins import read_pins
from builder.figures.skeleton import Skeleton, build_skeleton
from builder.figures.spots import ARM_SPOTS, LEG_SPOTS

ACROSS = {"side": 0, "above": 0, "front": 2}

# How a body is on what carries it, as long as nobody writes otherwise: the spots that carry, and the angles that go with them.
# The first line that fits counts.
USUAL = (
    ({"floor back", "floor heel", "floor ball"}, {"lean": -92.0, "hip": 55.0, "knee": 100.0, "ankle": -40.0}),
    ({"floor back"}, {"lean": -92.0}),
    ({"floor chest"}, {"lean": 90.0}),
    ({"wall back"}, {"hip": 88.0, "knee": 88.0}),
    ({"saddle seat"}, {"hip": 70.0, "knee": 70.0}),
    ({"bench knee"}, {"knee": 85.0}),
    ({"chair seat"}, {"hip": 88.0, "knee": 88.0}),
    ({"floor seat"}, {"hip": 88.0}),
    ({"floor knee", "floor toe"}, {"knee": 90.0, "ankle": 15.0, "toes": 55.0}),
    ({"floor knee"}, {"knee": 90.0, "ankle": -50.0}),
    ({"floor toe", "floor elbow"}, {"lean": 82.0, "shoulder": 85.0, "elbow": 90.0, "toes": 60.0}),
    ({"floor ball", "floor palm"}, {"lean": 60.0, "shoulder": 70.0, "wrist": -80.0}),
)


SPOTS_OF = {LEG: LEG_SPOTS, ARM: ARM_SPOTS}


@dataclass(frozen=True, slots=True)
class Asked:
    """A position as it is to be: `given` angles are kept, `wanted` ones may move where a contact asks, `firm` ones only if nothing else can."""

    view: str
    given: Mapping[str, float]
    wanted: Mapping[str, float]
    contacts: tuple[Contact, ...]
    mirrored: frozenset[str] = frozenset()
    balanced: bool = False
    firm: frozenset[str] = frozenset()
    air: float = 0.0
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """A position with every angle known. `at` is the middle of the hips, across the picture and up."""

    view: str
    at: tuple[float, float]
    angles: Mapping[str, float]
    contacts: tuple[Contact, ...] = ()
    mirrored: frozenset[str] = frozenset()
    balanced: bool = False
    given: frozenset[str] = frozenset()

    def skeleton(self) -> Skeleton:
        return build_skeleton(self.angles, place(self.at, self.view))


def place(at: tuple[float, float], view: str) -> tuple[float, float, float]:
    """A point of the picture in the three dimensions of the body."""
    return (0.0, at[1], at[0]) if view == "front" else (at[0], at[1], 0.0)


def ask(written: Mapping[str, object], view: str, before: Pose | None) -> Asked:
    """What a line of a record asks for. An angle that is not written stays as it was in the position before, unless a contact moves it."""
    given = {name: float(written[name]) for name in ANGLES if name in written}
    contacts = _pinned(written, before)
    mirrored = frozenset(name for limb in (LEG, ARM) if _is_mirrored(limb, given, contacts, before) for name in limb)
    given = {**given, **{FAR + name: given[name] for name in mirrored if name in given}}
    contacts = contacts + _resting_hands(given, contacts)
    wanted = _usual(contacts) if before is None else dict(before.angles)
    wanted = {**wanted, **given}
    balanced = written.get("balance", _stands(contacts) and view != "above")
    return Asked(view, given, wanted, contacts, mirrored, bool(balanced), air=float(written.get("air", 0)), ahead=float(written.get("ahead", 0)))


def _pinned(written: Mapping[str, object], before: Pose | None) -> tuple[Contact, ...]:
    """The contacts of the line itself; one without any keeps those of the position before, unless it is in the air."""
    if "pin" in written:
        return read_pins(written["pin"])
    return before.contacts if before and "air" not in written else ()


def _is_mirrored(limb: tuple[str, ...], given: Mapping[str, float], contacts: tuple[Contact, ...], before: Pose | None) -> bool:
    """The far limb does what the near one does, as long as nothing else is written of either side."""
    spots = {(contact.side, contact.spot) for contact in contacts if contact.spot in SPOTS_OF[limb]}
    near, far = ({spot for side, spot in spots if side == which} for which in ("", FAR))
    if any(FAR + name in given for name in limb) or near != far:
        return False
    return before is None or all(abs(before.angles[name] - before.angles[FAR + name]) < 0.01 for name in limb)


def _usual(contacts: tuple[Contact, ...]) -> dict[str, float]:
    """The angles that nobody wrote: standing straight, or being on whatever carries the body."""
    angles = dict.fromkeys(ANGLES, 0.0) | {"elbow": 8.0, "far_elbow": 8.0}
    carried = {f"{contact.thing} {contact.spot}" for contact in contacts}
    usual = next((usual for spots, usual in USUAL if spots <= carried), {})
    return angles | usual | {FAR + name: value for name, value in usual.items() if FAR + name in angles}


def _resting_hands(given: Mapping[str, float], contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Someone lying on the back lets the arms rest on the floor, unless the record says what they do."""
    if not any(contact.spot == "back" and contact.thing == "floor" for contact in contacts):
        return ()
    free = [side for side in ("", FAR) if not any(side + name in given for name in ARM) and not any(c.side == side and c.spot in ("palm", "elbow") for c in contacts)]
    return tuple(Contact(side, spot, "floor", True) for side in free for spot in ("palm", "fingers"))


def _stands(contacts: tuple[Contact, ...]) -> bool:
    """Whether nothing but feet carries the body: then its weight must be over them."""
    carried = [contact for contact in contacts if not contact.hold]
    return bool(carried) and all(contact.spot in ("heel", "ball", "toe") and contact.thing not in ("wall", "ball", "chair") for contact in carried)
