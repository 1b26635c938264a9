"""Every exercise and drill that the five source articles name is in the library, and its record says which of them name it."""

import pytest

# Row of the inventory: the record that serves it, and the articles that name it (0 stages, 1 phases, 2 ten exercises, 3 home, 4 comeback).
NAMED = {
    1: ("gentle-walking", "4"), 2: ("ankle-pumps", "4"), 3: ("quad-set", "4"), 4: ("gentle-knee-bends", "1"), 5: ("hip-circles", "1"),
    6: ("heel-slide", "01"), 7: ("seated-hamstring-set", "3"), 8: ("long-sitting-hamstring-set", "1"), 9: ("heel-dig", "2"), 10: ("static-bridge", "0"),
    11: ("prone-band-hold", "2"), 12: ("wall-sit", "1"), 13: ("glute-bridge", "034"), 14: ("single-leg-bridge", "04"), 15: ("eccentric-single-leg-bridge", "2"),
    16: ("roller-bridge", "2"), 17: ("ball-bridge-curl", "3"), 18: ("lying-hamstring-curl", "013"), 19: ("standing-hamstring-curl", "1"), 20: ("hamstring-slider", "2"),
    21: ("nordic-hamstring", "01234"), 22: ("glute-ham-drop", "2"), 23: ("standing-hip-extension", "3"), 24: ("hip-hinge-drill", "23"), 25: ("romanian-deadlift", "0234"),
    26: ("straight-leg-deadlift", "1"), 27: ("single-leg-deadlift", "3"), 28: ("standing-arabesque", "3"), 29: ("kettlebell-swing", "3"), 30: ("sit-to-stand", "0"),
    31: ("squat", "3"), 32: ("step-down", "3"), 33: ("lunge", "34"), 34: ("single-leg-balance", "034"), 35: ("band-leg-raise", "2"),
    36: ("toe-touch", "2"), 37: ("foam-rolling", "2"), 38: ("towel-stretch", "1"), 39: ("seated-stretch", "1"), 40: ("step-stretch", "1"),
    41: ("doorway-stretch", "3"), 42: ("calf-stretch", "3"), 43: ("nerve-glide", "1"), 44: ("squat-jump", "1"), 45: ("lunge-jump", "13"),
    46: ("small-jumps", "3"), 47: ("box-jump", "1"), 48: ("single-leg-hop", "14"), 49: ("cone-drills", "1"), 50: ("shuttle-runs", "1"),
    51: ("ladder-drills", "1"), 52: ("sport-drills", "1"), 53: ("walk-jog", "4"),
}
ARTICLES = ("article-stages", "article-phases", "article-ten-exercises", "article-home", "article-comeback")

# What the evidence adds: long-muscle exercises, trunk and hip work, running technique, and an easier and a harder Nordic.
ADDED = {
    "extender", "diver", "glider", "front-bridge", "side-bridge", "rotating-bridge", "bridge-walk-out", "balance-windmill", "lunge-walk", "forward-trunk-lean",
    "side-step", "grapevine", "fast-feet", "side-shuffle", "marching-drill", "skipping-drill", "assisted-nordic", "loaded-nordic",
}  # fmt: skip


def test_the_inventory_is_whole() -> None:
    """Fifty-three rows, each with a record of its own."""
    assert list(range(1, 54)) == sorted(NAMED)
    assert 53 == len({id for id, _ in NAMED.values()})


@pytest.mark.parametrize("row", NAMED)
def test_an_exercise_of_the_articles_has_a_record_that_names_them(records, row: int) -> None:
    """The record is there, and `sources` holds exactly the articles that name the exercise."""
    id, articles = NAMED[row]

    assert {ARTICLES[int(article)] for article in articles} == set(records.exercises[id].sources)


def test_what_the_evidence_adds_is_there(records) -> None:
    """The exercises that no article gives and the evidence does are there, at least 65 records in all, and no others claim an article."""
    assert set() == ADDED - set(records.exercises)
    assert 65 <= len(records.exercises)
    assert set() == {id for id, exercise in records.exercises.items() if exercise.sources} - {id for id, _ in NAMED.values()}
