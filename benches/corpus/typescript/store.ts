/**
 * A store of state with typed actions, selectors and undo.
 *
 * Changes are made by reducers only; who listens is told once a turn.
 */

import { randomUUID } from 'node:crypto';
import type { Logger } from './logging';
import { assertNever, deepFreeze, isPlainObject } from './objects';

export type Listener<S> = (state: Readonly<S>, previous: Readonly<S>) => void;
export type Unsubscribe = () => void;

export interface Action<T extends string = string, P = unknown> {
  readonly type: T;
  readonly payload: P;
  readonly meta?: { id: string; at: number };
}

type PayloadOf<A> = A extends Action<string, infer P> ? P : never;
type Reducers<S, A extends Action> = {
  [K in A['type']]: (state: S, payload: PayloadOf<Extract<A, { type: K }>>) => S;
};

export type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

export const enum Phase {
  Idle,
  Reducing = 1,
  Telling,
}

export class StoreError extends Error {
  constructor(
    message: string,
    public readonly action?: Action,
  ) {
    super(action ? `${action.type}: ${message}` : message);
  }
}

export interface StoreOptions<S> {
  logger?: Logger;
  historyLimit?: number;
  equals?(left: S, right: S): boolean;
}

function byIdentity<S>(left: S, right: S): boolean {
  return Object.is(left, right);
}

export abstract class Observable<S> {
  protected readonly listeners = new Set<Listener<S>>();

  abstract get state(): Readonly<S>;

  subscribe(listener: Listener<S>): Unsubscribe {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  protected tell(previous: S): void {
    for (const listener of this.listeners) listener(this.state, previous);
  }
}

export class Store<S extends object, A extends Action> extends Observable<S> {
  private phase: Phase = Phase.Idle;
  private readonly past: S[] = [];
  #state: S;
  static instances = 0;

  constructor(
    initial: S,
    private readonly reducers: Reducers<S, A>,
    private readonly options: StoreOptions<S> = {},
  ) {
    super();
    this.#state = deepFreeze(initial);
    Store.instances++;
  }

  override get state(): Readonly<S> {
    return this.#state;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  dispatch<T extends A['type']>(type: T, payload: PayloadOf<Extract<A, { type: T }>>): string {
    const action = { type, payload, meta: { id: randomUUID(), at: Date.now() } } as unknown as A;
    if (this.phase !== Phase.Idle) {
      throw new StoreError('dispatched while another action runs', action);
    }
    const previous = this.#state;
    try {
      this.phase = Phase.Reducing;
      const reduce = this.reducers[type] as (state: S, payload: unknown) => S;
      const next = reduce(previous, payload);
      const equals = this.options.equals ?? byIdentity;
      if (!equals(previous, next)) {
        this.remember(previous);
        this.#state = deepFreeze(next);
        this.phase = Phase.Telling;
        this.tell(previous);
      }
    } catch (error: unknown) {
      this.options.logger?.error(`action ${String(type)} failed`, error as Error);
      throw error;
    } finally {
      this.phase = Phase.Idle;
    }
    return action.meta!.id;
  }

  undo(): void {
    const previous = this.past.pop();
    if (previous === undefined) throw new StoreError('nothing to undo');
    const current = this.#state;
    this.#state = previous;
    this.tell(current);
  }

  private remember(state: S): void {
    this.past.push(state);
    while (this.past.length > (this.options.historyLimit ?? 50)) this.past.shift();
  }
}

/** Makes a function that computes again only when what it reads has changed. */
export function select<S, I extends readonly unknown[], R>(
  inputs: { [K in keyof I]: (state: S) => I[K] },
  compute: (...values: I) => R,
): ((state: S) => R) & { computations(): number } {
  let last: I | undefined;
  let result!: R;
  let count = 0;
  const selector = (state: S): R => {
    const values = inputs.map((input) => input(state)) as unknown as I;
    if (last === undefined || values.some((value, index) => value !== last![index])) {
      result = compute(...values);
      last = values;
      count += 1;
    }
    return result;
  };
  return Object.assign(selector, { computations: () => count });
}

export function merge<T extends object>(target: T, change: DeepPartial<T>): T {
  const merged: T = { ...target };
  for (const key of Object.keys(change) as (keyof T)[]) {
    const value = change[key];
    merged[key] = isPlainObject(value) ? merge(merged[key] as object, value) as T[keyof T] : (value as T[keyof T]);
  }
  return merged;
}

export namespace Todos {
  export interface Item {
    id: number;
    title: string;
    done: boolean;
    due?: Date;
  }

  export type State = { items: readonly Item[]; filter: 'all' | 'open' | 'done' };
  export type Actions =
    | Action<'add', { title: string }>
    | Action<'toggle', number>
    | Action<'filter', State['filter']>;

  export const reducers: Reducers<State, Actions> = {
    add: (state, { title }) => ({
      ...state,
      items: [...state.items, { id: state.items.length + 1, title, done: false }],
    }),
    toggle: (state, id) => ({
      ...state,
      items: state.items.map((item) => (item.id === id ? { ...item, done: !item.done } : item)),
    }),
    filter: (state, filter) => merge(state, { filter }),
  };

  export const visible = select(
    [(state: State) => state.items, (state: State) => state.filter] as const,
    (items, filter) => items.filter((item) => keep(item, filter)),
  );

  function keep(item: Item, filter: State['filter']): boolean {
    switch (filter) {
      case 'all':
        return true;
      case 'open':
        return !item.done;
      case 'done':
        return item.done;
      default:
        return assertNever(filter);
    }
  }
}
