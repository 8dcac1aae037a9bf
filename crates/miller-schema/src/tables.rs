//! The columns of every table, written down once.
//!
//! [`for_each_table!`](crate::for_each_table) hands the table below to a macro of the caller's. Rows,
//! Arrow schemas and builders, Python classes, the columns of the `SQLite` views, the `LanceDB` schema
//! and `docs/schema.md` are all made from it. To add a column, add it here, behind the existing
//! ones: the order is part of the contract.

/// Calls `$callback!` with all tables.
///
/// Every table reads `doc comments, name => owned row, borrowed row, builder, reader { doc comments, column: type, … }`,
/// where a type is one of [`Text`](crate::Text), [`TextOrNull`](crate::TextOrNull),
/// [`UInt32`](crate::UInt32) and [`Float32`](crate::Float32).
#[macro_export]
macro_rules! for_each_table {
    ($callback:ident) => {
        $callback! {
            /// A definition: a class, a function, a field and so on.
            symbols => Symbol, SymbolRow, SymbolBuilder, SymbolReader {
                /// 32 hex digits (128 bits), made of path, kind, qualified name and the ordinal among equals.
                id: Text,
                /// The name as written in the source, without qualification.
                name: Text,
                /// What is defined: `class`, `function`, `method`, `field` and so on.
                kind: Text,
                /// The language that the definition is written in.
                language: Text,
                /// Path relative to the workspace root, with `/`.
                file_path: Text,
                /// First line, counted from 1.
                start_line: UInt32,
                /// Last line, counted from 1.
                end_line: UInt32,
                /// The declaration up to its body, on one line; long ones are cut and end in `…`.
                signature: TextOrNull,
                /// The documentation, without comment marks.
                doc_comment: TextOrNull,
                /// The symbol that this one is nested in or belongs to.
                parent_id: TextOrNull,
                /// The first lines of the definition, for a search result to show.
                code_context: TextOrNull,
                /// Column of the first byte, counted from 0, in bytes.
                start_column: UInt32,
                /// Column after the last byte, counted from 0, in bytes.
                end_column: UInt32,
                /// Offset of the first byte.
                start_byte: UInt32,
                /// Offset after the last byte.
                end_byte: UInt32,
                /// `public`, `protected`, `internal` or `private`, by the rule of the language.
                visibility: TextOrNull,
                /// The name with those of the enclosing definitions in front of it.
                qualified_name: Text,
            }
            /// A use of a name.
            identifiers => Identifier, IdentifierRow, IdentifierBuilder, IdentifierReader {
                /// 32 hex digits: 64 bits of the path's hash, start byte and end byte (8 digits each).
                id: Text,
                /// The name as written in the source.
                name: Text,
                /// How the name is used: `call`, `variable_ref`, `type_usage`, `member_access` or `import`.
                kind: Text,
                /// The language that the use is written in.
                language: Text,
                /// Path relative to the workspace root, with `/`.
                file_path: Text,
                /// First line, counted from 1.
                start_line: UInt32,
                /// Column of the first byte, counted from 0, in bytes.
                start_column: UInt32,
                /// Last line, counted from 1.
                end_line: UInt32,
                /// Column after the last byte, counted from 0, in bytes.
                end_column: UInt32,
                /// The innermost symbol that the use stands in.
                containing_symbol_id: TextOrNull,
                /// The definition meant, where the file decides it or the index as a whole does.
                target_symbol_id: TextOrNull,
                /// How sure the row is, from 0 to 1; `docs/architecture.md` lists the values.
                confidence: Float32,
                /// Offset of the first byte.
                start_byte: UInt32,
                /// Offset after the last byte.
                end_byte: UInt32,
                /// Of a name that the file leaves open: what stands in front of it, as imports spell it; `=` for a local name.
                qualifier: TextOrNull,
            }
            /// An edge between two symbols.
            relationships => Relationship, RelationshipRow, RelationshipBuilder, RelationshipReader {
                /// 32 hex digits (128 bits), made of path, kind, both ends and the position in the file.
                id: Text,
                /// Where the edge starts: the caller, the subclass and so on.
                from_symbol_id: Text,
                /// Where the edge ends: the callee, the base class and so on.
                to_symbol_id: Text,
                /// What the edge says: `calls`, `extends`, `implements`, `imports`, `instantiates`, `overrides`, `has_type`.
                kind: Text,
                /// The file that the edge was found in, relative to the workspace root, with `/`.
                file_path: Text,
                /// The line that the edge was found on, counted from 1.
                line_number: UInt32,
                /// How sure the row is, from 0 to 1; `docs/architecture.md` lists the values.
                confidence: Float32,
            }
            /// An edge whose end lies outside the file and is known by name only.
            pending_relationships => PendingRelationship, PendingRelationshipRow, PendingRelationshipBuilder, PendingRelationshipReader {
                /// 32 hex digits (128 bits), made of path, kind, start, name of the end and the position in the file.
                id: Text,
                /// Where the edge starts: the caller, the subclass and so on.
                from_symbol_id: Text,
                /// The name of the symbol that the edge ends at.
                to_name: Text,
                /// What stands in front of the name, as imports spell it: `os.path` in `join`; empty for a value of unknown type.
                to_qualifier: TextOrNull,
                /// What the edge says: `calls`, `extends`, `implements`, `imports`, `instantiates`, `overrides`, `has_type`.
                kind: Text,
                /// The file that the edge was found in, relative to the workspace root, with `/`.
                file_path: Text,
                /// The line that the edge was found on, counted from 1.
                line_number: UInt32,
                /// How sure the row is, from 0 to 1; `docs/architecture.md` lists the values.
                confidence: Float32,
            }
            /// A file that was asked for, whatever became of it.
            file_data => FileData, FileDataRow, FileDataBuilder, FileDataReader {
                /// Path as asked for: relative to the workspace root, with `/`.
                path: Text,
                /// The language, `text` where it is unknown.
                language: Text,
                /// The text, decoded to UTF-8; empty for a file that was skipped or failed.
                content: Text,
                /// blake3 of the bytes on disk, 64 hex digits; empty for a file that could not be read.
                hash: Text,
                /// Size on disk in bytes.
                size: UInt32,
                /// `ok`, `partial` (some of it is missing or guessed), `skipped` or `failed`.
                status: Text,
                /// Why the status is not `ok`, or how the file was decoded.
                detail: TextOrNull,
            }
        }
    };
}
