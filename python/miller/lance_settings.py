"""How Lance is to behave in Miller. It looks at these variables when it is loaded or first used.

Who has set them otherwise knows why: what is there already stays.
"""

from __future__ import annotations

import os

for _name, _value in (
    # Lance takes memory for a large machine by default. Reading less far ahead, joining the
    # fragments of a million symbols takes 200 MB in the place of 500, and a search by vector among
    # them 0.2 s in the place of 0.35.
    ("LANCE_DEFAULT_BATCH_SIZE", "1024"),
    ("LANCE_DEFAULT_IO_BUFFER_SIZE", str(16 << 20)),
    # With parts of 64 MB, the full text index of the Linux kernel (4.5 million symbols, many of
    # them of their own words) is built with 0.2 GB in the place of 3.
    ("LANCE_FTS_PARTITION_SIZE", "64"),
    # It writes warnings about what then fails, or is mended, to standard error: what fails is an
    # exception with the same words.
    ("LANCEDB_LOG", "off"),
    # Of Lance's own package, whose Python part knows no `off`.
    ("LANCE_LOG", "error"),
):
    os.environ.setdefault(_name, _value)
