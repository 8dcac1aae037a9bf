"""Compares the rows of real packages with what each language's own parser says."""
