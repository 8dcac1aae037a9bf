// What luaparse says of files.

import { everyFile, load } from "./files.mjs";

const luaparse = load("luaparse");

const children = (node) =>
  Object.entries(node)
    .filter(([name]) => name !== "loc" && name !== "range")
    .flatMap(([, value]) => value)
    .filter((value) => value !== null && typeof value === "object" && typeof value.type === "string");

const nameOf = (node) => {
  if (node?.type === "Identifier") return node.name;
  if (node?.type === "MemberExpression") return node.identifier.name;
  // `M["name"]` is `M.name`, for names that are no identifiers.
  if (node?.type === "IndexExpression" && node.index.type === "StringLiteral") return literal(node.index);
  return null;
};
const isCall = (node) => /^(|Table|String)CallExpression$/.test(node?.type ?? "");
const isFunction = (node) => node?.type === "FunctionDeclaration";
const either = (around, ...names) => [...new Set([...names.filter(Boolean), ...(around instanceof Array ? around : [around])])];

/** All names that lead to a value: `a`, `b` and `c` of `a.b.c`. */
function path(node) {
  const names = [];
  for (let each = node; each; each = each.base) {
    if (each.type === "MemberExpression") names.push(each.identifier.name);
    else if (each.type === "Identifier") names.push(each.name);
    else if (each.type !== "IndexExpression") break;
  }
  return names;
}

class Reader {
  constructor(chunk, source) {
    this.definitions = [];
    this.calls = [];
    this.seen = new Set();
    this.comments = new Map();
    const text = source.split("\n");
    this.text = text;
    for (const { value, raw, loc } of chunk.comments) {
      const alone = text[loc.start.line - 1].slice(0, loc.start.column).trim() === "";
      // What is said to a checker is no documentation.
      const mark = /^-?\s*(luacheck|selene|luacov):/.test(value);
      const read = mark ? "" : Buffer.from(raw.startsWith("--[") ? value : raw.slice(2), "latin1").toString();
      if (alone) this.comments.set(loc.end.line, { value: read, from: loc.start.line, block: raw.startsWith("--[") });
    }
  }

  doc(line) {
    const parts = [];
    for (let above = this.comments.get(line - 1); above; above = this.comments.get(above.from - 1)) {
      if (above.block && parts.length) break;
      if (above.block) return above.value.replace(/^-+/, "").trim() || null;
      parts.unshift(above.value.replace(/^-+(?=\s|$|@|\w)/, ""));
    }
    return parts.join("\n").replace(/^\s*-+\s*$/gm, "").trim() || null;
  }

  define(name, kind, at, node, parent, more = {}) {
    const starts = more.starts ?? node;
    delete more.starts;
    const { line, column } = starts.loc.start;
    const alone = this.text[line - 1].slice(0, column).trim() === "";
    const doc = alone ? this.doc(line) : null;
    const fact = { name, kind, line: at.loc.start.line, end_line: node.loc.end.line, parent, doc };
    this.definitions.push({ ...fact, ...more });
  }

  read(chunk) {
    const left = chunk.body.map((each) => [each, { around: null, top: true }]).reverse();
    while (left.length) {
      const [node, place] = left.pop();
      const parts = this.visit(node, place) ?? children(node).map((each) => [each, place]);
      left.push(...parts.reverse());
    }
  }

  visit(node, place) {
    switch (node.type) {
      case "FunctionDeclaration":
        return this.function(node, place);
      case "LocalStatement":
        return this.bind(node, node.variables, node.init, place, true);
      case "AssignmentStatement":
        return this.bind(node, node.variables, node.init, place, false);
      case "IfStatement":
      case "DoStatement":
      case "WhileStatement":
      case "RepeatStatement":
      case "ForNumericStatement":
      case "ForGenericStatement":
        return children(node).map((each) => [each, { ...place, block: true }]);
      case "TableConstructorExpression":
        return this.fields(node, place, place, null);
      default:
        if (isCall(node)) this.call(node, place);
        return undefined;
    }
  }

  function(node, place) {
    const name = nameOf(node.identifier);
    // One without a name, as an argument, belongs to what is around it.
    if (!name) return children(node).map((each) => [each, { ...place, top: false }]);
    let kind = ["function"];
    let parent = place.around;
    if (node.identifier.type === "MemberExpression") {
      kind = node.identifier.indexer === ":" ? ["method"] : ["function", "method"];
      if (name.startsWith("__")) kind.push("operator", "destructor");
      parent = either(place.around, ...path(node.identifier.base));
      if (node.identifier.base.type === "Identifier" && this.seen.has(node.identifier.base.name)) {
        parent = node.identifier.base.name;
      }
    }
    const at = node.identifier.identifier ?? node.identifier;
    this.define(name, kind, at, node, parent);
    return this.body(node, { around: name, top: false, self: parent });
  }

  body(node, place) {
    return [...node.parameters, ...node.body].map((each) => [each, place]);
  }

  bind(node, variables, values, place, local) {
    const parts = variables.filter((each) => each.type !== "Identifier").flatMap((each) => children(each).map((part) => [part, place]));
    variables.forEach((variable, at) => parts.push(...this.one(node, variable, variables, values[at], place, local)));
    parts.push(...values.slice(variables.length).map((each) => [each, place]));
    return parts;
  }

