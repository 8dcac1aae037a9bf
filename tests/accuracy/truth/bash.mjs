// What mvdan/sh, the parser of shfmt, says of files.

import { everyFile, load } from "./files.mjs";

const { syntax } = load("mvdan-sh");

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_:.+-]*$/u;
/** Commands that run the command that they are given. */
const RUNNERS = new Set(["sudo", "env", "command", "exec", "trap", "builtin", "nohup", "time", "xargs", "eval", "doas", "nice"]);
/** Commands that read other files, and those that are words of the language to some parsers. */
const WORDS = new Set(["source", ".", "unset", "test", "[", ":", "readonly", "typeset", "alias"]);

class Reader {
  constructor(text) {
    this.text = text.split("\n");
    this.definitions = [];
    this.calls = [];
    this.comments = new Map();
    this.seen = new Set();
    /** What is open around the node: null, or the name of what it defines. */
    this.open = [];
  }

  around() {
    const names = this.open.filter((each) => each !== null);
    const functions = names.filter((each) => !each.optional).map((each) => each.name);
    const last = functions.at(-1) ?? null;
    const optional = names.slice(names.findLastIndex((each) => !each.optional) + 1).map((each) => each.name);
    return optional.length ? [...new Set([...optional, last])] : last;
  }

  doc(line) {
    const parts = [];
    for (let above = line - 1; this.comments.has(above); above--) {
      const text = this.comments.get(above);
      if (!/^(!|\s*shellcheck )/.test(text)) parts.unshift(text.replace(/^#+/, ""));
    }
    return parts.join("\n").replace(/^#*$/gm, "").trim() || null;
  }

  visit(node) {
    if (!node) {
      this.open.pop();
      return true;
    }
    this.open.push(this.enter(node));
    return true;
  }

  enter(node) {
    const line = node.Pos().Line();
    switch (syntax.NodeType(node)) {
      case "FuncDecl": {
        const name = node.Name.Value;
        const fact = { name, kind: "function", line: node.Name.Pos().Line(), end_line: node.End().Line() };
        this.definitions.push({ ...fact, parent: this.around(), doc: this.doc(line) });
        return { name };
      }
      case "Assign":
        return this.assign(node, line);
      case "CallExpr":
        return this.command(node, line);
      default:
        return null;
    }
  }

  assign(node, line) {
    const name = node.Name?.Value;
    if (!name) return null;
    const top = this.open.every((each) => each === null);
    const fact = { name, kind: ["variable", "constant"], line, end_line: node.End().Line(), parent: this.around() };
    // Where a variable of the file comes to be is where it is assigned first, on whichever way.
    this.definitions.push({ ...fact, optional: true, documented: top, doc: this.doc(line) });
    return { name, optional: true };
  }

  command(node, line) {
    const words = node.Args.map((each) => [each.Lit(), each.Pos().Line()]);
    if (!words.length) return null;
    const [[callee, at], ...rest] = words;
    if (!callee) return null;
    let inside = null;
    if (callee === "alias") {
      for (const part of node.Args.slice(1)) {
        const name = part.Parts[0]?.Value?.match(/^([^=]+)=/)?.[1];
        if (!name) continue;
        const place = { line: part.Pos().Line(), end_line: part.End().Line(), parent: this.around() };
        this.definitions.push({ name, kind: ["macro", "function"], optional: true, documented: false, doc: null, ...place });
        inside = { name, optional: true };
      }
    }
    if (callee === "source" || callee === ".") inside = { name: rest[0]?.[0] ?? "", optional: true };
    const caller = inside ? [inside.name, this.around()].flat() : this.around();
    const plain = NAME.test(callee);
    this.calls.push({ callee, line: at, caller, ...(plain && !WORDS.has(callee) ? {} : { optional: true }) });
    if (RUNNERS.has(callee)) {
      for (const [word, on] of rest) if (word && NAME.test(word)) this.calls.push({ callee: word, line: on, caller, optional: true });
    }
    return inside;
  }
}

await everyFile((bytes) => {
  const text = bytes.toString("latin1");
  const parser = syntax.NewParser(syntax.KeepComments(true), syntax.Variant(syntax.LangBash));
  let file;
  try {
    file = parser.Parse(text, "");
  } catch (error) {
    return { error: error.Error ? error.Error() : String(error.message) };
  }
  const reader = new Reader(text);
  syntax.Walk(file, (node) => {
    if (node && syntax.NodeType(node) === "Comment") {
      const at = node.Pos();
      const before = reader.text[at.Line() - 1].slice(0, at.Col() - 1);
      const read = Buffer.from(node.Text, "latin1").toString();
      if (before.trim() === "") reader.comments.set(at.Line(), read);
    }
    return true;
  });
  syntax.Walk(file, (node) => reader.visit(node));
  return { definitions: reader.definitions, calls: reader.calls, bases: [] };
});
