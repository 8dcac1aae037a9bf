"""Measures which definitions the uses of a package are resolved to, against a compiler's word."""
