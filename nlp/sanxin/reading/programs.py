"""The programs of others that readers start where they are installed; `sanxin doctor` lists them too."""

from __future__ import annotations

import shutil
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A program: the commands it may go by, what it is for, and how to get it."""

    name: str
    commands: tuple[str, ...]
    purpose: str
    remedy: str

    def path(self) -> str | None:
        """Return where the program is: `/usr/bin/soffice`; None if it is not installed."""
        return next((found for command in self.commands if (found := shutil.which(command))), None)


LIBREOFFICE = Program(
    "LibreOffice",
    ("soffice", "libreoffice"),
    "reading .doc, .wps and .rtf",
    "apt install libreoffice-writer, or libreoffice.org",
)
ANTIWORD = Program("antiword", ("antiword",), "reading .doc where LibreOffice is not installed", "apt install antiword")
TESSERACT = Program(
    "tesseract",
    ("tesseract",),
    "reading scanned PDF, with its language chi_sim",
    "apt install tesseract-ocr tesseract-ocr-chi-sim",
)
OCRMYPDF = Program(
    "ocrmypdf",
    ("ocrmypdf",),
    "putting a text layer under a scan: ocrmypdf -l chi_sim IN.pdf OUT.pdf",
    "apt install ocrmypdf",
)
PROGRAMS = (LIBREOFFICE, ANTIWORD, TESSERACT, OCRMYPDF)
