"""``python -m sswgraph``: the command line."""

import sys

from sswgraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