  one(node, variable, variables, value, place, local) {
    const name = nameOf(variable);
    const inside = { ...place, around: name ? either(place.around, name) : place.around };
    if (!name) return value ? this.value(value, place, inside, null) : [];
    const at = variable.identifier ?? variable.index ?? variable;
    const key = path(variable).join(".");
    const known = this.seen.has(key);
    const member = variable.type !== "Identifier";
    let parent = member ? either(place.around, place.self, ...path(variable.base)) : place.around;
    parent = parent instanceof Array ? parent.flat() : parent;
    const whole = { loc: node.loc };
    if (isFunction(value)) {
      const kind = ["function", "method", ...(name.startsWith("__") ? ["operator", "destructor"] : [])];
      // A variable of a function may be told with its value, and so may one that is assigned again.
      const optional = known || variables.length > 1 || (!place.top && !member && !local) || place.block || variable.type === "IndexExpression";
      this.define(name, kind, at, node, parent, { optional: Boolean(optional), starts: whole });
      if (place.top) this.seen.add(key);
      return this.body(value, { around: optional ? inside.around : name, top: false, self: parent });
    }
    const required = place.top && !place.block && !known && (local || member || true);
    const kind = member ? ["field", "variable", "constant", "class", "module"] : ["variable", "constant"];
    let optional = !required;
    const first = value?.type === "LogicalExpression" ? value.right : value;
    if (first?.type === "TableConstructorExpression" || isCall(first)) kind.push("class", "module");
    // What another module gives is that module's.
    if (local && isCall(deep(value))) {
      kind.push("import");
      if (nameOf(deep(value).base) === "require") optional = true;
    }
    // `a.b.c = 1` changes what `a.b` holds, which may be defined elsewhere; `x = 2` may come later.
    if (member && (variable.type === "IndexExpression" || path(variable.base).length > 1 || !this.seen.has(path(variable.base)[0]))) optional = true;
    if (place.top) this.seen.add(key);
    // What an object holds starts where it is assigned: the value belongs to the function.
    const held = member && !place.top && path(variable.base)[0] === "self";
    const last = variables.length > 1 || held ? at : node;
    // What is written above several names may be about any of them.
    const documented = !optional && variables.length === 1;
    this.define(name, kind, at, last, parent, { optional, documented, starts: whole });
    return value ? this.value(value, place, inside, optional ? null : name) : [];
  }

  value(value, place, inside, name) {
    if (value.type !== "TableConstructorExpression") return [[value, { ...inside, top: false }]];
    return this.fields(value, place, inside, name);
  }

  /** The fields of a table: they have to be there where the table has a name of its own. */
  fields(value, place, inside, name) {
    const parts = [];
    for (const field of value.fields) {
      const named = field.type === "TableKeyString";
      const key = named ? field.key.name : field.type === "TableKey" && field.key.type === "StringLiteral" ? literal(field.key) : null;
      if (!key) {
        parts.push(...children(field).map((each) => [each, { ...inside, top: false }]));
        continue;
      }
      const under = either(inside.around, key);
      const parent = name ?? inside.around;
      const optional = !name || !named;
      const kind = ["field", "variable", "constant", "class", "module"];
      if (isFunction(field.value)) {
        this.define(key, ["function", "method", "field", "operator"], field.key, field, parent, { optional, starts: field });
        parts.push(...this.body(field.value, { around: under, top: false, self: parent }));
        continue;
      }
      this.define(key, kind, field.key, field, parent, { optional, starts: field });
      parts.push(...this.value(field.value, place, { ...inside, around: under }, null));
    }
    return parts;
  }

  call(node, place) {
    const callee = nameOf(node.base);
    if (!callee || node.base.type === "IndexExpression") return;
    const at = node.base.identifier ?? node.base;
    const named = node.argument ?? node.arguments?.[0];
    const caller = callee === "require" && named?.value !== undefined ? either(place.around, literal(named)) : place.around;
    this.calls.push({ callee, line: at.loc.start.line, caller });
  }
}

const literal = (node) => (typeof node?.value === "string" ? node.value : node?.raw ? node.raw.replace(/^["'[=]+|["'\]=]+$/g, "") : null);

function deep(node) {
  let inner = node;
  while (inner && (inner.type === "MemberExpression" || (isCall(inner) && isCall(inner.base)))) inner = inner.base;
  return inner;
}

await everyFile((bytes) => {
  const source = bytes.toString("latin1").replace(/^#/, "--");
  let chunk;
  try {
    chunk = luaparse.parse(source, { locations: true, comments: true, luaVersion: "5.3", encodingMode: "pseudo-latin1" });
  } catch {
    chunk = luaparse.parse(source, { locations: true, comments: true, luaVersion: "LuaJIT", encodingMode: "pseudo-latin1" });
  }
  const reader = new Reader(chunk, source);
  reader.read(chunk);
  return { definitions: reader.definitions, calls: reader.calls, bases: [], opaque: [] };
});
