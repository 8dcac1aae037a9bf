// What the TypeScript compiler's own parser says of files of JavaScript and TypeScript: a line of
// JSON for each path on standard input. Run as `node ecma.cjs FOLDER-OF-TYPESCRIPT`.
"use strict";

const fs = require("fs");
const readline = require("readline");
const ts = require(process.argv[2]);
const { assignmentsOf } = require("./ecma_assignments.cjs");
const { docOf, isFunctionValue, unwrapped } = require("./ecma_nodes.cjs");

const K = ts.SyntaxKind;

/** Collects the facts of one file. */
class Reader {
  constructor(file) {
    this.file = file;
    this.isTyped = /\.[cm]?tsx?$/.test(file.fileName);
    this.definitions = [];
    this.calls = [];
    this.bases = [];
    /** What the members of classes and objects stand in. */
    this.holders = new Map();
    this.assignments = assignmentsOf(ts, this);
  }

  read() {
    ts.forEachChild(this.file, (node) => this.visit(node, { chain: [null], local: false }));
    this.assignments.finish();
  }

  line(position) {
    return this.file.getLineAndCharacterOfPosition(position).line + 1;
  }

  startLine(node) {
    return this.line(node.getStart(this.file));
  }

  /** Notes a definition; returns the surroundings of what stands in it. */
  define(name, kinds, nameNode, node, place, { optional = false, doc, value } = {}) {
    const fact = {
      name,
      kind: kinds,
      line: this.startLine(nameNode),
      end_line: this.line(node.getEnd()),
      parent: place.chain,
      doc: doc === undefined ? docOf(ts, this.file, node) : doc,
    };
    if (optional) fact.optional = true;
    this.definitions.push(fact);
    // A value without a name of its own goes by that of what it is given to, if that is there.
    const given = optional ? undefined : value;
    return { ...place, chain: optional ? [name, ...place.chain] : [name], value: given };
  }

  children(node, place) {
    ts.forEachChild(node, (child) => this.visit(child, place));
  }

  /** Visits a definition with its decorators, which stand in what is around it. */
  inside(node, around, place) {
    ts.forEachChild(node, (child) => {
      this.visit(child, child.kind === K.Decorator ? around : place);
    });
  }

  visit(node, place) {
    switch (node.kind) {
      case K.FunctionDeclaration:
        return this.functionDeclaration(node, place);
      case K.ClassDeclaration:
        return this.classDeclaration(node, place);
      case K.FunctionExpression:
        return this.functionExpression(node, place);
      case K.ClassExpression:
        return this.classExpression(node, place);
      case K.ArrowFunction:
        return this.children(node, { ...place, local: true });
      case K.MethodDeclaration:
      case K.MethodSignature:
        return this.member(node, ["method"], place);
      case K.GetAccessor:
      case K.SetAccessor:
        return this.member(node, ["property", "method"], place);
      case K.Constructor: {
        const word = node.getChildren(this.file).find((child) => child.kind === K.ConstructorKeyword);
        // In a class the word may be written as a string.
        const inner = this.define("constructor", ["constructor"], word ?? node, node, place);
        return this.inside(node, place, { ...inner, around: place.chain, local: true });
      }
      case K.PropertyDeclaration:
        return this.property(node, place);
      case K.PropertySignature:
        return this.member(node, ["field", "property"], place);
      case K.PropertyAssignment:
        return this.assignedProperty(node, place);
      case K.InterfaceDeclaration:
        this.heritage(node, node.name.text);
        return this.children(node, this.define(node.name.text, ["interface"], node.name, node, place));
      case K.TypeAliasDeclaration:
        return this.children(node, this.define(node.name.text, ["type"], node.name, node, place));
      case K.ObjectLiteralExpression:
        this.holders.set(node, place.chain);
        return this.children(node, place);
      case K.TypeLiteral: {
        const named = node.parent.kind === K.TypeAliasDeclaration;
        return this.children(node, named ? place : { ...place, nested: true });
      }
      case K.EnumDeclaration:
        return this.children(node, this.define(node.name.text, ["enum"], node.name, node, place));
      case K.EnumMember:
        return this.children(node, this.define(this.nameOf(node.name), ["enum_member"], node.name, node, place));
      case K.ModuleDeclaration:
        return this.module(node, place);
      case K.VariableDeclaration:
        return this.variable(node, place);
      case K.Parameter:
        this.parameterProperty(node, place);
        return this.children(node, place);
      case K.ExportAssignment:
        return this.exportAssignment(node, place);
      case K.ImportDeclaration:
      case K.ImportEqualsDeclaration:
      case K.ExportDeclaration:
        return undefined;
      case K.BinaryExpression: {
        const inner = this.assignments.visit(node, place);
        return this.children(node, inner ?? place);
      }
      case K.Block:
      case K.CaseBlock:
      case K.CatchClause:
        return this.children(node, { ...place, block: true });
      case K.ForStatement:
      case K.ForInStatement:
      case K.ForOfStatement:
        return this.children(node, { ...place, block: true, loop: true });
      case K.ClassStaticBlockDeclaration:
        return this.children(node, { ...place, local: true });
      case K.CallExpression:
      case K.NewExpression:
        this.call(node.expression, place);
        return this.children(node, place);
      case K.TaggedTemplateExpression:
        this.call(node.tag, place);
        return this.children(node, place);
      case K.Decorator:
        this.call(node.expression, place, { plain: true });
        return this.children(node, place);
      case K.JsxOpeningElement:
      case K.JsxSelfClosingElement:
        if (!/^[a-z]/.test(node.tagName.getText(this.file)) || node.tagName.kind !== K.Identifier) {
          this.call(node.tagName, place, { optional: true });
        }
        return this.children(node, place);
      default:
        return this.children(node, place);
    }
  }

