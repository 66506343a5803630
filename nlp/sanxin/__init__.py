"""sanxin reads Chinese policy speeches and reports and turns them into evidence.

`load()` gives a spaCy pipeline, `read()` gives documents from files of any supported format, `to_graph()` joins what
was found in one knowledge graph and `explore` asks it, `parse_quantity()` and `parse_time()` read one expression by
itself. Names are loaded when first used, so that `import sanxin` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sanxin.about import __version__

# public name -> the module that defines it
_PUBLIC = {
    "analyse": "sanxin.pipeline",
    "batch": "sanxin.archive.batch",
    "induce_framework": "sanxin.frameworks",
    "load": "sanxin.pipeline",
    "load_framework": "sanxin.frameworks",
    "new_words": "sanxin.newwords",
    "open_store": "sanxin.archive.store",
    "parse_quantity": "sanxin.parsing",
    "parse_time": "sanxin.times",
    "read": "sanxin.reading",
    "read_graph": "sanxin.graph",
    "slogan_diffusion": "sanxin.diffusion",
    "to_frame": "sanxin.tables",
    "to_graph": "sanxin.graph",
    "write_graph": "sanxin.graph",
}
_ROOMS = ("explore",)  # public modules

__all__ = ["__version__", *sorted((*_PUBLIC, *_ROOMS))]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"sanxin.{name}")
    if name not in _PUBLIC:
        raise AttributeError(f"module 'sanxin' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
