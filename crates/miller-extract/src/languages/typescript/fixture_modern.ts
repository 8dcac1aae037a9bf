<!-- Old pages hide their scripts so.
import settings from "./settings.json" with { type: "json" };
import events = require("events");
import Entry = Journal.Books.Entry;

/** A maker of entries. */
export type Maker<T> = abstract new (...lines: string[]) => T;
type Read = (this: Journal.Reader, line: string, at?: number) => asserts line is "done";
type Last<T> = T extends [...unknown[], infer L extends string] ? L : never;
type Flags<T> = { readonly [Key in keyof T]?: T[Key] };
type Pair = [left: string, right?: number];

enum Mood { Good, Bad = 4, "very bad" = Bad << 1 }

/** Three namespaces, one in the other. */
declare namespace Library.Books.Old {
  /** An old book. */
  interface Book extends Library.Thing<string>, Comparable<Book> {
    new (title: string): Book;
    (line: number): string;
    [line: number]: string;
    compare(other: Book): number;
  }
}

namespace Library {
  export interface Thing<T> {
    of: T;
  }
}

declare module "shelf" {
  export default interface Shelf {
    open(): void;
  }
}

declare global {
  interface Array<T> {
    shuffled(): T[];
  }
}

const make = entries.make<string>;
const plain = make<number>;
const numbers = function* (from = 0) {
  yield from;
};
const half = number => number / 2;

@shelved
class Reader<T extends object = {}> extends (Journal.Reader as Maker<T>) {
  lines?: string[];

  constructor(@inject private readonly book?: Library.Books.Old.Book, optional?: boolean) {
    super(optional);
    this.lines = (settings as { read(): string[] }).read();
    this.lines = (this.open as Read)!(Mood.Bad);
    new (events.EventEmitter as Maker<T>)("one");
    (half satisfies Read)(numbers());
  }

  /** Opens the book. */

  private open(mood: Mood, ...rest: unknown[]): asserts this is T {
    switch (mood) {
      case Mood.Good:
        let count = rest.length;
        return plain(count!);
    }
  }
}
