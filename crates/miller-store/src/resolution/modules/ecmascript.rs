//! Modules of JavaScript and TypeScript:
//! <https://www.typescriptlang.org/docs/handbook/modules/reference.html>.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::super::families::Scheme;
use super::super::meaning::{Answer, Finder, Meaning};
use super::super::world::{FileIndex, below, folder_of};

/// Packages by name: the folder of each, and what an import of it as a whole may start with.
pub(super) type NodePackages = FxHashMap<String, (String, Vec<String>)>;

/// What is added to a path that names no file, in the order in which it is tried.
const ENDINGS: &[&str] = &[
    "",
    ".ts",
    ".tsx",
    ".d.ts",
    ".mts",
    ".cts",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".vue",
    ".svelte",
    "/index.ts",
    "/index.tsx",
    "/index.d.ts",
    "/index.js",
    "/index.jsx",
    "/index.mjs",
    "/index.cjs",
];

/// The endings of compiled files, and those of their sources.
const COMPILED: &[(&str, &[&str])] = &[
    (".js", &[".ts", ".tsx", ".d.ts"]),
    (".jsx", &[".tsx"]),
    (".mjs", &[".mts"]),
    (".cjs", &[".cts"]),
];

impl Finder<'_> {
    /// The file that a path in an import names.
    pub(super) fn ecmascript_module(&mut self, file: FileIndex, path: &str) -> Answer<Meaning> {
        let own = folder_of(&self.world.file(file).path).to_owned();
        if path.starts_with('.') {
            let Some(path) = Self::joined(&own, path) else {
                return Ok(None);
            };
            return Ok(self.ecmascript_at(&path).map(Meaning::File));
        }
        for candidate in self.module_paths(file)?.candidates(path) {
            if let Some(found) = self.ecmascript_at(&candidate) {
                return Ok(Some(Meaning::File(found)));
            }
        }
        let packages = self.node_packages()?;
        let mut front = path;
        loop {
            if let Some((folder, starts)) = packages.get(front) {
                let rest = path[front.len()..].trim_start_matches('/');
                return Ok(self
                    .ecmascript_package(folder, starts, rest)
                    .map(Meaning::File));
            }
            match front.rfind('/') {
                Some(at) => front = &front[..at],
                None => return Ok(None),
            }
        }
    }

    fn ecmascript_at(&mut self, path: &str) -> Option<FileIndex> {
        if let Some(found) = self.module_at(path, ENDINGS, Scheme::EcmaScript) {
            return Some(found);
        }
        // TypeScript is imported by the name of what it is compiled to.
        for (compiled, sources) in COMPILED {
            if let Some(bare) = path.strip_suffix(compiled)
                && let Some(found) = self.module_at(bare, sources, Scheme::EcmaScript)
            {
                return Some(found);
            }
        }
        None
    }

    fn ecmascript_package(
        &mut self,
        folder: &str,
        starts: &[String],
        rest: &str,
    ) -> Option<FileIndex> {
        if !rest.is_empty() {
            let direct = self.ecmascript_at(&below(folder, rest));
            return direct.or_else(|| self.ecmascript_at(&below(folder, &format!("src/{rest}"))));
        }
        for start in starts
            .iter()
            .map(String::as_str)
            .chain(["src/index", "index", "src/main"])
        {
            if let Some(path) = Self::joined(folder, start)
                && let Some(found) = self.ecmascript_at(&path)
            {
                return Some(found);
            }
        }
        None
    }

    /// The packages that the workspace itself consists of, by name.
    fn node_packages(&mut self) -> rusqlite::Result<Rc<NodePackages>> {
        if let Some(known) = &self.manifests.node {
            return Ok(known.clone());
        }
        let mut packages = FxHashMap::default();
        for (folder, content) in self.manifests_named("package.json")? {
            let Ok(manifest) = serde_json::from_str::<serde_json::Value>(&content) else {
                continue;
            };
            let Some(name) = manifest["name"].as_str() else {
                continue;
            };
            let starts = ["source", "types", "typings", "module", "main"]
                .iter()
                .filter_map(|field| manifest[field].as_str().map(str::to_owned))
                .collect();
            packages.entry(name.to_owned()).or_insert((folder, starts));
        }
        let packages = Rc::new(packages);
        self.manifests.node = Some(packages.clone());
        Ok(packages)
    }
}
