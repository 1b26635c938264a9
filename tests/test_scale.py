"""A library of many records, to see how a build takes to it."""

from builder.scale import Measured, multiplied, table
from builder.site import RENDERER
from planner.records import read_records
from tests import library


def test_a_multiplied_library_is_a_library() -> None:
    """The copies have ids and names of their own, and the planner reads them."""
    plain = library.plain()
    size = len(plain["exercises"])
    many = multiplied(plain["exercises"], 2 * size + 1)
    first = next(iter(plain["exercises"]))

    assert 2 * size + 1 == len(many) == len({record["name"] for record in many.values()})
    assert f"{first}-3" == list(many)[-1]
    assert 2 * size + 1 == len(read_records({**plain, "exercises": many}).exercises)


def test_the_table_gives_our_part_of_the_renderer_s_time() -> None:
    """Everything but MkDocs is ours."""
    told = table([Measured(1000, False, {"pages": 2.0, RENDERER: 10.0, "policy": 1.0})])

    assert "| seconds | 1,000 records |" in told
    assert "| **ours, as a part of MkDocs** | **0.30** |" in told
    assert "| **ours, milliseconds a record** | **3.0** |" in told
