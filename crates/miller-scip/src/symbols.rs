//! What symbols are called in SCIP: the path of the file, the types around, the name.

use std::rc::Rc;

use miller_store::{Store, StoreError, Value};
use rustc_hash::FxHashMap;
use scip::symbol::format_symbol;
use scip::types::descriptor::Suffix;
use scip::types::symbol_information::Kind;
use scip::types::{Descriptor, Package, Symbol};

use crate::rows::rows;

/// Names that are kept in memory; beyond, they are forgotten and made again: some 150 bytes each.
const KEPT: usize = 500_000;

/// The names of a file's symbols, by their ids.
pub(crate) type Names = FxHashMap<Rc<str>, Rc<str>>;

/// The names of symbols, of the files that were asked for last.
pub(crate) struct SymbolNames<'s> {
    store: &'s Store,
    files: FxHashMap<Rc<str>, Rc<Names>>,
    kept: usize,
}

impl<'s> SymbolNames<'s> {
    pub(crate) fn new(store: &'s Store) -> Self {
        SymbolNames {
            store,
            files: FxHashMap::default(),
            kept: 0,
        }
    }

    /// The names of all symbols of a file.
    pub(crate) fn of_file(&mut self, path: &str) -> Result<Rc<Names>, StoreError> {
        if let Some(known) = self.files.get(path) {
            return Ok(known.clone());
        }
        let found = Rc::new(self.read(path)?);
        self.kept += found.len() + 1;
        if self.kept > KEPT {
            self.files.clear();
            self.kept = found.len() + 1;
        }
        self.files.insert(path.into(), found.clone());
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Names, StoreError> {
        let batch = self.store.query(
            "SELECT id, name, kind, parent_id FROM symbols WHERE file_path = ?1 \
             ORDER BY start_byte, end_byte DESC, id",
            &[Value::from(path.to_owned())],
        )?;
        let parents: FxHashMap<&str, (&str, &str, &str)> = rows(&batch)
            .map(|row| {
                (
                    row.text("id"),
                    (row.text("name"), row.text("kind"), row.text("parent_id")),
                )
            })
            .collect();
        let folders: Vec<Descriptor> = path
            .split('/')
            .map(|part| descriptor(part, Suffix::Namespace, 0))
            .collect();
        let mut times: FxHashMap<String, usize> = FxHashMap::default();
        let mut names = Names::default();
        for row in rows(&batch) {
            let mut around = Vec::new();
            let mut next = row.text("parent_id");
            while let Some((name, kind, parent)) = parents.get(next) {
                around.push(descriptor(name, suffix(kind), 0));
                next = parent;
                // A parent of its own, which no extraction gives, would go on for ever.
                if around.len() > parents.len() {
                    break;
                }
            }
            around.reverse();
            let own = suffix(row.text("kind"));
            let written = |number: usize| {
                let mut descriptors = folders.clone();
                descriptors.extend(around.iter().cloned());
                descriptors.push(descriptor(row.text("name"), own, number));
                global(descriptors)
            };
            let plain = written(0);
            let number = times.entry(plain.clone()).or_default();
            let name = if *number == 0 {
                plain
            } else {
                written(*number)
            };
            *number += 1;
            names.insert(row.text("id").into(), name.into());
        }
        Ok(names)
    }
}

/// A part of a name; those of overloads and of what is defined again are told apart by a number.
fn descriptor(name: &str, suffix: Suffix, number: usize) -> Descriptor {
    let is_method = suffix == Suffix::Method;
    let told_apart = if number == 0 {
        String::new()
    } else {
        format!("+{number}")
    };
    Descriptor {
        name: if is_method {
            name.to_owned()
        } else {
            format!("{name}{told_apart}")
        },
        disambiguator: if is_method { told_apart } else { String::new() },
        suffix: suffix.into(),
        ..Descriptor::default()
    }
}

fn global(descriptors: Vec<Descriptor>) -> String {
    format_symbol(Symbol {
        scheme: "miller".to_owned(),
        package: Some(Package::default()).into(),
        descriptors,
        ..Symbol::default()
    })
}

fn suffix(kind: &str) -> Suffix {
    match kind {
        "class" | "interface" | "enum" | "type" | "trait" | "struct" | "union" | "delegate" => {
            Suffix::Type
        }
        "namespace" | "module" => Suffix::Namespace,
        "function" | "method" | "constructor" | "destructor" | "operator" => Suffix::Method,
        "macro" => Suffix::Macro,
        _ => Suffix::Term,
    }
}

/// The kind of SCIP for a kind of symbol.
pub(crate) fn scip_kind(kind: &str) -> Kind {
    match kind {
        "class" => Kind::Class,
        "interface" => Kind::Interface,
        "function" => Kind::Function,
        "method" => Kind::Method,
        "variable" => Kind::Variable,
        "constant" => Kind::Constant,
        "property" => Kind::Property,
        "enum" => Kind::Enum,
        "enum_member" => Kind::EnumMember,
        "module" => Kind::Module,
        "namespace" => Kind::Namespace,
        "type" => Kind::TypeAlias,
        "trait" => Kind::Trait,
        "struct" => Kind::Struct,
        "union" => Kind::Union,
        "field" => Kind::Field,
        "constructor" => Kind::Constructor,
        "operator" => Kind::Operator,
        "event" => Kind::Event,
        "delegate" => Kind::Delegate,
        "macro" => Kind::Macro,
        _ => Kind::UnspecifiedKind,
    }
}
