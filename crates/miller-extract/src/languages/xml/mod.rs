//! XML. Grammar: the crate `tree-sitter-xml` (MIT).
//!
//! The outline holds the elements that an attribute names (`id`, `name`, `key` and the like) at any
//! depth, and the others down to the third level, which is where the properties of project files
//! stand. An element without such an attribute is named by its tag, or by its `artifactId`. The keys
//! of property lists name the values that follow them. Drawings (`svg`) are no XML files here: an
//! outline of their shapes says nothing.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, LanguageSpec, OUTLINE_LIMIT};

/// The table of XML.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "xml",
        extensions: &[
            "axaml", "axml", "config", "csproj", "dtsx", "fsproj", "gpx", "iml", "jelly", "kml",
            "launch", "nuspec", "plist", "pom", "props", "proj", "pubxml", "rdf",
            "resx", "ruleset", "sitemap", "slnx", "storyboard", "targets", "tmLanguage", "ui",
            "vbproj", "vcxproj", "wsdl", "wxs", "xaml", "xib", "xlf", "xliff", "xmi", "xml", "xsd",
            "xsl", "xslt",
        ],
        file_names: &[".classpath", ".cproject", ".project"],
        interpreters: &[],
    },
    grammar: || tree_sitter_xml::LANGUAGE_XML.into(),
    comments: &["Comment"],
    doc_style: DocStyle { openings: &["<!--"], clean: Some(hooks::comment), ..DocStyle::NONE },
    definitions: &[
        Definition::new("element", SymbolKind::Property).name("").body(&[]).refine(hooks::element),
        Definition::new("GEDecl", SymbolKind::Constant).name("").body(&[]).refine(hooks::entity),
    ],
    skipped: &["CharData", "CDSect", "STag", "ETag", "EmptyElemTag", "XMLDecl"],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
