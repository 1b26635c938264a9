"""The figures of the exercises: a mannequin posed by clinical angles, settled on its contacts, drawn as inline SVG."""

from builder.figures.figure import Figure, build_figure, render_figure

__all__ = ["Figure", "build_figure", "render_figure"]
