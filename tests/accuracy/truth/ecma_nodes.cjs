// Questions about nodes of the TypeScript compiler.
"use strict";

/** The innermost expression of what only wraps it. */
function unwrapped(ts, node) {
  const K = ts.SyntaxKind;
  const wrappers = [
    K.ParenthesizedExpression,
    K.AwaitExpression,
    K.AsExpression,
    K.SatisfiesExpression,
    K.NonNullExpression,
    K.TypeAssertionExpression,
  ];
  while (wrappers.includes(node.kind)) node = node.expression;
  return node;
}

function isFunctionValue(ts, node) {
  return node.kind === ts.SyntaxKind.FunctionExpression || node.kind === ts.SyntaxKind.ArrowFunction;
}

/** The documentation of a definition without comment marks: its last JSDoc comment. */
function docOf(ts, file, node) {
  const found = ts.getJSDocCommentsAndTags(node).filter((each) => each.kind === ts.SyntaxKind.JSDoc);
  const last = found[found.length - 1];
  if (!last) return null;
  const inner = file.text.slice(last.pos + 3, last.end - 2);
  const lines = inner.split(/\r?\n/).map((line, at) => (at ? line.replace(/^\s*\*?/, "") : line));
  const text = lines.join("\n").trim() || null;
  // The first comment of a file that stands apart may be the file's own.
  const before = file.text.slice(0, last.pos).replace(/^#!.*/, "").trim();
  const apart = /^\s*\n\s*\n/.test(file.text.slice(last.end, node.getStart(file)));
  const tags = /@(file|fileoverview|overview|module|packageDocumentation|license)\b/;
  // A comment above a declaration may be meant for an assignment inside its value, too.
  const inside = node.kind === ts.SyntaxKind.BinaryExpression && node.parent.kind !== ts.SyntaxKind.ExpressionStatement;
  // Three stars are no documentation to the tool that reads it.
  if (inside || inner.startsWith("*")) return [text, null];
  return !before && (apart || tags.test(text)) ? [text, null] : text;
}

module.exports = { docOf, isFunctionValue, unwrapped };
