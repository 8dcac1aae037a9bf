// What prism, the parser of Ruby itself, says of files.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { everyFile, Lines } from "./files.mjs";

const entry = resolve(process.argv[2], "node_modules/@ruby/prism/src/index.js");
const { loadPrism } = await import(pathToFileURL(entry));
const parse = await loadPrism();

const ATTRIBUTES = new Set(["attr_accessor", "attr_reader", "attr_writer", "attr"]);
const MIXINS = new Set(["include", "extend", "prepend"]);
const IMPORTS = new Set(["require", "require_relative", "load", "autoload"]);
const MAKERS = { Struct: ["class", "struct"], Class: ["class"], Data: ["class", "struct"], Module: ["module"] };
// Methods of libraries that define methods by their arguments: Ruby itself knows nothing of them.
const LIBRARY = /^(def_|delegate|[cm]attr_|thread_[cm]attr_|class_attribute|attr_internal|define_singleton)/;
const WORD = /^[\p{L}_][\p{L}\p{N}_]*[?!]?$/u;

const last = (node) => node.location.startOffset + Math.max(node.location.length - 1, 0);
const kindOf = (node) => node?.constructor.name ?? "";
// The method that leaves empty places out leaves lists out, too.
const children = (node) => node.childNodes().filter(Boolean);
const simple = (node) => (/^Constant(Read|Path)Node$/.test(kindOf(node)) ? node.name : null);
const literal = (node) =>
  ["SymbolNode", "StringNode"].includes(kindOf(node)) ? (node.unescaped.value ?? node.unescaped) : null;

class Reader {
  constructor(bytes, parsed) {
    this.lines = new Lines(bytes);
    this.text = bytes.toString("latin1").split("\n");
    this.bytes = bytes;
    this.definitions = [];
    this.calls = [];
    this.bases = [];
    // Comments that have lines of their own, by their last line.
    this.comments = new Map();
    for (const { location } of parsed.comments) {
      const from = this.lines.of(location.startOffset);
      const text = bytes.subarray(location.startOffset, location.startOffset + location.length).toString();
      const before = bytes.subarray(this.lines.starts[from - 1], location.startOffset).toString();
      if (before.trim() === "") this.comments.set(this.lines.of(location.startOffset + text.trimEnd().length - 1), { from, text });
    }
  }

  read(program) {
    const top = { around: null, type: null, scope: new Set(), inDef: false, inBlock: false, body: false };
    const left = [[program, top]];
    while (left.length) {
      const [node, place] = left.pop();
      const below = this.visit(node, place) ?? place;
      const parts = below instanceof Array ? below : children(node).map((each) => [each, below]);
      left.push(...parts.reverse());
    }
  }

  define(name, kind, at, node, parent, more = {}) {
    const line = this.lines.of(at.startOffset);
    const end_line = this.lines.of(last(node));
    const doc = more.documented === false ? null : this.doc(this.lines.of((more.starts ?? node).location.startOffset));
    delete more.starts;
    this.definitions.push({ name, kind, line, end_line, parent, doc, ...more });
  }

