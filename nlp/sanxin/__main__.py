"""`python -m sanxin` is `sanxin`."""

import sys

from sanxin.cli import main

if __name__ == "__main__":
    sys.exit(main())
