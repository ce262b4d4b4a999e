"""A program that says that it runs, and goes on until it is ended."""

import signal
import sys

RUNS = "runs\n"

if __name__ == "__main__":
    sys.stdout.write(RUNS)
    sys.stdout.flush()
    signal.pause()
