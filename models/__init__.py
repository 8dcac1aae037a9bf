"""How the embedding model that ships with Miller is made: `python -m models`."""
