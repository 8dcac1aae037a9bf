#!/usr/bin/env node
/**
 * Bookings of a small theatre.
 *
 * @module bookings
 */

import Clock, { format as formatDate, parse } from "./clock.js";
import * as seats from "./seats.js";
import "./polyfills.js";
import settings, * as defaults from "./settings.js";

export { openHouse as open, closeHouse };
export { Ticket as Voucher } from "./ticket.js";
export * from "./errors.js";
export * as prices from "./prices.js";

const MAX_SEATS = 120;
let opened = false,
  visitors = 0;
var legacy;
const { host, port: portNumber = 80, ...others } = settings, [first, , [third]] = seats.all();

/** Adds one to a number. */
const increment = (number) => number + 1;

/**
 * A show that seats can be booked for.
 * @template T
 */
export class Show extends Clock.Event {
  /** How many shows there are. */
  static count = 0;
  static MINUTES = 90;
  #seats = new Map();
  title;
  "full name" = "none";
  onBook = async (seat) => this.book(seat);

  static {
    Show.count = increment(Show.count);
  }

  constructor(title, seats) {
    super(title);
    this.title = title;
    this.capacity = seats ?? MAX_SEATS;
    this.notify = function notify() {
      return this.capacity;
    };
  }

  /** Seats that are free. */
  get free() {
    return this.capacity - this.#seats.size;
  }

  set free(value) {
    throw new RangeError(`cannot set ${value}`);
  }

  static create({ title, seats = MAX_SEATS }, ...rest) {
    return new Show(title, seats, ...rest);
  }

  #check(seat) {
    if (this.#seats.has(seat)) throw new seats.Taken(seat);
  }

  async book(seat) {
    this.#check(seat);
    for (const [key, value] of this.#seats) {
      formatDate(key, value);
    }
    for (seat of seats.list) console.log(seat);
    await super.book?.(seat);
  }

  *[Symbol.iterator]() {
    yield* this.#seats.keys();
  }

  async *"all days"() {}
}

export default class extends Show {
  book(seat) {
    return super.book(seat);
  }
}

class Matinee extends mixin(Show, parse) {
  book() {
    return undefined;
  }
}

export async function* walk(show, depth = 0) {
  try {
    yield show.free;
    hoisted(depth);
  } catch ({ message }) {
    console.error(message);
  } finally {
    closed: for (var index = 0; index < depth; index++) {
      if (index) continue closed;
    }
  }
  return index;

  function hoisted(count) {
    const inner = () => hoisted(count - 1);
    return count && inner();
  }
}

function openHouse() {
  const MAX_SEATS = 1;
  opened = MAX_SEATS > 0;
  {
    let opened = 2;
    visitors += opened;
  }
  return house.enter(visitors);
}

function closeHouse() {
  [first, legacy] = [legacy, host];
  ({ opened, x: visitors } = house.state);
  return import("./night.js");
}

/** The house and what can be done in it. */
export const house = {
  /** Goes in. */
  enter(count) {
    return this.state.visitors + count;
  },
  leave: function () {
    return house.enter(-1);
  },
  get state() {
    return { opened, visitors };
  },
  async *rows() {},
  "stage door": (name) => name,
  nested: {
    deep() {
      return house.nested.deep();
    },
  },
  Usher: class {
    greet() {
      return this.greet();
    }
  },
  size: MAX_SEATS,
  openHouse,
  ...others,
};

const Booth = class {
  sell() {
    return new Booth();
  }
};

const factorial = function fact(n) {
  return n < 2 ? 1 : n * fact(n - 1);
};

export const frozen = Object.freeze({ melt() {} }), plain = 1;

[1, 2].map((n) => factorial(n)).filter(function odd(n) {
  return n % 2;
});

if (opened) {
  const local = parse(first);
  console.log(local, third, portNumber, defaults.port);
}

queue.push(`now ${formatDate`x`}`), (0, closeHouse)(), (openHouse)();
new (class Inner {})();

class Panel {
  show() {
    this.wire({ close: () => this.hide(), open() { return this.hide(); } });
    watch(function () {});
  }

  hide() {}
}
