import { EventEmitter } from 'node:events';
import { Store, Todos } from './store.js';
import type { StoreOptions } from './store.js';

declare global {
  interface Window {
    readonly todos?: Store<Todos.State, Todos.Actions>;
  }
}

declare function fetchJson(input: string, init?: RequestInit): Promise<unknown>;
declare const BUILD_NUMBER: number;

type Method = 'GET' | 'POST' | 'PATCH';
type Path = `/${string}`;

/** Logs how long a method takes. */
function timed<This, Args extends unknown[], Return>(
  method: (this: This, ...args: Args) => Promise<Return>,
  context: ClassMethodDecoratorContext,
) {
  return async function (this: This, ...args: Args): Promise<Return> {
    const started = performance.now();
    try {
      return await method.call(this, ...args);
    } finally {
      console.debug(`${String(context.name)} took ${performance.now() - started} ms`);
    }
  };
}

export interface Transport {
  send<T>(method: Method, path: Path, body?: unknown): Promise<T>;
  send(method: 'GET', path: Path): Promise<unknown>;
  close?(): void;
}

export class Client extends EventEmitter implements Transport, AsyncDisposable {
  private attempts = 0;
  protected readonly pending: Map<string, AbortController> = new Map();

  constructor(readonly origin: URL, private readonly retries: number = 3) {
    super();
  }

  @timed
  async send<T>(method: Method, path: Path, body?: unknown): Promise<T> {
    const controller = new AbortController();
    const key = `${method} ${path}`;
    this.pending.get(key)?.abort();
    this.pending.set(key, controller);
    for (let attempt = 0; ; attempt++) {
      try {
        this.attempts++;
        return (await fetchJson(new URL(path, this.origin).href, {
          method,
          body: body === undefined ? null : JSON.stringify(body),
          signal: controller.signal,
          headers: { 'x-build': BUILD_NUMBER.toString(16) },
        })) as T;
      } catch (error) {
        if (attempt >= this.retries || controller.signal.aborted) throw error;
        await new Promise<void>((resolve) => setTimeout(resolve, 2 ** attempt * 100));
        this.emit('retry', key, attempt);
      }
    }
  }

  async *pages<T extends { next?: Path }>(first: Path): AsyncGenerator<T, void, undefined> {
    let at: Path | undefined = first;
    while (at) {
      const page: T = await this.send<T>('GET', at);
      yield page;
      at = page.next;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const controller of this.pending.values()) controller.abort();
    this.pending.clear();
  }
}

export async function load(client: Client, options?: StoreOptions<Todos.State>) {
  const items = await client.send<Todos.Item[]>('GET', '/todos');
  const initial = { items, filter: 'all' } satisfies Todos.State;
  const store = new Store<Todos.State, Todos.Actions>(initial, Todos.reducers, options);
  store.subscribe((state, previous) => {
    if (state.items !== previous.items) void client.send('PATCH', '/todos', state.items);
  });
  return store;
}
