/** Orders of a workshop. */

import type { Money, Currency as Coin } from "./money";
import events = require("events");
import { type Logger, createLogger } from "./log";
import Shape = Geometry.Solid.Shape;

export type { Money };
export type * from "./types";

/** How an order stands. */
export enum Status {
  Open,
  /** Paid in full. */
  Paid = "paid",
  "in transit" = 3,
  Both = Open | Sent,
  Sent = 1 << 2,
}

declare const enum Level { Low = 1, High }

export type Id<T extends object = {}> = string | keyof T;
type Handler = (event: Event, ...rest: unknown[]) => asserts event is Custom;
type Unpacked<T> = T extends Promise<infer U> ? U : T extends (infer V)[] ? V : never;
type Flags<T> = { readonly [K in keyof T]?: T[K] };
type Point = [x: number, y?: number];

/** What an order looks like. */
export type OrderShape = {
  id: Id<Order>;
  size: { width: number; height: number };
  onChange(status: Status): void;
};

/**
 * Something that can be priced.
 */
export interface Priced<T = Money> extends Comparable<T>, Shapes.Flat {
  /** The price. */
  readonly price: T;
  "due date"?: Date;
  total(tax: number): T;
  get label(): string;
  new (price: T): Priced<T>;
  (value: string): T;
  [key: string]: unknown;
}

interface Comparable<T> {
  compare(other: T): number;
}

export abstract class Item<T> implements Priced<T>, Comparable<Item<T>> {
  protected static readonly LIMIT = 10;
  declare private secret: string;
  accessor weight = 1;
  abstract price: T;
  #log: Logger = createLogger("item");
  handler?: (item: Item<T>) => void;

  constructor(
    public readonly id: string,
    private count = Item.LIMIT,
    @Inject(TOKEN) protected store?: Store,
    plain?: number,
  ) {
    super();
    this.#log.info(id, plain, this.count);
  }

  abstract total(tax: number): T;
  protected abstract get size(): number;

  compare(other: Item<T>): number;
  compare(other: string): number;
  compare(other: any): number {
    return this.size - (other as Item<T>).size;
  }

  get label(): string {
    return `${this.id} ${this.weight}`;
  }
}

@Component({ selector: "order", deps: [createLogger] })
export class Order extends Item<Money> {
  override price: Money = { amount: 0, coin: "EUR" satisfies Coin };

  /** Lines of the order. */
  @Input() lines: Map<string, Line> = new Map<string, Line>();

  @HostListener("click", ["$event"])
  private async onClick<E extends Event>(this: Order, event: E): Promise<void> {
    const line = <Line>event.target;
    const found = this.lines.get(line.id)!;
    this.label;
    await this.save?.<E>(found);
  }

  total(tax: number): Money {
    return this.price.amount * tax as unknown as Money;
  }

  protected get size() {
    return this.lines.size;
  }

  save = async <T,>(value: T): Promise<T> => value;
}

export function find(id: string): Order;
export function find(id: number): Order[];
/** Finds orders. */
export function find(id: string | number): Order | Order[] {
  return typeof id === "string" ? registry.get(id)! : registry.all();
}

const registry = {
  orders: new Map<Id, Order>(),
  get(id: Id) {
    return this.orders.get(id);
  },
  all: (): Order[] => [...registry.orders.values()],
} as const;

export namespace Geometry {
  export namespace Solid {
    export interface Shape {
      area(): number;
    }
  }
  const hidden = 1;
  export function area(shape: Solid.Shape, of: typeof hidden): number {
    return shape.area() * of;
  }
}

namespace Deep.Inner {
  export type Alias = Geometry.Solid.Shape;
}

declare module "legacy" {
  export function call(name: string): void;
  const version: string;
  export default version;
}

declare global {
  interface Window {
    orders: Order[];
  }
}

declare function log(message: string, level?: Level): void;
declare let debugging: boolean;

function isOrder(value: unknown): value is Order {
  return value instanceof Order && (value as { id?: Id }).id !== undefined;
}

class Box<Money> {
  items: Money[] = [];
  first(): Money | undefined {
    const pick = (list: Money[]): Money => list[0];
    return pick(this.items);
  }
}

export default abstract class Shop {
  static boxes: Box<Shape>[] = [new Box<Shape>()];
  static sell(box: Box<Shape> = Shop.boxes[0]!) {
    log(events.name, Level.High);
    return box.first();
  }
}

function broken(a: string, {
