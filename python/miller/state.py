"""The entries that a run leaves in the state of an index, beside the store's own."""

from __future__ import annotations

# The workspace that the rows belong to.
ROOT = "workspace"

# The version of Miller that wrote the rows. Another may read the same source differently.
WRITTEN_BY = "written_by"

# Which run has begun to change rows and has not ended; empty when each has.
RUN = "unfinished_run"

# The key of a word that says that it is time to look for words that nothing uses any more.
WORDS_LIMIT = "words_limit"

# The model that the vectors come from.
MODEL = "embedding_model"
DIGEST = "embedding_digest"
DIMENSION = "embedding_dimension"

# The vector store: its folder, the version that the index counts on, and versions that it has
# counted on lately, each since when in seconds since 1970; the last is where upkeep left off.
FOLDER = "vector_folder"
VERSION = "vector_version"
# The folder that was made last; it stays on record when there are no vectors any more.
NEWEST_FOLDER = "vector_folder_newest"
ON_RECORD = "vector_versions_on_record"
# When the table was last written anew, in seconds since 1970.
COMPACTED_AT = "vectors_compacted_at"

VECTOR_ENTRIES = (MODEL, DIGEST, DIMENSION, FOLDER, VERSION, ON_RECORD, COMPACTED_AT)
