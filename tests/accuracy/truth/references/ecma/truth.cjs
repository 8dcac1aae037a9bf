// What TypeScript's checker says that the names in files of TypeScript and JavaScript mean.
// Called as `node truth.cjs TYPESCRIPT`, in the folder of a package, with paths on standard input: all
// sources below the folder are one program; prints a line of JSON for each path.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const ts = require(process.argv[2]);
const { isUse } = require("./uses.cjs");

const SOURCES = /\.(?:[mc]?[jt]s|[jt]sx)$/;
const root = process.cwd();
const asked = fs.readFileSync(0, "utf8").split("\n").filter(Boolean);

function sources(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(place);
    return SOURCES.test(entry.name) ? [place] : [];
  });
}

const program = ts.createProgram(sources(root), {
  allowJs: true,
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  types: [],
});
const checker = program.getTypeChecker();

/** Columns are counted in bytes. */
function place(file, position) {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  const before = file.text.slice(position - character, position);
  return { line: line + 1, column: Buffer.byteLength(before) };
}

/** The symbol, and those that it is an alias of, one after the other. */
function chain(node) {
  let symbol = checker.getSymbolAtLocation(node);
  if (ts.isShorthandPropertyAssignment(node.parent)) {
    symbol = checker.getShorthandAssignmentValueSymbol(node.parent) ?? symbol;
  } else if (ts.isExportSpecifier(node.parent)) {
    symbol = checker.getExportSpecifierLocalTargetSymbol(node.parent) ?? symbol;
  }
  const found = [];
  while (symbol && !found.includes(symbol)) {
    found.push(symbol);
    if (!(symbol.flags & ts.SymbolFlags.Alias)) break;
    symbol = checker.getImmediateAliasedSymbol(symbol);
  }
  return found;
}

/** Whether a declaration is a parameter, or stands in a function and is no function itself. */
function isLocal(declaration) {
  if (ts.isTypeParameterDeclaration(declaration)) return true;
  if (ts.isParameter(declaration)) return !ts.isParameterPropertyDeclaration(declaration, declaration.parent);
  const variable = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
  if (!variable) return false;
  for (let at = declaration.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at) || ts.isCatchClause(at)) return true;
    if (ts.isForStatement(at) || ts.isForOfStatement(at) || ts.isForInStatement(at)) return true;
  }
  return false;
}

/** Whether a declaration may be a symbol and need not be: members of what has no name, and values. */
function isOptional(declaration) {
  const { parent } = declaration;
  // What comments declare is found by those who read the types in them.
  if (ts.isJsxAttribute(declaration) || declaration.flags & ts.NodeFlags.JSDoc) return true;
  // That a name stands for a file is not demanded.
  if (ts.isSourceFile(declaration) || ts.isTypeLiteralNode(parent)) return true;
  if (!ts.isObjectLiteralExpression(parent)) return false;
  const value = ts.isPropertyAssignment(declaration) ? declaration.initializer : declaration;
  return !ts.isFunctionLike(value);
}

function definition(declaration) {
  const file = declaration.getSourceFile();
  const relative = path.relative(root, file.fileName);
  if (ts.isSourceFile(declaration)) {
    return { path: relative, line: 0, name: path.parse(relative).name };
  }
  const name = ts.getNameOfDeclaration(declaration) ?? declaration;
  const text = name === declaration ? "default" : (name.text ?? name.getText(file));
  return { path: relative, line: place(file, name.getStart(file)).line, name: text };
}

/** The declarations that give a name; where `name.member = value` adds to it, it is none. */
function naming(symbol) {
  const found = (symbol.declarations ?? []).filter((each) => !ts.isIdentifier(each) && inside(each));
  // The name that a function expression has for itself, and the one it is given to.
  const given = found
    .filter((each) => ts.isFunctionExpression(each) || ts.isClassExpression(each))
    .map((each) => each.parent)
    .filter((each) => ts.isPropertyAssignment(each) || ts.isVariableDeclaration(each));
  return [...found, ...given];
}

function inside(declaration) {
  const { fileName } = declaration.getSourceFile();
  return !path.relative(root, fileName).startsWith("..");
}

/** Where the class around assigns the member that `this.name` asks for, which a base may declare. */
function assigned(node) {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || node !== parent.name) return [];
  if (parent.expression.kind !== ts.SyntaxKind.ThisKeyword) return [];
  const around = ts.findAncestor(node, ts.isClassLike);
  const member = around?.symbol?.members?.get(node.escapedText);
  return member ? naming(member) : [];
}

function verdict(node) {
  const symbols = chain(node);
  const last = symbols.at(-1);
  const declarations = last?.declarations ?? [];
  if (!declarations.length || last.flags & ts.SymbolFlags.Alias) {
    return { verdict: "undecided" };
  }
  const ours = [...naming(last), ...assigned(node)];
  if (!ours.length) return { verdict: "outside" };
  const definitions = ours.map(definition);
  if (ours.every(isLocal)) return { verdict: "local", definitions };
  const passed = symbols.slice(0, -1).flatMap(naming);
  const told = { verdict: "inside", definitions, passed: passed.map(definition) };
  return ours.every(isOptional) ? { ...told, optional: true } : told;
}

function read(relative) {
  const file = program.getSourceFile(path.join(root, relative));
  if (!file) return { path: relative, uses: [], error: "it is no source of the program" };
  const uses = [];
  const visit = (node) => {
    // It says the name of its element again.
    if (ts.isJsxClosingElement(node)) return;
    if (isUse(ts, node)) {
      uses.push({ ...place(file, node.getStart(file)), name: node.text, ...verdict(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path: relative, uses, error: null };
}

for (const relative of asked) {
  process.stdout.write(`${JSON.stringify(read(relative))}\n`);
}
