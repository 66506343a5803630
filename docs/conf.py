"""Sphinx builds the documentation with this: .venv/bin/sphinx-build -W -n docs docs/_build. It needs no network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sanxin.about import __version__

project = "sanxin"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated"]
# STATE.md is a note for those who build sanxin; paper.md has the form that a journal asks for.
exclude_patterns = ["_build", "STATE.md", "paper/*"]

html_theme = "furo"
html_title = f"sanxin {release}"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# In these fonts a Chinese character is as wide as two Latin letters, so that tables stay aligned.
MONOSPACE = "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
html_theme_options = {"light_css_variables": {"font-stack--monospace": MONOSPACE}}

smartquotes = False  # they would make -- a dash
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
# A name in backticks, in a docstring, is code.
default_role = "code"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Types of other packages, and shorthands of our own: their pages are not here.
nitpick_ignore_regex = [("py:.*", r"(?!sanxin\.).*|sanxin\.codebook\..*")]
