"""Measures how well search answers questions, on pinned packages."""
