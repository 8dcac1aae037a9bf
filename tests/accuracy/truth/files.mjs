// What the truth programs that run in Node share: paths come in, a line of JSON goes out for each.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

/** Load a module from the folder that the first argument names. */
export function load(name) {
  return createRequire(resolve(process.argv[2], "package.json"))(name);
}

/** Print what `read(bytes, path)` says of each file. */
export async function everyFile(read) {
  const paths = readFileSync(0, "utf8").split("\n").filter(Boolean);
  for (const path of paths) {
    let facts;
    try {
      facts = await read(readFileSync(path), path);
    } catch (error) {
      facts = { error: String(error.message ?? error).split("\n")[0] };
    }
    process.stdout.write(`${JSON.stringify({ path, ...facts })}\n`);
  }
}

/** The lines of a text, given as bytes or as a string, by offset. */
export class Lines {
  constructor(text) {
    this.starts = [0];
    const feed = typeof text === "string" ? "\n" : 10;
    for (let at = text.indexOf(feed); at >= 0; at = text.indexOf(feed, at + 1)) {
      this.starts.push(at + 1);
    }
  }

  /** The line of an offset, from 1. */
  of(offset) {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
