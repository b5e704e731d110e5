"""The interactive prompt."""

import code
import sys


def run(names, banner):
    """Reads and runs statements until the end of the input."""
    for name, prompt in (("ps1", ">>> "), ("ps2", "... ")):
        if not hasattr(sys, name):
            setattr(sys, name, prompt)
    console = code.InteractiveConsole(names, filename="<stdin>")
    console.interact(banner=banner, exitmsg="")
