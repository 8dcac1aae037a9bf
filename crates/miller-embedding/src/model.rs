//! The static embedding model: a table of token vectors, averaged over the tokens of a text.
//!
//! The library `model2vec-rs` does the work of one text. This module reads the folder once for both
//! loading and the digest, runs texts in parallel straight from Arrow columns, and gives every text a
//! vector that cosine similarity can use.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, FixedSizeListArray, Float32Array, StringArrayType};
use arrow_buffer::ScalarBuffer;
use arrow_schema::{DataType, Field};
use rayon::prelude::*;

use crate::error::EmbeddingError;

/// In the order in which the digest takes them.
const MODEL_FILES: [&str; 3] = ["config.json", "model.safetensors", "tokenizer.json"];

/// Rows that one task embeds: large enough to drown the cost of scheduling, small enough to share out.
const ROWS_PER_TASK: usize = 64;

/// A static embedding model, loaded from a folder.
///
/// A vector depends on its text alone: not on the other rows, the number of threads or the chunks of
/// the column. It always has length 1. A text of which the model knows no token, an empty one for
/// instance, gets the vector whose components are all equal, because a zero vector has no
/// direction and would make cosine similarity undefined.
#[derive(Debug, Clone)]
pub struct StaticModel {
    model: model2vec_rs::model::StaticModel,
    model_id: String,
    digest: String,
}

impl StaticModel {
    /// Loads the model from a folder in model2vec format.
    ///
    /// # Errors
    ///
    /// When a file is missing or cannot be read, or when the files do not make a model.
    pub fn load(folder: &Path) -> Result<Self, EmbeddingError> {
        let unusable = |reason: String| EmbeddingError::UnusableModel {
            folder: folder.to_owned(),
            reason,
        };
        let [config, table, tokenizer] = read_model_files(folder)?;
        let model =
            model2vec_rs::model::StaticModel::from_bytes(&tokenizer, &table, &config, Some(true))
                .map_err(|error| unusable(format!("{error:#}")))?;
        if i32::try_from(model.dim()).is_err() {
            return Err(unusable(format!("a vector has {} components", model.dim())));
        }
        let name = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        Ok(StaticModel {
            model,
            model_id: name
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            digest: digest_of([&config, &table, &tokenizer]),
        })
    }

    /// The name of the model's folder.
    #[must_use]
    pub fn model_id(&self) -> &str {
        &self.model_id
    }

    /// blake3 of the model's files, 64 hex digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The number of components of a vector.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.model.dim()
    }

    /// Embeds the texts of a column, given as one or several arrays, into one array of vectors.
    ///
    /// Texts should have gone through [`split_identifiers`](crate::split_identifiers) or
    /// [`search_text`](crate::search_text). The model reads the first 512 tokens of a text.
    ///
    /// # Errors
    ///
    /// When a column is not of text, holds a null, or has more rows than one array of vectors can
    /// address.
    pub fn embed(&self, texts: &[ArrayRef]) -> Result<FixedSizeListArray, EmbeddingError> {
        let dimension = self.dimension();
        let rows: usize = texts.iter().map(Array::len).sum();
        let components = rows
            .checked_mul(dimension)
            .filter(|components| i32::try_from(*components).is_ok())
            .ok_or(EmbeddingError::TooLarge {
                rows,
                what: "array of vectors",
            })?;
        let mut vectors = vec![0.0_f32; components];
        let mut first_row = 0;
        for array in texts {
            let end_row = first_row + array.len();
            let target = &mut vectors[first_row * dimension..end_row * dimension];
            match array.data_type() {
                DataType::Utf8 => self.embed_array(&array.as_string::<i32>(), first_row, target)?,
                DataType::LargeUtf8 => {
                    self.embed_array(&array.as_string::<i64>(), first_row, target)?;
                }
                DataType::Utf8View => {
                    self.embed_array(&array.as_string_view(), first_row, target)?;
                }
                other => return Err(EmbeddingError::NotText(other.clone())),
            }
            first_row = end_row;
        }
        let item = Arc::new(Field::new("item", DataType::Float32, true));
        let width = i32::try_from(dimension).map_err(|_| EmbeddingError::TooLarge {
            rows,
            what: "array of vectors",
        })?;
        let components = Float32Array::new(ScalarBuffer::from(vectors), None);
        Ok(FixedSizeListArray::new(
            item,
            width,
            Arc::new(components),
            None,
        ))
    }

    fn embed_array<'a, T>(
        &self,
        texts: &T,
        first_row: usize,
        vectors: &mut [f32],
    ) -> Result<(), EmbeddingError>
    where
        T: StringArrayType<'a> + Sync,
    {
        if let Some(row) = (0..texts.len()).find(|row| texts.is_null(*row)) {
            return Err(EmbeddingError::NullText {
                row: first_row + row,
            });
        }
        let dimension = self.dimension();
        vectors
            .par_chunks_mut(dimension * ROWS_PER_TASK)
            .enumerate()
            .for_each(|(task, chunk)| {
                for (index, vector) in chunk.chunks_exact_mut(dimension).enumerate() {
                    self.embed_text(texts.value(task * ROWS_PER_TASK + index), vector);
                }
            });
        Ok(())
    }

    fn embed_text(&self, text: &str, vector: &mut [f32]) {
        vector.copy_from_slice(&self.model.encode_single(text));
        if vector.iter().all(|component| *component == 0.0) {
            #[expect(clippy::cast_precision_loss, reason = "dimensions are far below 2^24")]
            let component = (vector.len() as f32).sqrt().recip();
            vector.fill(component);
        }
    }
}

