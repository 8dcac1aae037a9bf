/** A source of things. */
export interface Source<in out Thing, out Problem = never> extends Read<Thing> {
  readonly thing: Thing
  make(): import("./make.js").Maker<Thing>[] | undefined
}

declare const Failure_base: new <A>(args: import('./types').Equals<A, {}>) => A & {
  readonly tag: "failure";
} & Readonly<A>;

/** How to go on. */
export const proceed: {
  (how: string): Source<string>
  /** One after the other. */
  <A, B>(
    first: A,
  ): (second: Source<B>) => A
  // Or both at once.
  <A>(first: A, second: A): A
} = dual(2, <A>(first: A) => first)

class Failure extends Failure_base<{ reason: string }> {
  constructor(readonly reason = import("./reason.js").then(show)) {
    super({ reason });
  }
}

/** Both an interface and a class. */
interface Failure extends Source<Error> {}
export class Defeat extends Failure {}

type Missing<Name extends string = ""> = `There is no \`${Name}\` here`;

/** Follows what was hard to read. */
function present(name: Missing): void {}

enum Grade {
  /** The best. */
  First,
  // Plain words are no documentation.
  Second,
  /** The last. */
  "not at all",
}

const Title = styled(Heading)<{ large: boolean }>`size: ${size(2)};`;
const rows = database.sql<Row>`select ${Grade.First}`;

export const one = (shape: { area(): number; get width(): Length }) => shape.area(),
  two = 2;

function lend() {
  using book = open("book");
  return book.read();
}
await using library = await openAll();

namespace Outer.Middle.Inner {}

class Shelf<Book extends { title: string }, Place = { row: number }> {
  async fetch(id: number) {
    const found = await this.query<Book>(id);
    const [row] = await database.sql<Row>`select ${id}`;
    if (!isBook<Book>(found) && -count<Book>(row) < 1 + count<Book>(found)) return null;
    return { ...await load<Book>("book"), place: !await locate<Place>(row) };
  }

  query<Item>(id: number): Promise<Item> {}
}

const shelves: { open(): void; count: number } = { open() {}, count: 1 };

abstract class Ladder {
  /** How high it is. */
  abstract accessor height: number;
}
