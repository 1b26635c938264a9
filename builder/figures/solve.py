"""From what a record asks for to a whole position: the angles nobody wrote are found so that every contact is kept.

What a contact asks for weighs far more than staying near the wanted angles. So contacts are met to a fraction of a millimetre where the
joints allow it, and everything they do not ask about stays as it was wanted.
"""

from collections.abc import Mapping, Sequence

from builder.figures.balance import CARRIED, off_balance
from builder.figures.contact import HEIGHTS, Contact, Measure, lowest, measures
from builder.figures.joints import ANGLES, ARM, FAR, LEG, TRUNK, joint
from builder.figures.pose import ACROSS, Asked, Pose, place
from builder.figures.skeleton import Part, add_parts, build_skeleton, carrying, moved_by
from builder.figures.spots import ARM_SPOTS, LEG_SPOTS
from builder.figures.squares import Unknown, minimise

# In centimetres for one degree: so much a joint of stiffness 1 resists. What both neighbours of a frame were told resists more.
WILL = 0.003
FIRM = 6.0
# The hips mind nothing, but what is fixed in no way is kept from wandering off.
HERE = 1e-4
# A centimetre off balance counts as this much of a centimetre between a foot and the floor.
BALANCE = 0.2
# A straight hinge does not tell which way it bends, so it begins a little bent.
HINGES = {"knee": 10.0, "elbow": 10.0}
ROUNDS = 60
# What a contact may move. What turns out of the picture stays as it was written.
MOVABLE = {
    "side": ("lean", "spine", "neck", "hip", "knee", "ankle", "toes", "shoulder", "elbow", "wrist"),
    "front": ("tilt", "hip_out", "knee", "ankle", "shoulder_out", "elbow"),
}
FEET = tuple(Contact(side, spot, "floor") for side in ("", FAR) for spot in ("heel", "ball", "toe"))


def settle(asked: Asked, start: Pose | None, anchors: Mapping[str, float], rounds: int = ROUNDS) -> Pose:
    """The position that keeps the given angles and the contacts, near the wanted angles."""
    free = _free(asked)
    at = _begin(asked, start)
    joints = [joint(name) for name in free]
    unknowns = [Unknown(at[0], HERE), Unknown(at[1], HERE)]
    unknowns += [
        Unknown(asked.wanted[name], WILL * each.stiffness * (FIRM if name in asked.firm else 1), each.least, each.most)
        for name, each in zip(free, joints)
    ]  # fmt: skip
    begin = [*at, *(max(asked.wanted[name], HINGES.get(name.removeprefix(FAR), each.least)) for name, each in zip(free, joints))]
    search = _Search(asked, free, anchors)
    values = minimise(search.tried, unknowns, begin, rounds)
    return Pose(asked.view, (values[0], values[1]), _angles(values, free, asked), asked.contacts, asked.mirrored, asked.balanced, frozenset(asked.given))


def _free(asked: Asked) -> list[str]:
    """The angles that a contact may move: nobody has written them, and they are between two things that touch."""
    limbs = {(contact.side, limb) for contact in asked.contacts for limb, spots in ((LEG, LEG_SPOTS), (ARM, ARM_SPOTS)) if contact.spot in spots}
    # A hand that holds a leg may move the leg.
    limbs |= {(FAR if FAR in contact.hold else "", LEG) for contact in asked.contacts if contact.hold.endswith(("thigh", "shank"))}
    names = {side + name for side, limb in limbs for name in limb} | set(TRUNK)
    if not any(contact.spot == "head" for contact in asked.contacts):
        names.remove("neck")
    fixed = {*asked.given, *(FAR + name for name in asked.mirrored)}
    return [name for name in ANGLES if name in names - fixed and name.removeprefix(FAR) in MOVABLE.get(asked.view, MOVABLE["side"])]


def _begin(asked: Asked, start: Pose | None) -> tuple[float, float]:
    """Where the hips are before anything is settled: where they were, or as high as lets the body down on what carries it."""
    across = (start.at[0] if start else 0.0) + asked.ahead
    if start and asked.contacts:
        return across, start.at[1]
    skeleton = build_skeleton(asked.wanted, place((0.0, 0.0), asked.view))
    if not asked.contacts:
        return across, asked.air - min(lowest(contact, skeleton) for contact in FEET)
    carried = [contact for contact in asked.contacts if contact.thing in HEIGHTS and not contact.slides]
    return across, max((HEIGHTS[contact.thing] - lowest(contact, skeleton) for contact in carried), default=0.0)


class _Search:
    """What is looked for: which parts tell of it, and what each value moves of them. Known before any position is tried."""

    def __init__(self, asked: Asked, free: list[str], anchors: Mapping[str, float]) -> None:
        self.asked, self.free = asked, free
        self.measures = _measures(asked, anchors)
        self.parts = carrying(part for measure in self.measures for part in measure.parts)
        self.turned = [(), (), *((name, FAR + name) if name in asked.mirrored else (name,) for name in free)]
        everything = frozenset(self.parts)
        moved = [everything, everything, *map(moved_by, self.turned[2:])]
        self.moved = [[part for part in self.parts if part in each] for each in moved]
        self.told = [[i for i, measure in enumerate(self.measures) if not measure.parts.isdisjoint(each)] for each in moved]

    def tried(self, values: Sequence[float]) -> "_Tried":
        return _Tried(self, values)


class _Tried:
    """A position that is tried. Where one value is a little different, only what hangs on it is worked out anew."""

    def __init__(self, search: _Search, values: Sequence[float]) -> None:
        self.search, self.values = search, values
        self.angles = _angles(values, search.free, search.asked)
        self.parts: dict[str, Part] = {}
        add_parts(self.parts, search.parts, self.angles, place((values[0], values[1]), search.asked.view))
        self.gaps = [measure.gaps(self.parts) for measure in search.measures]

    def misfit(self) -> list[float]:
        """Every gap of the position, and how far it is from balance."""
        return [gap for gaps in self.gaps for gap in gaps]

    def misfit_with(self, i: int, value: float) -> list[float]:
        search, parts, gaps = self.search, self.parts.copy(), self.gaps.copy()
        across, up = (value if i == which else self.values[which] for which in (0, 1))
        angles = {**self.angles, **dict.fromkeys(search.turned[i], value)}
        add_parts(parts, search.moved[i], angles, place((across, up), search.asked.view))
        for told in search.told[i]:
            gaps[told] = search.measures[told].gaps(parts)
        return [gap for each in gaps for gap in each]


def _measures(asked: Asked, anchors: Mapping[str, float]) -> list[Measure]:
    across = ACROSS[asked.view]
    found = measures(asked.contacts, anchors, across)
    if asked.balanced:
        parts = frozenset().union(CARRIED, *(measure.parts for measure in found))
        found.append(Measure(parts, lambda skeleton: [BALANCE * off_balance(asked.contacts, skeleton, across)]))
    return found


def _angles(values: Sequence[float], free: list[str], asked: Asked) -> dict[str, float]:
    angles = {**asked.wanted, **dict(zip(free, values[2:]))}
    return angles | {FAR + name: angles[name] for name in asked.mirrored}
