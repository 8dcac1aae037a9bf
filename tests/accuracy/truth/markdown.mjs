// What markdown-it, which follows CommonMark, says of files: their headings are what is compared.

import { everyFile, load } from "./files.mjs";

const parser = load("markdown-it")("default", { html: true });

/** What a reader sees of a line of text. */
function shown(token) {
  const parts = [];
  const left = [...(token.children ?? [])].reverse();
  while (left.length) {
    const each = left.pop();
    if (each.type === "image") left.push(...[...each.children].reverse());
    else if (each.type === "softbreak" || each.type === "hardbreak") parts.push(" ");
    else if (each.type !== "html_inline") parts.push(each.content);
  }
  // `{#name}` names a heading in many dialects.
  return parts.join("").replace(/\s*\{[#.:][^}]*\}\s*$/, "").replace(/\s+/g, " ").trim();
}

await everyFile((bytes) => {
  const text = bytes.toString().replace(/^\uFEFF/, "");
  // What stands in front of the text is data about it.
  const source = text.replace(/^(---|\+\+\+)\n[^]*?\n\1[ \t]*(?=\n|$)/, (front) => front.replace(/[^\n]/g, ""));
  const front = source === text ? 0 : text.match(/^(---|\+\+\+)\n[^]*?\n\1/)[0].split("\n").length;
  const lines = source.split("\n");
  const tokens = parser.parse(source, {});
  const opaque = front ? [[1, front]] : [];
  const headings = [];
  tokens.forEach((token, at) => {
    // Code belongs to its own language, and tags to theirs.
    if (["fence", "html_block", "code_block"].includes(token.type)) opaque.push([token.map[0] + 1, token.map[1]]);
    if (token.type !== "heading_open") return;
    const name = shown(tokens[at + 1]);
    headings.push({ name, rank: Number(token.tag.slice(1)), line: token.map[0] + 1, nested: token.level > 0 });
  });
  const open = [];
  const top = headings.filter((each) => !each.nested);
  const definitions = headings.filter((each) => each.name).map((heading) => {
    const { name, rank, line, nested } = heading;
    const next = top.find((each) => each.line > line && each.rank <= rank);
    let end = next ? next.line - 1 : lines.length;
    while (end > line && lines[end - 1].trim() === "") end -= 1;
    if (nested) return { name, kind: "module", line, end_line: end, parent: null, doc: null, documented: false, optional: true };
    while (open.length && open.at(-1).rank >= rank) open.pop();
    const parent = open.at(-1)?.name ?? null;
    open.push(heading);
    return { name, kind: ["module", "namespace"], line, end_line: end, parent, doc: null, documented: false };
  });
  return { definitions, calls: [], bases: [], opaque };
});
