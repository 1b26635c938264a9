"""The views: a situation as an HTML fragment, as plain text or as JSON. The one place in the planner that knows Jinja2."""

from planner.view.render import render_html, render_json, render_text, render_trace, template_tools

__all__ = ["render_html", "render_json", "render_text", "render_trace", "template_tools"]
