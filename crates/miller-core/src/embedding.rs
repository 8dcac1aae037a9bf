//! Search text and the static embedding model, over Arrow columns.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::ArrowError;
use miller_embedding::{EmbeddingError, StaticModel, WantedWords};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3_arrow::input::AnyArray;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

use crate::batch::{ArrowRows, array_to_pyarrow};
use crate::errors::{miller_error, released};

/// A static embedding model, loaded from a folder in model2vec format.
///
/// The vector of a text has length 1 and depends on the text alone: not on the other rows of the
/// column, its chunks or the number of threads. A text without any known token, an empty one for
/// instance, gets the vector whose components are all equal. Raises `EmbeddingError` when the folder
/// holds no usable model.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct StaticEmbedder {
    model: StaticModel,
}

#[gen_stub_pymethods]
#[pymethods]
impl StaticEmbedder {
    #[new]
    fn new(
        py: Python<'_>,
        #[gen_stub(override_type(
            type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
        ))]
        folder: PathBuf,
    ) -> PyResult<Self> {
        let model = released(py, "loading an embedding model", move || {
            StaticModel::load(&folder)
        })?
        .map_err(|error| embedding_error(py, &error))?;
        Ok(StaticEmbedder { model })
    }

    /// The number of components of a vector.
    #[getter]
    fn dimension(&self) -> usize {
        self.model.dimension()
    }

    /// The name of the model.
    #[getter]
    fn model_id(&self) -> &str {
        self.model.model_id()
    }

    /// blake3 of the model's files, 64 hex digits.
    #[getter]
    fn digest(&self) -> &str {
        self.model.digest()
    }

    /// The vectors of a column of text, in its order.
    ///
    /// Takes an Arrow array or chunked array of text, best made by `search_text` or, for a query, by
    /// `split_identifiers`. Raises `ValueError` when it is not of text or holds a null.
    #[gen_stub(override_return_type(
        type_repr = "pyarrow.FixedSizeListArray", imports = ("pyarrow")
    ))]
    fn embed<'py>(
        &self,
        py: Python<'py>,
        #[gen_stub(override_type(
            type_repr = "pyarrow.Array[typing.Any] | pyarrow.ChunkedArray[typing.Any]",
            imports = ("pyarrow", "typing")
        ))]
        texts: AnyArray,
    ) -> PyResult<Bound<'py, PyAny>> {
        let chunks = texts.into_reader()?;
        let vectors = released(py, "embedding text", move || {
            let chunks = chunks.collect::<Result<Vec<ArrayRef>, ArrowError>>();
            chunks.map(|chunks| self.model.embed(&chunks))
        })?
        .map_err(|error| PyValueError::new_err(error.to_string()))?
        .map_err(|error| embedding_error(py, &error))?;
        array_to_pyarrow(py, Arc::new(vectors))
    }

    fn __repr__(&self) -> String {
        format!(
            "StaticEmbedder(model_id='{}', dimension={})",
            self.model.model_id(),
            self.model.dimension()
        )
    }
}

/// The search text of every symbol of a record batch or table, in its order.
///
/// It is what full text search and the vectors are made from: kind, qualified name, signature, the
/// beginning of the documentation and of the excerpt, split into lower-case words. Raises `ValueError`
/// when the rows are not those of `symbols`.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.StringArray", imports = ("pyarrow")))]
fn search_text(py: Python<'_>, symbols: ArrowRows) -> PyResult<Bound<'_, PyAny>> {
    let batches = symbols.0.into_reader()?;
    let text = released(py, "writing search text", move || search_text_of(batches))?
        .map_err(|error| embedding_error(py, &error))?;
    array_to_pyarrow(py, Arc::new(text))
}

fn search_text_of(
    batches: Box<dyn RecordBatchReader + Send>,
) -> Result<StringArray, EmbeddingError> {
    let batches = batches.collect::<Result<Vec<RecordBatch>, ArrowError>>()?;
    miller_embedding::search_text_column(&batches)
}

/// Splits identifiers into lower-case words: `HTTPServer.read_all` gives `http server read all`.
///
/// Queries go through it before they are searched, as the symbols did.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn split_identifiers(text: &str) -> String {
    miller_embedding::split_identifiers(text)
}

/// Says for every text which words it has: a list of the meanings found in it, each once, in order.
///
/// `forms` are the words that are looked for, in lower case, with what each stands for: numbers from 0.
/// Texts are split as `split_identifiers` does; `None` has no words. With a `limit`, only so many
/// characters of each are looked at.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (texts, forms, limit=None))]
fn meanings_found(
    texts: Vec<Option<PyBackedStr>>,
    forms: HashMap<String, usize>,
    limit: Option<usize>,
) -> Vec<Vec<usize>> {
    let wanted = WantedWords::new(forms);
    let mut words = String::new();
    let meanings_of = |text: Option<PyBackedStr>| {
        let mut is_found = vec![false; wanted.number_of_meanings()];
        if let Some(text) = text {
            wanted.find_in(&text, limit, &mut words, |meaning| is_found[meaning] = true);
        }
        (0..is_found.len())
            .filter(|meaning| is_found[*meaning])
            .collect()
    };
    texts.into_iter().map(meanings_of).collect()
}

/// What the caller got wrong is a `ValueError`; a model that cannot be used is an `EmbeddingError`.
fn embedding_error(py: Python<'_>, error: &EmbeddingError) -> PyErr {
    match error {
        EmbeddingError::ReadFile { .. } | EmbeddingError::UnusableModel { .. } => miller_error(
            py,
            "EmbeddingError",
            &error.to_string(),
            "name a folder that holds config.json, model.safetensors and tokenizer.json in model2vec format",
        ),
        _ => PyValueError::new_err(error.to_string()),
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<StaticEmbedder>()?;
    module.add_function(wrap_pyfunction!(search_text, module)?)?;
    module.add_function(wrap_pyfunction!(meanings_found, module)?)?;
    module.add_function(wrap_pyfunction!(split_identifiers, module)?)
}
