"""Shared by all tests. That this file stands here lets every folder below import tests/speeches.py."""
