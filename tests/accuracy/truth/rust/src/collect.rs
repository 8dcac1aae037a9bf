//! The visitor that collects definitions, calls and bases.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};
use serde_json::{Value, json};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Fields, Pat, Token, TraitItem};

use crate::names;

/// What has been found in a file, and where the visitor stands.
#[derive(Default)]
pub struct Collector {
    definitions: Vec<Definition>,
    calls: Vec<Value>,
    bases: Vec<Base>,
    /// Lines of macro arguments that are no expressions: `syn` does not say what is called there.
    opaque: Vec<(usize, usize)>,
    /// The enclosing definitions, outermost first.
    around: Vec<Around>,
}

struct Definition {
    name: String,
    kinds: &'static [&'static str],
    line: usize,
    start_line: usize,
    end_line: usize,
    parent: Parent,
    doc: Option<String>,
    exported: bool,
    /// Stands directly in a trait or an `impl` block, so that it is no type of the file.
    associated: bool,
    optional: bool,
}

struct Base {
    of: String,
    base: String,
    relation: &'static str,
    line: usize,
}

#[derive(Clone)]
enum Around {
    Definition(String),
    /// An `impl` block for a type of this name, if the file defines one.
    Implementation(Option<String>),
}

/// Known once all definitions of the file are.
type Parent = Vec<Around>;

impl Collector {
    pub fn of(file: &syn::File) -> Collector {
        let mut collector = Collector::default();
        collector.visit_file(file);
        collector
    }

    pub fn to_json(&self, path: &str) -> Value {
        let types: HashSet<&str> = self
            .definitions
            .iter()
            .filter(|definition| {
                let kind = definition.kinds[0];
                matches!(kind, "struct" | "enum" | "union" | "trait" | "type") && !definition.associated
            })
            .map(|definition| definition.name.as_str())
            .collect();
        let definitions: Vec<Value> = self
            .definitions
            .iter()
            .map(|definition| {
                json!({
                    "name": definition.name, "kind": definition.kinds, "line": definition.line,
                    "start_line": definition.start_line, "end_line": definition.end_line,
                    "parent": innermost(&definition.parent, &types), "doc": definition.doc,
                    "exported": definition.exported, "optional": definition.optional,
                })
            })
            .collect();
        // An edge starts at a definition: what is implemented for a type of another file has none.
        let bases: Vec<Value> = self
            .bases
            .iter()
            .filter(|base| types.contains(base.of.as_str()))
            .map(|base| {
                json!({
                    "type": base.of, "base": base.base, "relation": base.relation, "line": base.line,
                })
            })
            .collect();
        let calls: Vec<Value> = self.calls.clone();
        json!({
            "path": path, "definitions": definitions, "calls": calls, "bases": bases,
            "opaque": self.opaque, "error": null,
        })
    }

