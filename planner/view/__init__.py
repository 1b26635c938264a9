"""The views: a situation as HTML fragments, as plain text or as JSON. The one place in the planner that knows Jinja2."""

from planner.view.handover import PARTS, render_handover
from planner.view.render import plain, render_html, render_json, render_text, render_trace, template_tools
from planner.view.views import render_session_again, render_views

__all__ = ["PARTS", "plain", "render_handover", "render_html", "render_json", "render_session_again", "render_text", "render_trace", "render_views", "template_tools"]
