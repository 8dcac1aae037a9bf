//! Simple names of types and paths, and the text of documentation.

use syn::{Attribute, Expr, Ident, Lit, Meta, Path, Type};

/// The name of an identifier as the source writes it, that of `r#type` included.
pub fn written(ident: &Ident) -> String {
    ident.to_string()
}

/// The last name of a path.
pub fn last(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}

/// The simple name of the type that an `impl` block is for; `None` for types without a name and for
/// those that another crate or module names, such as `io::Error`.
pub fn of_type(of: &Type) -> Option<&Ident> {
    match of {
        Type::Path(path) if path.qself.is_none() && is_local(&path.path) => last(&path.path),
        Type::Reference(reference) => of_type(&reference.elem),
        Type::Ptr(pointer) => of_type(&pointer.elem),
        Type::Paren(inner) => of_type(&inner.elem),
        Type::Group(inner) => of_type(&inner.elem),
        Type::TraitObject(object) => object.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => last(&bound.path),
            _ => None,
        }),
        _ => None,
    }
}

/// The documentation in attributes: comments are `#[doc = "…"]` to the compiler.
pub fn documentation(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
        .collect();
    let text = lines.join("\n");
    (!text.trim().is_empty()).then_some(text)
}

fn is_local(path: &Path) -> bool {
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    path.segments.len() == 1 || matches!(first.as_deref(), Some("self" | "super" | "crate"))
}
