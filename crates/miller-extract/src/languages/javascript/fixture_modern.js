<!-- Old pages hide their scripts so.
import config from "./config.json" with { type: "json" };
import { default as Journal, entries } from "./journal.js";

/** Writes a line. */

// What stands apart still documents what follows.
export function write(line) {
  return entries.push(line);
}

/** What nobody reads. */
/** Numbers without end. */
const numbers = function* (from) {
  for (let next = from; ; next++) yield next;
};

const square = number => number * number;
const named = function* count() {
  yield* numbers(square(2));
};

/** Keeps a journal. */
@observed
export class Keeper extends Journal {
  @logged("open") isOpen = false;

  constructor(lines) {
    super();
    // Declared below: these define nothing.
    this.title = config.title;
    this.close = this.close.bind(this);
    this.lines = lines;
  }

  set title(value) {
    this.text = value;
  }

  @bound
  close() {
    switch (this.text) {
      case "done": {
        const last = this.lines.pop();
        return write(last);
      }
      default:
        const rest = this.lines;
        return rest.map(line => write(line));
    }
  }
}

/** Adds up. */
module.exports = function total(lines) {
  const { sum, parts: { count } } = require("./sums");
  const log = require("debug")("journal");
  using handle = lines.open();
  await using socket = connect(handle);
  log(sum(count, socket));
};

const { first, parts: { second } } = require("./sums");
const { third } = require("./sums").more, [fourth] = require("./sums");

/** Waits. */
export async function wait() {
  const { done, "": nameless } = { done: 1, "": () => done };
  return await (0, wait)(await (0, second.wait)(done));
}

if (config.counts) {
  var counter = first(), step = 1;
  let hidden = step;
  for (var index = 0; index < hidden; index++) {
    var seen = wait();
  }
}

function countFrom(Base) {
  class Counter extends Base {}
  /** Counts on. */
  return function count(by) {
    return counter.next(seen, by, Counter);
  };
}

// What these are called elsewhere is nothing in this file.
import { wait as pause } from "./pause.js";
export { write as pen, default as Pen } from "./pen.js";
const { square: rectangle } = require("./shapes");