fn read_model_files(folder: &Path) -> Result<[Vec<u8>; 3], EmbeddingError> {
    let read = |name: &str| {
        let path: PathBuf = folder.join(name);
        fs::read(&path).map_err(|source| EmbeddingError::ReadFile { path, source })
    };
    let [config, table, tokenizer] = MODEL_FILES;
    Ok([read(config)?, read(table)?, read(tokenizer)?])
}

/// Lengths are hashed too, so that moving a byte from one file to the next changes the digest.
fn digest_of(files: [&[u8]; 3]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(&(file.len() as u64).to_le_bytes());
        hasher.update(file);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Float32Type;
    use arrow_array::{
        Array, ArrayRef, Int32Array, LargeStringArray, StringArray, StringViewArray,
    };

    use super::{MODEL_FILES, StaticModel};
    use crate::EmbeddingError;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../python/miller/embeddings/miller-static-v2")
    }

    fn model() -> StaticModel {
        StaticModel::load(&folder()).expect("the shipped model loads")
    }

    fn column(texts: &[&str]) -> ArrayRef {
        Arc::new(StringArray::from(texts.to_vec()))
    }

    fn vectors(model: &StaticModel, chunks: &[ArrayRef]) -> Vec<Vec<f32>> {
        let array = model.embed(chunks).expect("text embeds");
        (0..array.len())
            .map(|row| {
                array
                    .value(row)
                    .as_primitive::<Float32Type>()
                    .values()
                    .to_vec()
            })
            .collect()
    }

    fn cosine(left: &[f32], right: &[f32]) -> f32 {
        left.iter()
            .zip(right)
            .map(|(left, right)| left * right)
            .sum()
    }

    /// Texts of all lengths, among them empty, unknown and longer than the model reads.
    fn many_texts() -> Vec<String> {
        let words = [
            "decode", "base", "64", "file", "größe", "读取", "queue", "walk",
        ];
        let mut texts: Vec<String> = (0..700)
            .map(|row| {
                let chosen: Vec<&str> = (0..row % 40)
                    .map(|index| words[(row * 7 + index * 3) % words.len()])
                    .collect();
                chosen.join(" ")
            })
            .collect();
        texts.push("tree ".repeat(5_000));
        texts
    }

    #[test]
    fn describes_itself() {
        let model = model();
        assert_eq!(model.model_id(), "miller-static-v2");
        assert_eq!(model.dimension(), 256);
        assert_eq!(model.digest().len(), 64);
        assert!(model.digest().bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn a_vector_depends_on_its_text_alone() {
        let model = model();
        let texts = many_texts();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let together = vectors(&model, &[column(&texts)]);
        let one_by_one: Vec<Vec<f32>> = texts
            .iter()
            .flat_map(|text| vectors(&model, &[column(&[text])]))
            .collect();
        let chunks: Vec<ArrayRef> = texts.chunks(97).map(column).collect();
        let bits = |vectors: &[Vec<f32>]| -> Vec<Vec<u32>> {
            vectors
                .iter()
                .map(|vector| vector.iter().map(|value| value.to_bits()).collect())
                .collect()
        };
        assert_eq!(bits(&together), bits(&one_by_one));
        assert_eq!(bits(&together), bits(&vectors(&model, &chunks)));
        for threads in [1, 5] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            let inside = pool.install(|| vectors(&model, &[column(&texts)]));
            assert_eq!(bits(&together), bits(&inside), "with {threads} threads");
        }
    }

    #[test]
    fn every_vector_has_length_one() {
        let texts = many_texts();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for (text, vector) in texts.iter().zip(vectors(&model(), &[column(&texts)])) {
            let length = cosine(&vector, &vector).sqrt();
            assert!((length - 1.0).abs() < 1e-5, "{length} for {text:?}");
        }
    }

    #[test]
    fn text_without_a_known_token_gets_the_even_vector() {
        for vector in vectors(&model(), &[column(&["", "   ", "\u{1F40D}"])]) {
            assert_eq!(vector, vec![1.0 / 16.0; 256]);
        }
    }

    #[test]
    fn texts_of_like_meaning_are_closer() {
        let texts = [
            "decode base 64 text",
            "b 64 decode bytes",
            "walk directory tree recursively",
        ];
        let vectors = vectors(&model(), &[column(&texts)]);
        let near = cosine(&vectors[0], &vectors[1]);
        let far = cosine(&vectors[0], &vectors[2]);
        assert!(near > far + 0.2, "near {near}, far {far}");
    }

    #[test]
    fn all_text_types_and_slices_give_the_same() {
        let model = model();
        let texts = ["read file", "", "thread safe queue", "sort list"];
        let expected = vectors(&model, &[column(&texts)]);
        let large: ArrayRef = Arc::new(LargeStringArray::from(texts.to_vec()));
        let view: ArrayRef = Arc::new(StringViewArray::from(texts.to_vec()));
        assert_eq!(vectors(&model, &[large]), expected);
        assert_eq!(vectors(&model, &[view]), expected);
        assert_eq!(
            vectors(&model, &[column(&texts).slice(1, 2)]),
            expected[1..3]
        );
        assert!(vectors(&model, &[]).is_empty());
    }

    #[test]
    fn nulls_and_other_types_are_refused() {
        let model = model();
        let nulls: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None]));
        let error = model
            .embed(&[column(&["x", "y"]), nulls])
            .expect_err("a null");
        assert!(
            matches!(error, EmbeddingError::NullText { row: 3 }),
            "{error}"
        );
        let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1]));
        let error = model.embed(&[numbers]).expect_err("not text");
        assert_eq!(
            error.to_string(),
            "expected a column of text to embed, found Int32"
        );
    }

    #[test]
    fn a_folder_without_a_model_is_named() {
        let empty = tempfile::tempdir().expect("a folder");
        let error = StaticModel::load(empty.path())
            .expect_err("no files")
            .to_string();
        let expected = empty.path().join("config.json");
        assert!(error.contains(&expected.display().to_string()), "{error}");
    }

    fn copied_model(change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> tempfile::TempDir {
        let copy = tempfile::tempdir().expect("a folder");
        for name in MODEL_FILES {
            let bytes = fs::read(folder().join(name)).expect("a model file");
            fs::write(copy.path().join(name), change(name, bytes)).expect("written");
        }
        copy
    }

    #[test]
    fn damaged_files_are_an_error() {
        for damaged in MODEL_FILES {
            let copy = copied_model(|name, bytes| {
                if name == damaged {
                    bytes[..bytes.len() / 2].to_vec()
                } else {
                    bytes
                }
            });
            let error = StaticModel::load(copy.path())
                .expect_err(damaged)
                .to_string();
            assert!(
                error.contains("holds no usable embedding model"),
                "{damaged}: {error}"
            );
        }
    }

    #[test]
    fn the_digest_follows_every_file() {
        let unchanged = copied_model(|_, bytes| bytes);
        let digest = model().digest().to_owned();
        assert_eq!(
            StaticModel::load(unchanged.path())
                .expect("a copy")
                .digest(),
            digest
        );
        for changed in ["config.json", "tokenizer.json"] {
            let copy = copied_model(|name, mut bytes| {
                if name == changed {
                    bytes.push(b'\n');
                }
                bytes
            });
            let model = StaticModel::load(copy.path()).expect("a copy with one more line break");
            assert_ne!(model.digest(), digest, "{changed}");
        }
    }
}
