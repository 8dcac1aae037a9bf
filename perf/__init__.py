"""Measurements of both routes, and the budgets that keep them true: see `perf/README.md`."""