  functionDeclaration(node, place) {
    const name = node.name?.text ?? "default";
    const inner = this.define(name, ["function"], node.name ?? node, node, place);
    this.children(node, { ...inner, local: true });
  }

  /** A function that is a value has a symbol where it has a name, unless what it is given to is one. */
  functionExpression(node, place) {
    let inner = place;
    if (node.name) {
      const optional = place.value === node;
      inner = this.define(node.name.text, ["function"], node.name, node, place, { optional });
    }
    this.children(node, { ...inner, local: true });
  }

  classDeclaration(node, place) {
    const name = node.name?.text ?? "default";
    this.heritage(node, name);
    const inner = this.define(name, ["class"], node.name ?? node, node, place);
    this.holders.set(node, inner.chain);
    this.inside(node, place, { ...inner, local: false, block: false });
  }

  classExpression(node, place) {
    let inner = place;
    if (node.name) {
      const optional = place.value === node;
      inner = this.define(node.name.text, ["class"], node.name, node, place, { optional });
    }
    const type = place.value === node ? place.chain[0] : node.name?.text;
    if (type) this.heritage(node, type);
    this.holders.set(node, inner.chain);
    this.inside(node, place, { ...inner, local: false, block: false });
  }

  /** The name of a member, without quotes. */
  nameOf(name) {
    if (ts.isStringLiteralLike(name)) return name.text || name.getText(this.file);
    return name.getText(this.file);
  }

  member(node, kinds, place) {
    const name = this.nameOf(node.name);
    const inObject = node.parent.kind === K.ObjectLiteralExpression;
    const optional = Boolean(place.nested && !inObject) || node.name.kind === K.NumericLiteral;
    const inner = this.define(name, kinds, node.name, node, place, { optional });
    this.inside(node, place, { ...inner, local: true, nested: false });
  }

  property(node, place) {
    const value = node.initializer && unwrapped(ts, node.initializer);
    const kinds = ["field", "property", "constant"];
    if (value && isFunctionValue(ts, value)) kinds.push("method");
    if (value?.kind === K.ClassExpression) kinds.push("class");
    const inner = this.define(this.nameOf(node.name), kinds, node.name, node, place, { value });
    this.inside(node, place, { ...inner, local: true });
  }

  /** `{ name: value }`: a member where the value is a function or a class. */
  assignedProperty(node, place) {
    const value = unwrapped(ts, node.initializer);
    const isFunction = isFunctionValue(ts, value);
    const isClass = value.kind === K.ClassExpression;
    const kinds = ["property", "field", "constant", "variable"];
    if (isFunction) kinds.push("method", "function");
    if (isClass) kinds.push("class");
    const named = node.name.kind !== K.NumericLiteral && node.name.kind !== K.ComputedPropertyName;
    const optional = !(isFunction || isClass) || !named;
    const inner = this.define(this.nameOf(node.name), kinds, node.name, node, place, { optional, value });
    this.children(node, inner);
  }

  module(node, place) {
    const inner = this.define(node.name.text, ["module", "namespace"], node.name, node, place);
    this.children(node, { ...inner, local: false, block: false });
  }

