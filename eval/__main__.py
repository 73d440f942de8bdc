"""`python -m eval`: the commands of `footnote eval`, without the rest of it."""

from __future__ import annotations

from eval.cli import main

if __name__ == "__main__":
    main()
