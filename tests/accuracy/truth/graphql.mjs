// What graphql-js, the reference implementation of GraphQL, says of files.

import { everyFile, load } from "./files.mjs";

const { parse, visit } = load("graphql");

const KINDS = {
  DirectiveDefinition: "macro",
  EnumTypeDefinition: "enum",
  EnumValueDefinition: "enum_member",
  FieldDefinition: ["field", "method"],
  FragmentDefinition: ["function", "type", "struct"],
  InputObjectTypeDefinition: ["struct", "class", "type"],
  InputValueDefinition: "field",
  InterfaceTypeDefinition: "interface",
  ObjectTypeDefinition: ["type", "class", "struct"],
  OperationDefinition: "function",
  ScalarTypeDefinition: "type",
  UnionTypeDefinition: "union",
};
const EXTENSION = /^(\w+)TypeExtension$/;

await everyFile((bytes) => {
  const definitions = [];
  const bases = [];
  // To put a directive on something is to use it; some call that a call.
  const calls = [];
  const open = [];
  visit(parse(bytes.toString()), {
    enter(node, _key, _parent, _path, ancestors) {
      const kind = KINDS[node.kind];
      const inField = ancestors.some((each) => each.kind === "FieldDefinition" || each.kind === "DirectiveDefinition");
      if (/^(Object|Interface)Type/.test(node.kind)) {
        for (const base of node.interfaces) {
          bases.push({ type: node.name.value, base: base.name.value, relation: "either", line: base.loc.startToken.line });
        }
      }
      if (node.kind === "Directive") {
        calls.push({ callee: node.name.value, line: node.name.loc.startToken.line, caller: open.at(-1) ?? null, optional: true });
      }
      if (EXTENSION.test(node.kind)) open.push(node.name.value);
      // The arguments of fields and directives are parameters.
      if (!kind || !node.name || (node.kind === "InputValueDefinition" && inField)) return;
      definitions.push({
        name: node.name.value,
        kind,
        line: node.name.loc.startToken.line,
        end_line: node.loc.endToken.line,
        parent: open.at(-1) ?? null,
        doc: node.description?.value.trim() || null,
      });
      open.push(node.name.value);
    },
    leave(node, _key, _parent, _path, ancestors) {
      const inField = ancestors.some((each) => each.kind === "FieldDefinition" || each.kind === "DirectiveDefinition");
      const defined = KINDS[node.kind] && node.name && !(node.kind === "InputValueDefinition" && inField);
      if (defined || EXTENSION.test(node.kind)) open.pop();
    },
  });
  return { definitions, calls, bases };
});
