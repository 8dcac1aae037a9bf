"""The index for agents, over the Model Context Protocol: <https://modelcontextprotocol.io>.

`arguments` says what each tool takes, `tools` what it answers, `answers` how answers are written
and bounded, `freshness` keeps the index up to date behind them, `server` and `http` serve them.
"""

from __future__ import annotations
