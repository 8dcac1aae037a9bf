//! What `cargo bench` and `make instructions` measure: the stages of an index run over a small corpus
//! that never changes.
//!
//! The stages stand in [`stages`], the corpus in [`corpus`]. The two programs beside this folder,
//! `stages.rs` (time) and `instructions.rs` (counted instructions), call the same functions.

pub mod corpus;
pub mod stages;
