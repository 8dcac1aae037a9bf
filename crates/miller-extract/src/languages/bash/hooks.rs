//! What the table of Bash cannot say of functions and variables.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::{DocStyle, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Every comment documents what is below it, except the line that names the interpreter and
/// directives to a linter.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &[""],
    exceptions: &["#!", "# shellcheck", "#shellcheck"],
    // What stands at the top may be about the first command: a hook decides.
    file_openings: &[],
    clean: Some(without_rules),
};

/// Lines that only draw a rule say nothing.
fn without_rules(text: String) -> String {
    let is_rule = |line: &str| {
        let line = line.trim();
        line.len() > 2 && line.bytes().all(|byte| b"#=-*_~+".contains(&byte))
    };
    if !text.lines().any(is_rule) {
        return text;
    }
    let kept: Vec<&str> = text.lines().filter(|line| !is_rule(line)).collect();
    kept.join("\n")
}

/// The script's name without its extension.
pub(super) fn script_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    Some(stem.to_owned())
}

/// The first comments of a script are about the script, unless they stand directly above a command.
pub(super) fn program<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut block: Vec<&str> = Vec::new();
    let mut last_row = 0;
    for child in node.children(&mut cursor) {
        let row = child.start_position().row;
        let comment = child.kind() == "comment";
        let apart = !block.is_empty() && row > last_row + 1;
        if apart {
            break;
        }
        if !comment {
            if !block.is_empty() && !walker.text(child).starts_with("set ") {
                block.clear();
            }
            break;
        }
        let text = walker.text(child);
        last_row = row;
        if !text.starts_with("#!") {
            block.push(text);
        }
    }
    if let Some(doc) = remarks::text_of_block(&block, &DOC_STYLE) {
        walker.document_file(doc);
    }
}

/// `name() { … }`, `function name { … }`.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let local = walker.in_function();
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = Some(ScopeKind::Function);
    let index = walker.define(symbol);
    if local {
        walker.bind_in_file(index);
    }
}

/// What a declaration says of the variables that it names.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a quality of its own")]
struct Declaration {
    /// Whether they belong to the function around.
    local: bool,
    read_only: bool,
    exported: bool,
    /// Whether it declares no variables: `declare -f name`, `export -p`.
    other: bool,
    /// Whether a name without a value is declared, not only given a quality.
    declares: bool,
}

impl Declaration {
    /// Reads the keyword and the options, which come first.
    fn read(walker: &Walker<'_>, node: Node<'_>) -> Declaration {
        let mut declaration = Declaration::default();
        let mut cursor = node.walk();
        let mut global = false;
        for child in node.children(&mut cursor) {
            match child.kind() {
                "local" => (declaration.local, declaration.declares) = (true, true),
                "declare" | "typeset" => {
                    (declaration.local, declaration.declares) = (walker.in_function(), true);
                }
                "readonly" => declaration.read_only = true,
                "export" => declaration.exported = true,
                "word" => {
                    let Some(flags) = walker.text(child).strip_prefix('-') else { continue };
                    global |= flags.contains('g');
                    declaration.read_only |= flags.contains('r');
                    declaration.exported |= flags.contains('x');
                    declaration.other |= flags.contains(['f', 'F', 'p', 'n']);
                }
                _ => break,
            }
        }
        declaration.local &= !global;
        declaration
    }

    fn kind(&self) -> SymbolKind {
        if self.read_only { SymbolKind::Constant } else { SymbolKind::Variable }
    }
}

/// `local`, `declare`, `typeset`, `readonly` and `export`, with their names.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let declaration = Declaration::read(walker, node);
    if declaration.other {
        return;
    }
    let mut cursor = node.walk();
    let mut names = Vec::new();
    for child in node.named_children(&mut cursor) {
        let name = match child.kind() {
            "variable_assignment" => child.field("name"),
            "variable_name" => Some(child),
            _ => continue,
        };
        names.extend(name.filter(|name| name.kind() == "variable_name").map(|name| (child, name)));
    }
    for &(child, name) in &names {
        let assigned = child.kind() == "variable_assignment";
        if declaration.local {
            walker.claim(name);
            walker.bind_local(name, child.end_byte() as u32);
        } else if names.len() == 1 && (assigned || declaration.declares) {
            // With one name, the whole declaration is the definition.
            define(walker, &declaration, node, name);
        } else if declaration.declares && !assigned {
            define(walker, &declaration, child, name);
        }
    }
}

/// `name=value`: a symbol where it is the first outside of functions.
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").filter(|name| name.kind() == "variable_name");
    let (Some(name), Some(parent)) = (name, walker.ancestor(1)) else { return };
    match parent.kind() {
        // `NAME=value command` sets it for the command alone.
        "command" => {}
        "c_style_for_statement" => {
            walker.claim(name);
            walker.bind_local(name, name.start_byte() as u32);
        }
        "declaration_command" => {
            let declaration = Declaration::read(walker, parent);
            if !declaration.local && !declaration.other && !walker.is_enclosing_symbol(parent) {
                define(walker, &declaration, node, name);
            }
        }
        _ if walker.in_function() => {}
        _ => define(walker, &Declaration::default(), node, name),
    }
}

/// Adds a global variable, unless the file has it already or the name is that of a local one.
fn define<'t>(
    walker: &mut Walker<'t>,
    declaration: &Declaration,
    node: Node<'t>,
    name: Node<'t>,
) {
    let text = walker.text(name);
    if walker.scope_has(text) || walker.file_defines(text) {
        return;
    }
    let local = walker.in_function();
    let mut symbol = walker.symbol(declaration.kind(), node, name);
    // What is not exported is known to the shell, not to the commands that it starts.
    symbol.visibility =
        Some(if declaration.exported { Visibility::Public } else { Visibility::Internal });
    let index = walker.define(symbol);
    if local {
        walker.bind_in_file(index);
    }
}

/// `$1` is an argument, not a variable with a name.
pub(super) fn expansion<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor).filter(|child| child.kind() == "variable_name") {
        if walker.text(name).starts_with(|character: char| character.is_ascii_digit()) {
            walker.claim(name);
        }
    }
}

/// Functions and aliases are for whoever sources the script.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::Import => Visibility::Private,
        _ => Visibility::Public,
    })
}

/// Parts of the head of a loop that are looked at.
const PARTS_LOOKED_AT: usize = 64;

/// `for ((count = 0; count < LIMIT; count++))`: the grammar has words for the names in the conditions.
pub(super) fn counting_loop<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let head = node.children(&mut cursor).take_while(|child| child.kind() != "))");
    let mut parts: Vec<Node<'t>> = head.filter(Node::is_named).take(PARTS_LOOKED_AT).collect();
    let mut next = 0;
    while let Some(&part) = parts.get(next) {
        next += 1;
        let text = walker.text(part);
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if part.kind() == "word" && text.bytes().all(is_name) {
            if !text.starts_with(|first: char| first.is_ascii_digit()) {
                walker.add_use(part, IdentifierKind::VariableRef, None);
            }
        } else if part.kind().ends_with("_expression") && parts.len() < PARTS_LOOKED_AT {
            let mut cursor = part.walk();
            parts.extend(part.named_children(&mut cursor).take(PARTS_LOOKED_AT));
        }
    }
}
