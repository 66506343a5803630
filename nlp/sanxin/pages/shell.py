"""What all pages share: their files, and the policy by which a browser lets them fetch nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from sanxin.about import __version__


@cache
def asset(name: str) -> str:
    """Return a file of this folder: `speech.css`, `vendor/sigma.min.js`."""
    return files("sanxin.pages").joinpath(name).read_text(encoding="utf-8")


def page(name: str, title: str, scripts: Mapping[str, str], **parts: object) -> str:
    """Return the page of the template `NAME.html` and the style `NAME.css`; `title` and `parts` are HTML already.

    The template names its scripts by the keys of `scripts`; the page runs no other, and fetches nothing.
    """
    style = asset(f"{name}.css")
    known = {"policy": policy(style, *scripts.values()), "version": escape(__version__), "title": title, "style": style}
    head = Template(asset("head.html")).substitute(known)
    return Template(asset(f"{name}.html")).substitute(parts, head=head, title=title, **scripts)


def policy(style: str, *scripts: str) -> str:
    """Return a policy that names the page's own style and scripts by their hashes, and forbids all else."""
    allowed = {
        "default-src": "'none'",
        "style-src": _hash(style),
        "script-src": " ".join(map(_hash, scripts)) or "'none'",
        "img-src": "data:",  # the empty icon, without which a browser asks the server for one
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
