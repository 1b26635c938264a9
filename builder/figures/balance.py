"""Where the weight is, and what it must be over."""

from builder.figures.body import FOREARM, MASSES, SHANK, THIGH, TRUNK, UPPER_ARM
from builder.figures.contact import Contact, middle_of
from builder.figures.joints import FAR
from builder.figures.skeleton import Skeleton
from builder.figures.spots import SPOTS

# From each part's joint to where its weight hangs, forward and down.
HANGING = {
    "head": (1.0, -4.0),
    "upper_arm": (0.0, UPPER_ARM * MASSES["upper_arm"].centre),
    "forearm": (0.0, FOREARM * MASSES["forearm"].centre),
    "thigh": (0.0, THIGH * MASSES["thigh"].centre),
    "shank": (0.0, SHANK * MASSES["shank"].centre),
    "foot": (6.0, 4.0),
}


# Each hanging weight: its share of the body's, its part, and where it is on that part.
WEIGHTS = [(MASSES[name].share, side + name, at) for name, at in HANGING.items() for side in (("",) if name == "head" else ("", FAR))]
WHOLE = sum([MASSES["trunk"].share, *(share for share, _, _ in WEIGHTS)])
# The parts that tell where the weight is.
CARRIED = frozenset({"trunk", "chest", *(part for _, part, _ in WEIGHTS)})


def weight(skeleton: Skeleton) -> tuple[float, float, float]:
    """The centre of mass of the whole body."""
    return tuple(weight_along(skeleton, i) for i in range(3))


def weight_along(skeleton: Skeleton, i: int) -> float:
    """Where the centre of mass is in one direction."""
    trunk = (skeleton["trunk"].origin[i] + skeleton["chest"].origin[i]) / 2
    return sum([MASSES["trunk"].share * trunk, *[share * skeleton[part].at(*at)[i] for share, part, at in WEIGHTS]]) / WHOLE


def base(contacts: tuple[Contact, ...], skeleton: Skeleton, across: int) -> tuple[float, float]:
    """From where to where the feet carry, across the picture."""
    places = []
    for contact in contacts:
        if contact.spot in ("heel", "ball", "toe") and not contact.hold:
            reach = 4.5 if across == 2 else SPOTS[contact.spot][-1].radius
            middle = middle_of(contact, skeleton)[across]
            places += [middle - reach, middle + reach]
    return min(places), max(places)


def off_balance(contacts: tuple[Contact, ...], skeleton: Skeleton, across: int) -> float:
    """How far the weight is from the middle of the feet, in centimetres; more is forward."""
    least, most = base(contacts, skeleton, across)
    return weight_along(skeleton, across) - (least + most) / 2


def falls(contacts: tuple[Contact, ...], skeleton: Skeleton, across: int) -> float:
    """How far the weight is outside the feet, 0 where it is over them."""
    least, most = base(contacts, skeleton, across)
    at = weight_along(skeleton, across)
    return min(at - least, 0.0) + max(at - most, 0.0)
