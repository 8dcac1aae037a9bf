// Definitions by assignment in JavaScript: `Type.prototype.name = function () {}`, `exports.name = …`,
// `this.name = …`.
"use strict";

const { isFunctionValue, unwrapped } = require("./ecma_nodes.cjs");

function assignmentsOf(ts, reader) {
  const K = ts.SyntaxKind;
  const file = reader.file;
  /** Members that a class or function has, by node. */
  const members = new Map();
  /** Definitions whose parent is the one of a name, if the file has it. */
  const owned = [];

  function visit(node, place) {
    if (node.operatorToken.kind !== K.EqualsToken) return undefined;
    const left = node.left;
    const value = unwrapped(ts, node.right);
    const isFunction = isFunctionValue(ts, value);
    const isClass = value.kind === K.ClassExpression;
    const kinds = isFunction ? ["function", "method"] : isClass ? ["class"] : [];
    if (left.kind === K.Identifier) {
      // A variable is given another value: it has been declared elsewhere.
      if (!kinds.length) return undefined;
      return reader.define(left.text, kinds, left, node, place, { value });
    }
    if (left.kind !== K.PropertyAccessExpression) return undefined;
    const object = left.expression.getText(file);
    if (object === "exports" || object === "module.exports") {
      return exported(node, left, value, kinds, place);
    }
    if (object === "module" && left.name.text === "exports") {
      const optional = !kinds.length || Boolean(value.name);
      const all = [...kinds, "constant", "variable", "export"];
      return reader.define("exports", all, left.name, node, place, { optional, value });
    }
    if (left.expression.kind === K.ThisKeyword) return onThis(node, left, value, kinds, place);
    return onPath(node, left, object, value, kinds, place);
  }

  function exported(node, left, value, kinds, place) {
    const passesOn = [K.Identifier, K.PropertyAccessExpression, K.VoidExpression, K.BinaryExpression];
    const optional = !kinds.length && (passesOn.includes(value.kind) || reader.imports(value));
    const all = [...kinds, "constant", "variable", "export"];
    return reader.define(left.name.text, all, left.name, node, place, { optional, value });
  }

  function onPath(node, left, object, value, kinds, place) {
    const prototype = object.endsWith(".prototype");
    const owner = (prototype ? object.slice(0, -".prototype".length) : object).split(".").pop();
    const isName = /^[\w$.]+$/.test(object);
    if (left.name.text === "prototype" && value.kind === K.ObjectLiteralExpression) {
      return { ...place, chain: [owner, ...place.chain] };
    }
    if (!kinds.length && !(prototype && isName)) return undefined;
    const optional = !kinds.length || !isName;
    const all = kinds.length ? [...kinds, "property", "field"] : ["field", "property", "constant"];
    const inner = reader.define(left.name.text, all, left.name, node, place, { optional, value });
    if (isName) owned.push([reader.definitions[reader.definitions.length - 1], owner]);
    return inner;
  }

  /** What `this` is an instance of: a class, a function, or neither. */
  function instanceOf(node) {
    const around = ts.getThisContainer(node, false, false);
    if (ts.isClassElement(around)) return { holder: around.parent, sure: ts.isClassLike(around.parent) };
    if (around.kind === K.FunctionDeclaration) {
      return { holder: around, sure: /^[A-Z]/.test(around.name?.text ?? "") };
    }
    return { holder: around, sure: false };
  }

  function onThis(node, left, value, kinds, place) {
    const { holder, sure } = instanceOf(left.expression);
    const name = left.name.text;
    if (!members.has(holder)) members.set(holder, new Set(declared(holder)));
    const again = members.get(holder).has(name);
    members.get(holder).add(name);
    // TypeScript wants fields declared.
    const optional = !sure || again || reader.isTyped;
    if (optional && !kinds.length && sure) return undefined;
    const all = ["field", "property", "constant", ...kinds];
    const held = reader.holders.get(holder) ?? [holder.name?.text ?? null];
    const chain = sure ? held : [...held, ...place.chain];
    const inner = reader.define(name, all, left.name, node, { ...place, chain }, { optional, value });
    return { ...inner, chain: [name, ...place.chain] };
  }

  function declared(holder) {
    return (holder.members ?? []).flatMap((member) => (member.name ? [member.name.text] : []));
  }

  function finish() {
    const known = new Set(reader.definitions.map((each) => each.name));
    for (const [definition, owner] of owned) {
      definition.parent = known.has(owner) ? [owner, ...definition.parent] : definition.parent;
    }
  }

  return { visit, finish };
}

module.exports = { assignmentsOf };
