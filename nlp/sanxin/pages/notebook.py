"""Pages in a notebook: each in a sandboxed frame, and always a line of text for where no frame can be shown.

The frame may run the page's own scripts and nothing else: it has no origin, no network and no way to the notebook
around it. That needs no widgets, and JupyterLab, the classic notebook and VS Code all show it.
"""

from __future__ import annotations

from html import escape

_HEIGHT = 620  # pixels
_STYLE = "display:block;box-sizing:border-box;border:1px solid #8884;border-radius:8px"


def bundle(page: str, text: str) -> dict[str, str]:
    """Return a page as the two forms that a notebook chooses from: the frame, and what it shows in a line of text."""
    frame = (
        f'<iframe title="{escape(text)}" sandbox="allow-scripts" width="100%" height="{_HEIGHT}" style="{_STYLE}" '
        f'srcdoc="{escape(page)}"></iframe>'
    )
    return {"text/plain": text, "text/html": frame}
