"""`python -m ugc` and the `ugc` command."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from ugc.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
