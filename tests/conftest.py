"""What holds for all tests."""

from __future__ import annotations

import signal

# Whoever starts the tests in the background of a shell has them ignore Ctrl-C, and with them the
# runs that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