  doc(line) {
    const parts = [];
    for (let above = this.comments.get(line - 1); above; above = this.comments.get(above.from - 1)) {
      const block = above.text.match(/^=begin[^\n]*\n([^]*?)\n?=end/);
      if (block && parts.length) break;
      if (block) return block[1].trim() || null;
      let text = above.text.replace(/^#+ ?/, "");
      // RDoc reads `:nodoc:` and the like as its own directives.
      if (/^:[\w-]+:$/.test(text.trim())) text = "";
      // What is said to Ruby, to editors and to tools is no documentation.
      if (/^#!|^(-\*-|frozen_string_literal:|(en)?coding:|warn_indent:|rubocop:|typed:)/.test(text)) {
        if (!/^rubocop:/.test(text)) break;
      } else parts.unshift(text);
    }
    return parts.join("\n").trim() || null;
  }

  visit(node, place) {
    switch (kindOf(node)) {
      case "ClassNode":
      case "ModuleNode":
        return this.type(node, place);
      case "SingletonClassNode":
        return { ...place, type: simple(node.expression) ?? place.type, around: place.around ?? simple(node.expression), body: true };
      case "DefNode":
        return this.method(node, place);
      case "AliasMethodNode":
        return this.alias(node, place);
      case "ConstantWriteNode":
      case "ConstantOrWriteNode":
      case "ConstantAndWriteNode":
        return this.constant(node.name, node.nameLoc, node, node.value, place);
      case "ConstantPathWriteNode":
      case "ConstantPathOrWriteNode":
        return this.constant(node.target.name, node.target.nameLoc, node, node.value, place, node.target);
      case "ConstantTargetNode":
        return this.constant(node.name, node.location, node, null, place);
      case "ConstantPathTargetNode":
        return this.constant(node.name, node.nameLoc, node, null, place, node);
      case "SuperNode":
      case "ForwardingSuperNode":
        this.call("super", node.location.startOffset, place.around);
        return undefined;
      case "CallNode":
        return this.message(node, place);
      case "CallOrWriteNode":
      case "CallAndWriteNode":
      case "CallOperatorWriteNode":
        // `object.name += 1` reads by one method and writes by another.
        this.call(node.readName, node.messageLoc.startOffset, place.around, true);
        return undefined;
      case "BlockNode":
      case "LambdaNode":
        return { ...place, inBlock: true };
      case "LocalVariableWriteNode":
        // A function that has no name but that of its variable.
        if (kindOf(node.value) !== "LambdaNode" && node.value.name !== "lambda" && node.value.name !== "proc") return undefined;
        this.define(node.name, ["variable", "function"], node.nameLoc, node, place.around, { optional: true });
        return { ...place, around: this.either(place.around, node.name) };
      default:
        return this.variable(node, place);
    }
  }

  either(around, name) {
    return [...new Set([name, ...(around instanceof Array ? around : [around])])];
  }

  variable(node, place) {
    const found = kindOf(node).match(/^(Instance|Class|Global)Variable(Target|Write|Or|And|Operator)/);
    if (!found) return undefined;
    const whole = found[1] === "Global" || !place.inDef;
    const inside = whole ? place.around : this.either(place.around, place.type);
    const kind = found[1] === "Global" ? "variable" : ["field", "variable"];
    const at = node.nameLoc ?? node.location;
    // It exists from the first assignment on, wherever that is. In a method, the value is the method's.
    this.define(node.name, kind, at, whole ? node : { location: at }, inside, { optional: true, documented: false });
    return whole ? { ...place, around: this.either(place.around, node.name) } : undefined;
  }

  type(node, place) {
    const path = node.constantPath;
    const parent = this.owner(path, place);
    const kind = kindOf(node) === "ClassNode" ? "class" : "module";
    this.define(node.name, kind, path.nameLoc ?? path.location, node, parent);
    const base = simple(node.superclass);
    if (base) this.base(node.name, base, "extends", node.superclass);
    const maker = node.superclass?.receiver;
    if (kindOf(node.superclass) === "CallNode" && MAKERS[simple(maker)]) {
      // `class Place < Struct.new(:row)` extends what has no name, and this extends `Struct`.
      this.base(node.name, simple(maker), "extends", maker, { optional: true });
      this.members(node.superclass, node.name);
    }
    const inside = { around: node.name, type: node.name, module: kind === "module", scope: new Set(), inDef: false, inBlock: false, body: true };
    return children(node).map((each) => [each, inside]);
  }

  /** `A::B` belongs to `A`, and stands in what is around it. */
  owner(path, place) {
    return simple(path.parent) ? this.either(place.around, simple(path.parent)) : place.around;
  }

  base(type, base, relation, node, more = {}) {
    this.bases.push({ type, base, relation, line: this.lines.of((node.nameLoc ?? node.location).startOffset), ...more });
  }

  method(node, place) {
    const receiver = simple(node.receiver);
    const inType = place.type !== null || node.receiver !== null;
    let kind = inType && !place.module ? ["method"] : ["method", "function"];
    if (!WORD.test(node.name) && !/^[\p{L}_].*=$/u.test(node.name)) kind.push("operator");
    if (node.name === "initialize") kind = ["constructor"];
    let parent = receiver ? this.either(place.around, receiver) : place.around;
    // It becomes a method of the class around, whatever method it stands in.
    if (place.inDef) parent = this.either(parent, place.type);
    this.define(node.name, kind, node.nameLoc, node, parent);
    const inside = { ...place, around: node.name, inDef: true, inBlock: false, body: false };
    return children(node).map((each) => [each, each === node.receiver ? place : inside]);
  }

  alias(node, place) {
    const name = literal(node.newName);
    if (!name) return undefined;
    const optional = place.inDef || place.inBlock || !place.type;
    this.define(name, ["method", "function", "operator"], node.newName.location, node, place.around, { documented: false, optional });
    return { ...place, around: this.either(place.around, name) };
  }

  constant(name, at, node, value, place, path = null) {
    const known = place.scope.has(name);
    if (!path) place.scope.add(name);
    const maker = kindOf(value) === "CallNode" && /^(new|define)$/.test(value.name) ? MAKERS[simple(value.receiver)] : undefined;
    const more = known || place.inDef ? { optional: true } : {};
    this.define(name, maker ? [...maker, "constant"] : "constant", at, node, path ? this.owner(path, place) : place.around, more);
    const inside = { ...place, around: name };
    if (!maker) return inside;
    const isClass = simple(value.receiver) === "Class";
    const base = isClass ? value.arguments_?.arguments_[0] : value.receiver;
    if (!isClass && maker[0] === "class") this.base(name, simple(base), "extends", base, { optional: true });
    else if (isClass && simple(base)) this.base(name, simple(base), "extends", base, { optional: known });
    this.members(value, name);
    const body = { ...inside, type: name, module: maker[0] === "module", scope: new Set(), body: true };
    return children(node).flatMap((each) =>
      each === value
        ? [[value.receiver, inside], ...[value.arguments_].filter(Boolean).map((part) => [part, inside]), ...blockOf(value, body)]
        : [[each, inside]],
    ).concat(this.message(value, inside) && []);
  }

  /** The members of `Struct.new(:row)`. */
  members(made, type) {
    for (const each of made.arguments_?.arguments_ ?? []) {
      if (literal(each)) this.define(literal(each), ["property", "field", "method"], each.location, each, type, { optional: true, documented: false });
    }
  }

  call(callee, offset, caller, optional = false) {
    this.calls.push({ callee, line: this.lines.of(offset), caller, ...(optional ? { optional } : {}) });
  }

  message(node, place) {
    const { name, messageLoc } = node;
    const given = node.arguments_?.arguments_ ?? [];
    const first = literal(given[0]);
    let around = place.around;
    let inside = place;
    // What a method of a class calls is about the class, too.
    const owner = place.inDef ? this.either(around, place.type) : around;
    if (!node.receiver || kindOf(node.receiver) === "SelfNode") {
      const optional = place.inBlock || place.inDef || !place.type;
      if (ATTRIBUTES.has(name)) {
        for (const each of given.filter(literal)) {
          this.define(literal(each), ["property", "method"], each.location, each, owner, { optional, starts: node });
        }
      } else if (MIXINS.has(name)) {
        for (const each of given.filter(simple)) {
          const type = place.type;
          if (type && !place.inDef) this.base(type, simple(each), "either", each, { optional: place.inBlock });
        }
      } else if (/^(alias|define)_method$/.test(name) && first) {
        const operator = WORD.test(first) || /^[\p{L}_].*=$/u.test(first) ? [] : ["operator"];
        this.define(first, ["method", ...operator], given[0].location, node, place.around, { optional, documented: false });
        around = this.either(around, first);
        inside = { ...place, around };
      } else if (LIBRARY.test(name)) {
        for (const each of given) {
          const names = kindOf(each) === "ArrayNode" ? each.elements : [each];
          for (const part of names.filter(literal)) {
            this.define(literal(part), ["method", "property", "operator"], part.location, part, owner, { optional: true, documented: false });
          }
        }
      }
    }
    if (IMPORTS.has(name) && given.length) {
      around = this.either(around, first);
      inside = { ...place, around };
    }
    if (messageLoc && WORD.test(name) && !node.isAttributeWrite()) this.call(name, messageLoc.startOffset, around);
    return inside;
  }
}

function blockOf(call, place) {
  if (kindOf(call.block) !== "BlockNode") return call.block ? [[call.block, place]] : [];
  return children(call.block).map((each) => [each, place]);
}

await everyFile((bytes) => {
  const parsed = parse(bytes);
  if (parsed.errors.length) return { error: parsed.errors[0].message };
  const reader = new Reader(bytes, parsed);
  reader.read(parsed.value);
  const { definitions, calls, bases } = reader;
  return { definitions, calls, bases };
});
