"""The entries that a run leaves in the state of an index, beside the store's own."""

from __future__ import annotations

# The workspace that the rows belong to.
ROOT = "workspace"

# The version of Miller that wrote the rows. Another may read the same source differently.
WRITTEN_BY = "written_by"

# The key of a word that says that it is time to look for words that nothing uses any more.
WORDS_LIMIT = "words_limit"

# The model that the vectors come from.
MODEL = "embedding_model"
DIGEST = "embedding_digest"
DIMENSION = "embedding_dimension"

# The vector store: its folder, the version that the index counts on, the one last compacted, and
# when that was, in seconds since 1970.
FOLDER = "vector_folder"
VERSION = "vector_version"
COMPACTED = "vector_compacted_version"
COMPACTED_AT = "vector_compacted_at"

VECTOR_ENTRIES = (MODEL, DIGEST, DIMENSION, FOLDER, VERSION, COMPACTED, COMPACTED_AT)
