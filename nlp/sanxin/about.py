"""The version, and nothing that would slow an import."""

__version__ = "0.1.0.dev0"