    fn define(
        &mut self,
        kinds: &'static [&'static str],
        ident: &Ident,
        whole: Span,
        attributes: &[Attribute],
        exported: bool,
    ) {
        self.definitions.push(Definition {
            name: names::written(ident),
            kinds,
            line: ident.span().start().line,
            start_line: whole.start().line,
            end_line: whole.end().line,
            parent: self.around.clone(),
            doc: names::documentation(attributes),
            exported,
            associated: matches!(kinds, ["type"]) && self.in_type(),
            optional: false,
        });
    }

    /// Whether the innermost definition is a trait or an `impl` block.
    fn in_type(&self) -> bool {
        match self.around.last() {
            Some(Around::Implementation(_)) => true,
            Some(Around::Definition(name)) => self
                .definitions
                .iter()
                .rev()
                .find(|definition| definition.name == *name)
                .is_some_and(|definition| definition.kinds[0] == "trait"),
            None => false,
        }
    }

    fn inside(&mut self, ident: &Ident, run: impl FnOnce(&mut Collector)) {
        self.around.push(Around::Definition(names::written(ident)));
        run(self);
        self.around.pop();
    }

    fn call(&mut self, ident: &Ident) {
        let types = HashSet::new();
        let caller = match self.around.last() {
            Some(Around::Implementation(name)) => name.clone(),
            _ => innermost(&self.around, &types),
        };
        self.calls.push(json!({
            "callee": names::written(ident), "line": ident.span().start().line, "caller": caller,
        }));
    }

    fn extends(&mut self, of: &Ident, bounds: &Punctuated<syn::TypeParamBound, Token![+]>) {
        for bound in bounds {
            if let syn::TypeParamBound::Trait(bound) = bound
                && let Some(base) = names::last(&bound.path)
                && matches!(bound.modifier, syn::TraitBoundModifier::None)
            {
                self.bases.push(Base {
                    of: names::written(of),
                    base: names::written(base),
                    relation: "extends",
                    line: base.span().start().line,
                });
            }
        }
    }

    fn fields(&mut self, fields: &Fields, of_structure: bool) {
        for (number, field) in fields.iter().enumerate() {
            let exported = is_public(&field.vis);
            match &field.ident {
                Some(ident) => self.define(&["field"], ident, field.span(), &field.attrs, exported),
                // `.0`; the fields of a variant cannot be named from outside.
                None if of_structure => {
                    let ident = Ident::new(&format!("_{number}"), field.ty.span());
                    self.define(&["field"], &ident, field.span(), &field.attrs, exported);
                    if let Some(last) = self.definitions.last_mut() {
                        last.name = number.to_string();
                    }
                }
                None => {}
            }
        }
    }
}

