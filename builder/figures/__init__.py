"""The figures of the exercises: a mannequin posed by clinical angles, settled on its contacts, drawn as inline SVG."""

from builder.figures.album import Drawn, build_checked, draw_album
from builder.figures.figure import Figure, build_figure, render_figure

__all__ = ["Drawn", "Figure", "build_checked", "build_figure", "draw_album", "render_figure"]
