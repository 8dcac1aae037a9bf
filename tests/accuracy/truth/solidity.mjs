// What solc, the compiler of Solidity, says of files, as far as it has parsed them.

import { everyFile, Lines, load } from "./files.mjs";

const solc = load("solc");

const KINDS = {
  EnumDefinition: "enum",
  EnumValue: "enum_member",
  ErrorDefinition: ["type", "event", "class"],
  EventDefinition: "event",
  ModifierDefinition: ["method", "function"],
  StructDefinition: "struct",
  UserDefinedValueTypeDefinition: "type",
  YulFunctionDefinition: "function",
};
const CONTRACTS = { contract: "class", interface: "interface", library: ["module", "class"] };

const children = (node) =>
  Object.entries(node)
    .flatMap(([, value]) => value)
    .filter((value) => value !== null && typeof value === "object" && typeof value.nodeType === "string");
const lastOf = (name) => name.split(".").pop();

class Reader {
  constructor(bytes) {
    this.lines = new Lines(bytes);
    this.definitions = [];
    this.calls = [];
    this.bases = [];
  }

  line(place, atEnd = false) {
    const [start, length] = place.split(":").map(Number);
    return this.lines.of(atEnd ? start + Math.max(length - 1, 0) : start);
  }

  read(unit) {
    const left = [[unit, { around: null, inside: null }]];
    while (left.length) {
      const [node, place] = left.pop();
      const below = this.visit(node, place) ?? place;
      left.push(...children(node).map((each) => [each, below]).reverse());
    }
  }

  define(node, kind, place, more = {}) {
    const name = node.name || node.kind;
    const named = node.nameLocation && !node.nameLocation.startsWith("-1") ? node.nameLocation : node.src;
    const text = node.documentation?.text ?? node.documentation ?? null;
    this.definitions.push({
      name,
      kind,
      line: this.line(named),
      end_line: this.line(node.src, true),
      parent: place.around,
      doc: typeof text === "string" ? text.trim() || null : null,
      ...more,
    });
    return { around: name, inside: node.nodeType };
  }

  visit(node, place) {
    switch (node.nodeType) {
      case "ContractDefinition":
        for (const { baseName } of node.baseContracts) {
          const line = this.line(baseName.nameLocations?.at(-1) ?? baseName.src, true);
          this.bases.push({ type: node.name, base: lastOf(baseName.name), relation: "either", line });
        }
        return this.define(node, CONTRACTS[node.contractKind], place);
      case "FunctionDefinition": {
        const kind = node.kind === "constructor" ? "constructor" : place.inside ? "method" : "function";
        return this.define(node, kind, place);
      }
      case "VariableDeclaration":
        if (place.inside === "StructDefinition") return this.define(node, ["field", "property"], place, { documented: false });
        if (place.inside && place.inside !== "ContractDefinition") return undefined;
        return this.define(node, node.mutability === "constant" ? "constant" : ["field", "variable", "property"], place, {
          // The compiler keeps what is written above some variables only.
          documented: Boolean(node.documentation),
        });
      case "FunctionTypeName":
      case "Mapping":
        // Names in a type are its parameters.
        return { ...place, inside: node.nodeType };
      case "EnumValue":
      case "EnumDefinition":
      case "StructDefinition":
      case "UserDefinedValueTypeDefinition":
        // Only newer compilers read what is written above them.
        return this.define(node, KINDS[node.nodeType], place, { documented: false });
      case "ErrorDefinition":
      case "EventDefinition":
      case "ModifierDefinition":
        return this.define(node, KINDS[node.nodeType], place);
      case "YulFunctionDefinition":
        this.define(node, "function", place, { optional: true });
        return { ...place, around: [node.name, place.around].flat() };
      case "ModifierInvocation":
        this.call(lastOf(node.modifierName.name), node.modifierName.nameLocations?.at(-1) ?? node.modifierName.src, place);
        return undefined;
      case "YulFunctionCall":
        this.call(node.functionName.name, node.functionName.src, place, { optional: true });
        return undefined;
      case "FunctionCall":
        this.callee(node, place);
        return undefined;
      default:
        return undefined;
    }
  }

  callee(node, place) {
    let called = node.expression;
    if (called.nodeType === "FunctionCallOptions") called = called.expression;
    // `type(C)` is an expression of its own kind.
    const more = called.name === "type" ? { optional: true } : {};
    if (called.nodeType === "Identifier") this.call(called.name, called.src, place, more);
    if (called.nodeType === "MemberAccess") this.call(called.memberName, called.memberLocation, place);
    const made = called.nodeType === "NewExpression" ? called.typeName.pathNode : null;
    if (made) this.call(lastOf(made.name), made.nameLocations.at(-1), place);
  }

  call(callee, src, place, more = {}) {
    this.calls.push({ callee, line: this.line(src), caller: place.around, ...more });
  }
}

await everyFile((bytes) => {
  const settings = { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } };
  // The compiler's version is not the language's: older files are read as well as they can be.
  const unversioned = (pragma) => pragma.replace(/[^\r\n]/g, " ");
  const sources = { file: { content: bytes.toString().replace(/^pragma +solidity[^;]*;/gm, unversioned) } };
  const told = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings })));
  const error = told.errors?.find((each) => each.severity === "error");
  if (error) return { error: error.message };
  const reader = new Reader(bytes);
  reader.read(told.sources.file.ast);
  const { definitions, calls, bases } = reader;
  return { definitions, calls, bases };
});
