"""A record's figure, from its lines of angles to a picture: read, settle, draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.figures.item import Film, film
from builder.figures.movement import Anchors, frames_of, settle_positions
from builder.figures.pose import Pose
from builder.figures.row import draw_row
from builder.figures.scene import draw_scene
from builder.figures.svg import Picture, render_still, render_svg
from builder.figures.tempo import beats

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is settled and drawn. `positions` are those of the record, `film` every frame between them."""

    id: str
    title: str
    alt: str
    view: str
    positions: Mapping[str, Pose]
    anchors: Anchors
    film: Film
    picture: Picture
    small: Picture
    beats: tuple[float, ...]


def build_figure(record: Record) -> Figure:
    """The figure of an exercise record. Raises ValueError where a pin is not understood."""
    written = record["figure"]
    view = written.get("view", "side")
    if "positions" in written:
        return _row(record, written, view)
    lines = positions_of(written)
    poses, anchors = settle_positions(list(lines.values()), view)
    moving = film(frames_of(poses, anchors, written.get("round", False)) if len(poses) > 1 else poses)
    picture, small = draw_scene(moving, written, anchors, "mat" in record["equipment"])
    return Figure(record["id"], record["name"], written["alt"], view, dict(zip(lines, poses)), anchors, moving, picture, small, beats(record, moving) if len(poses) > 1 else ())


def _row(record: Record, written: Mapping[str, Any], view: str) -> Figure:
    lines = positions_of(written)
    poses = {name: settle_positions([{"balance": False, **line}], line.get("view", view))[0][0] for name, line in lines.items()}
    picture, small = draw_row(list(poses.values()), written, "mat" in record["equipment"])
    return Figure(record["id"], record["name"], written["alt"], view, poses, {}, film(tuple(poses.values())), picture, small, ())


def positions_of(written: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The lines of a figure by where they stand in the record."""
    if "positions" in written:
        return {f"positions[{i}]": line for i, line in enumerate(written["positions"])}
    through = {f"through[{i}]": line for i, line in enumerate(written.get("through", []))}
    end = {"end": written["end"]} if "end" in written else {}
    return {"start": written["start"], **through, **end}


def render_figure(figure: Figure, id: str = "") -> str:
    """The figure as inline SVG; `id` sets it apart from others of the same exercise on one page."""
    text = " ".join(f"{value:g}" for value in figure.beats)
    return render_svg(id or f"fig-{figure.id}", figure.title, figure.alt, figure.picture, text)


def render_beside_words(figure: Figure) -> str:
    """The still picture with start and arrow, for a place where the name and the steps stand beside it."""
    return render_still(figure.picture, "figure")


def render_small(figure: Figure) -> str:
    """One position alone, to tell the exercises of a list apart."""
    return render_still(figure.small, "figure figure--small")
