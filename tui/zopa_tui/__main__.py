"""`python -m zopa_tui`: the same as `zopa tui`."""

from __future__ import annotations

import sys

from zopa.cli import main

if __name__ == "__main__":
    sys.exit(main(["tui", *sys.argv[1:]]))
