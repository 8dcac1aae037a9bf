// Which names in a tree are uses of something.
"use strict";

/** What every module of CommonJS has: they stand for the file and are no definitions of it. */
const COMMONJS = new Set(["module", "exports", "require"]);

/** Whether a node is a name that is used, and not the one that a declaration or a label gives. */
exports.isUse = (ts, node) => {
  if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return false;
  const { parent } = node;
  // These bind a name and mean what they take it from.
  if (ts.isImportSpecifier(parent)) return !parent.propertyName || node === parent.propertyName;
  if (ts.isExportSpecifier(parent)) return !parent.propertyName || node === parent.propertyName;
  if (ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  if (ts.isShorthandPropertyAssignment(parent)) return node === parent.name;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (COMMONJS.has(node.text) && ts.isPropertyAccessExpression(parent)) {
    // `module.exports`, `exports.name`
    if (node === parent.expression || parent.expression.getText() === "module") return false;
  }
  if (ts.isMetaProperty(parent) || ts.isJsxNamespacedName(parent)) return false;
  // `target.name = value` of JavaScript declares a member, and is a use of `target` only.
  if (ts.isPropertyAccessExpression(parent) && node === parent.name) {
    const above = parent.parent;
    const assigned = ts.isBinaryExpression(above) && above.left === parent;
    return !(assigned && above.operatorToken.kind === ts.SyntaxKind.EqualsToken);
  }
  return parent.name !== node;
};