  parameterProperty(node, place) {
    if (!ts.isParameterPropertyDeclaration(node, node.parent)) return;
    this.define(node.name.text, ["field", "property"], node.name, node, { chain: place.around });
  }

  variable(node, place) {
    if (node.name.kind !== K.Identifier) {
      this.pattern(node.name, node, place);
      return this.children(node, place);
    }
    const value = node.initializer && unwrapped(ts, node.initializer);
    const isFunction = value && isFunctionValue(ts, value);
    const isClass = value?.kind === K.ClassExpression;
    if (!isFunction && !isClass && this.isLocal(node, place)) return this.children(node, place);
    const kinds = this.kindsOfVariable(node);
    if (isFunction) kinds.push("function");
    if (isClass) kinds.push("class");
    if (this.imports(value)) kinds.push("import");
    const optional = Boolean(place.loop);
    const inner = this.define(node.name.text, kinds, node.name, node, place, { optional, value });
    return this.children(node, inner);
  }

  /** Whether a variable is known in a function or a block only. */
  isLocal(node, place) {
    if (place.local) return true;
    const scoped = ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped;
    return node.parent.kind === K.CatchClause || Boolean(place.block && scoped);
  }

  kindsOfVariable(node) {
    const constant = ts.getCombinedNodeFlags(node) & ts.NodeFlags.Constant;
    return constant ? ["constant"] : ["variable"];
  }

  imports(value) {
    let inner = value;
    while (inner && inner.kind === K.PropertyAccessExpression) inner = unwrapped(ts, inner.expression);
    if (inner?.kind !== K.CallExpression) return false;
    return inner.expression.kind === K.ImportKeyword || inner.expression.getText(this.file) === "require";
  }

  pattern(pattern, node, place) {
    for (const element of pattern.elements) {
      if (element.kind === K.OmittedExpression) continue;
      if (element.name.kind !== K.Identifier) {
        this.pattern(element.name, node, place);
      } else if (!this.isLocal(node, place)) {
        const kinds = [...this.kindsOfVariable(node), "import"];
        const optional = Boolean(place.loop);
        this.define(element.name.text, kinds, element.name, element.name, place, { optional, doc: null });
      }
    }
  }

  /** `export default value`: a definition of that name, unless it hands out a name. */
  exportAssignment(node, place) {
    const value = unwrapped(ts, node.expression);
    const named = value.kind === K.Identifier || value.kind === K.PropertyAccessExpression;
    if (named || node.isExportEquals) return this.children(node, place);
    const kinds = ["constant", "variable", "export"];
    const isFunction = isFunctionValue(ts, value);
    if (isFunction) kinds.push("function");
    if (value.kind === K.ClassExpression) kinds.push("class");
    const optional = Boolean(value.name);
    const inner = this.define("default", kinds, node, node, place, { optional, value });
    return this.children(node, inner);
  }

  heritage(node, type) {
    for (const clause of node.heritageClauses ?? []) {
      const relation = clause.token === K.ExtendsKeyword ? "extends" : "implements";
      for (const each of clause.types) {
        const name = this.calledName(unwrapped(ts, each.expression));
        if (name) this.bases.push({ type, base: name.text, relation, line: this.startLine(name) });
      }
    }
  }

  /** The identifier at the end of a path of names. */
  calledName(node) {
    if (node.kind === K.PropertyAccessExpression || node.kind === K.PropertyAccessChain) return node.name;
    return node.kind === K.Identifier ? node : undefined;
  }

  call(expression, place, { optional = false, plain = false } = {}) {
    const called = unwrapped(ts, expression);
    if (plain && called.kind === K.CallExpression) return;
    const name = this.calledName(called);
    if (!name) return;
    const fact = { callee: name.text, line: this.startLine(name), caller: place.chain };
    this.calls.push(optional ? { ...fact, optional } : fact);
  }
}

function factsOf(path) {
  const facts = { path, definitions: [], calls: [], bases: [], error: null };
  try {
    const text = fs.readFileSync(path, "utf8");
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const problem = file.parseDiagnostics[0];
    if (problem) {
      const at = file.getLineAndCharacterOfPosition(problem.start).line + 1;
      return { ...facts, error: `${at}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}` };
    }
    const reader = new Reader(file);
    reader.read();
    const { definitions, calls, bases } = reader;
    return { ...facts, definitions, calls, bases };
  } catch (error) {
    return { ...facts, error: String(error) };
  }
}

readline
  .createInterface({ input: process.stdin })
  .on("line", (path) => process.stdout.write(`${JSON.stringify(factsOf(path))}\n`));
