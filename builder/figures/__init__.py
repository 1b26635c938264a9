"""The figures of the exercises: a mannequin posed by clinical angles, settled on its contacts, drawn as inline SVG."""

from builder.figures.album import Drawn, build_checked, draw_album, write_files
from builder.figures.figure import Figure, build_figure, render_figure
from builder.figures.gallery import Gallery, hang

__all__ = ["Drawn", "Figure", "Gallery", "build_checked", "build_figure", "draw_album", "hang", "render_figure", "write_files"]
