"""How hard the tests look: `make test` looks at a share of what `make test-deep` looks at."""

import os

SHARE = 4


def examples(number: int) -> int:
    """So many examples in a deep run, and a share of them in a quick one. `make test-deep` sets DEEP."""
    return number if os.environ.get("DEEP") else number // SHARE
