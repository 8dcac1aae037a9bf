"""What can be written as the setting `embedder`: the one list for messages and documentation."""

from __future__ import annotations

from dataclasses import dataclass

# The provider of `miller.embeddings.openai_compatible`.
OPENAI_COMPATIBLE = "openai-compatible"


@dataclass(frozen=True)
class Form:
    """One way to name a model."""

    text: str
    """What to write, with capitals for what to fill in."""
    example: str
    doc: str
    module: str | None = None
    """The module that the provider imports, when it is no part of what Miller installs."""
    package: str | None = None
    """The package that has this module."""
    key: str | None = None
    """The environment variable that the provider refuses to work without."""
    variables: str = ""
    """What else the documentation says of environment variables."""

    @property
    def provider(self) -> str:
        """The provider, as LanceDB's registry has it."""
        return self.text.partition(":")[0]


FORMS = (
    Form("static", "static", "The model that ships with Miller: no network, no accelerator"),
    Form(
        "static:FOLDER",
        "static:/models/potion-base-8M",
        "A model of one's own in model2vec format: `config.json`, `model.safetensors`, "
        "`tokenizer.json`",
    ),
    Form(
        "sentence-transformers:MODEL",
        "sentence-transformers:all-MiniLM-L6-v2",
        "A model of that library by its name or folder, on this machine",
        "sentence_transformers",
        "sentence-transformers",
        variables="those of the Hugging Face hub: `HF_HOME`, `HF_TOKEN`, `HF_HUB_OFFLINE`",
    ),
    Form(
        "ollama:MODEL",
        "ollama:nomic-embed-text",
        "A model of an Ollama server: the option `host`, else `http://localhost:11434`",
        "ollama",
        "ollama",
    ),
    Form(
        f"{OPENAI_COMPATIBLE}:URL#MODEL",
        f"{OPENAI_COMPATIBLE}:http://localhost:8080/v1#bge-small",
        "Any server that answers `POST URL/embeddings` as OpenAI does: vLLM, llama.cpp, LM Studio, "
        "LiteLLM, OpenAI itself",
        variables="`OPENAI_API_KEY`, or the one that the option `api_key_variable` names; none "
        "when the server asks for no key",
    ),
    Form(
        "openai:MODEL",
        "openai:text-embedding-3-small",
        "OpenAI's own three models: `text-embedding-3-small`, `text-embedding-3-large`, "
        "`text-embedding-ada-002`",
        "openai",
        "openai",
        "OPENAI_API_KEY",
    ),
)


def form_of(provider: str) -> Form | None:
    """Give the form that names a provider; `None` for others of LanceDB's registry."""
    return next((form for form in FORMS if form.provider == provider), None)


EXPECTED = (
    "write `none` or a model, such as "
    + ", ".join(f"`{form.example}`" for form in FORMS)
    + ", or a table with `provider` and its options"
)
"""What can be written, for a hint."""
