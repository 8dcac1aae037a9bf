"""The entries that a run leaves in the state of an index, beside the store's own."""

from __future__ import annotations

# The workspace that the rows belong to.
ROOT = "workspace"

# The version of Miller that wrote the rows. Another may read the same source differently.
WRITTEN_BY = "written_by"

# The model that the vectors come from.
MODEL = "embedding_model"
DIGEST = "embedding_digest"
DIMENSION = "embedding_dimension"

# The vector store: its folder, the version that the index counts on, and the one last compacted.
FOLDER = "vector_folder"
VERSION = "vector_version"
COMPACTED = "vector_compacted_version"

VECTOR_ENTRIES = (MODEL, DIGEST, DIMENSION, FOLDER, VERSION, COMPACTED)
