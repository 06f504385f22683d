"""`python -m ugc` and the `ugc` command."""

import gc
import signal
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # A run makes many small values that live until its end; looking for cycles among them took a third of its time.
    gc.set_threshold(100_000, 20, 20)
    _stop_in_order()
    try:
        from ugc.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to interrupt
        sys.stderr.write("Interrupted.\n")
        code = 130
    sys.exit(code)


def _stop_in_order() -> None:
    """Let whatever ends us be taken as Ctrl-C is: what was started is stopped, and nothing half-made is left."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    main()
