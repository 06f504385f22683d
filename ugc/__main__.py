"""`python -m ugc` and the `ugc` command."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # A run makes many small values that live until its end; looking for cycles among them took a third of its time.
    gc.set_threshold(100_000, 20, 20)
    try:
        from ugc.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to interrupt
        sys.stderr.write("Interrupted.\n")
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