/// The name of the innermost definition; an `impl` block counts where the file defines its type.
fn innermost(around: &[Around], types: &HashSet<&str>) -> Option<String> {
    around.iter().rev().find_map(|around| match around {
        Around::Definition(name) => Some(name.clone()),
        Around::Implementation(Some(name)) if types.contains(name.as_str()) => Some(name.clone()),
        Around::Implementation(_) => None,
    })
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.define(&["function"], &item.sig.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.sig.ident, |this| visit::visit_item_fn(this, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.define(&["method"], &item.sig.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.sig.ident, |this| visit::visit_impl_item_fn(this, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.define(&["method"], &item.sig.ident, item.span(), &item.attrs, true);
        self.inside(&item.sig.ident, |this| visit::visit_trait_item_fn(this, item));
    }

    fn visit_foreign_item_fn(&mut self, item: &'ast syn::ForeignItemFn) {
        self.define(&["function"], &item.sig.ident, item.span(), &item.attrs, is_public(&item.vis));
        visit::visit_foreign_item_fn(self, item);
    }

    fn visit_foreign_item_static(&mut self, item: &'ast syn::ForeignItemStatic) {
        let kinds: &[_] = &["constant", "variable"];
        self.define(kinds, &item.ident, item.span(), &item.attrs, is_public(&item.vis));
    }

    fn visit_foreign_item_type(&mut self, item: &'ast syn::ForeignItemType) {
        self.define(&["type"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.define(&["struct"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| {
            this.fields(&item.fields, true);
            visit::visit_item_struct(this, item);
        });
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.define(&["union"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| {
            this.fields(&Fields::Named(item.fields.clone()), true);
            visit::visit_item_union(this, item);
        });
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.define(&["enum"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| visit::visit_item_enum(this, item));
    }

    fn visit_variant(&mut self, item: &'ast syn::Variant) {
        self.define(&["enum_member"], &item.ident, item.span(), &item.attrs, true);
        self.inside(&item.ident, |this| {
            this.fields(&item.fields, false);
            visit::visit_variant(this, item);
        });
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.define(&["trait"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.extends(&item.ident, &item.supertraits);
        self.inside(&item.ident, |this| visit::visit_item_trait(this, item));
    }

    fn visit_item_trait_alias(&mut self, item: &'ast syn::ItemTraitAlias) {
        self.define(&["trait"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        match item {
            TraitItem::Const(item) => {
                self.define(&["constant"], &item.ident, item.span(), &item.attrs, true);
                self.inside(&item.ident, |this| visit::visit_trait_item_const(this, item));
            }
            TraitItem::Type(item) => {
                self.define(&["type"], &item.ident, item.span(), &item.attrs, true);
            }
            _ => visit::visit_trait_item(self, item),
        }
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.define(&["constant"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| visit::visit_impl_item_const(this, item));
    }

    fn visit_impl_item_type(&mut self, item: &'ast syn::ImplItemType) {
        self.define(&["type"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.define(&["type"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        if item.ident == "_" {
            return visit::visit_item_const(self, item);
        }
        self.define(&["constant"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| visit::visit_item_const(this, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        let kinds: &[_] = &["constant", "variable"];
        self.define(kinds, &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| visit::visit_item_static(this, item));
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.define(&["module"], &item.ident, item.span(), &item.attrs, is_public(&item.vis));
        self.inside(&item.ident, |this| visit::visit_item_mod(this, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of = names::of_type(&item.self_ty);
        if let (Some((None, path, _)), Some(of)) = (&item.trait_, of)
            && let Some(base) = names::last(path)
        {
            self.bases.push(Base {
                of: names::written(of),
                base: names::written(base),
                relation: "implements",
                line: base.span().start().line,
            });
        }
        self.around.push(Around::Implementation(of.map(names::written)));
        visit::visit_item_impl(self, item);
        self.around.pop();
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(ident) = &item.ident {
            let exported = item.attrs.iter().any(|one| one.path().is_ident("macro_export"));
            self.define(&["macro"], ident, item.span(), &item.attrs, exported);
            let span = item.span();
            self.opaque.push((span.start().line, span.end().line));
            return;
        }
        visit::visit_item_macro(self, item);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(ident) = names::last(&call.path) {
            self.call(ident);
        }
        let arguments = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        match arguments {
            Ok(arguments) => {
                // Definitions in arguments are the macro's to make.
                let mut inner = Collector { around: self.around.clone(), ..Collector::default() };
                for argument in &arguments {
                    inner.visit_expr(argument);
                }
                self.calls.append(&mut inner.calls);
                self.opaque.append(&mut inner.opaque);
            }
            Err(_) => {
                let span = call.span();
                self.opaque.push((span.start().line, span.end().line));
            }
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let mut function = &*call.func;
        while let Expr::Paren(inner) = function {
            function = &inner.expr;
        }
        match function {
            Expr::Path(path) => {
                // `self(…)` calls a value without a name of its own.
                if let Some(ident) = names::last(&path.path).filter(|ident| *ident != "self") {
                    self.call(ident);
                }
            }
            // `(self.callback)(…)` calls what the field holds.
            Expr::Field(field) => {
                if let syn::Member::Named(ident) = &field.member {
                    self.call(ident);
                }
            }
            _ => {}
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.call(&call.method);
        visit::visit_expr_method_call(self, call);
    }

    /// A closure in a variable is a value to the language; whoever outlines a file may show it.
    fn visit_local(&mut self, local: &'ast syn::Local) {
        let name = match &local.pat {
            Pat::Ident(name) => Some(&name.ident),
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => Some(&name.ident),
                _ => None,
            },
            _ => None,
        };
        let closure = local.init.as_ref().filter(|init| matches!(*init.expr, Expr::Closure(_)));
        let (Some(name), Some(_)) = (name, closure) else {
            return visit::visit_local(self, local);
        };
        self.define(&["function"], name, local.span(), &local.attrs, false);
        if let Some(last) = self.definitions.last_mut() {
            last.optional = true;
        }
        self.inside(name, |this| visit::visit_local(this, local));
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        // `#[tokio::main]` may call a macro; what stands behind an attribute is not in the file.
        let span = attribute.span();
        if attribute.path().is_ident("doc") {
            return visit::visit_attribute(self, attribute);
        }
        self.opaque.push((span.start().line, span.end().line));
    }
}
