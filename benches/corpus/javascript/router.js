// A router for small servers: paths with parameters, middleware, static files.

import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import path, { extname, join, normalize } from 'node:path';
import * as url from 'node:url';
import EventEmitter from 'node:events';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
]);

const DEFAULTS = { caseSensitive: false, root: process.cwd(), maxBody: 1 << 20 };

/** An error with a status for the client. */
export class HttpError extends Error {
  constructor(status, message, { cause } = {}) {
    super(message, { cause });
    this.name = 'HttpError';
    this.status = status;
  }

  get isClientError() {
    return this.status >= 400 && this.status < 500;
  }

  static notFound(target) {
    return new HttpError(404, `nothing at ${target}`);
  }
}

/**
 * Compiles a pattern such as `/users/:id` to a regular expression.
 * @param {string} pattern
 * @returns {{ expression: RegExp, names: string[] }}
 */
export function compile(pattern, options = DEFAULTS) {
  const names = [];
  const source = pattern
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        return '([^/]+)';
      }
      return part === '*' ? '(?:.*)' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return { expression: new RegExp(`^${source}/?$`, options.caseSensitive ? '' : 'i'), names };
}

class Route {
  #hits = 0;
  static count = 0;

  constructor(method, pattern, handlers) {
    Object.assign(this, compile(pattern), { method, handlers });
    Route.count += 1;
  }

  match(method, pathname) {
    if (this.method !== '*' && this.method !== method) return null;
    const found = this.expression.exec(pathname);
    if (!found) return null;
    this.#hits++;
    const parameters = {};
    for (const [index, name] of this.names.entries()) {
      parameters[name] = decodeURIComponent(found[index + 1]);
    }
    return parameters;
  }

  get hits() {
    return this.#hits;
  }
}

export default class Router extends EventEmitter {
  routes = [];
  middleware = [];

  constructor(options) {
    super();
    this.options = { ...DEFAULTS, ...options };
    for (const method of METHODS) {
      this[method.toLowerCase()] = (pattern, ...handlers) => this.add(method, pattern, ...handlers);
    }
  }

  use(...middleware) {
    this.middleware.push(...middleware.flat());
    return this;
  }

  add(method, pattern, ...handlers) {
    if (handlers.some((handler) => typeof handler !== 'function')) {
      throw new TypeError(`a handler of ${method} ${pattern} is no function`);
    }
    this.routes.push(new Route(method, pattern, handlers));
    return this;
  }

  async dispatch(request, response) {
    const { pathname, searchParams } = new url.URL(request.url, 'http://localhost');
    request.query = Object.fromEntries(searchParams);
    for (const route of this.routes) {
      const parameters = route.match(request.method, pathname);
      if (parameters === null) continue;
      request.parameters = parameters;
      await this.#run([...this.middleware, ...route.handlers], request, response);
      return;
    }
    throw HttpError.notFound(pathname);
  }

  async #run(chain, request, response) {
    let index = -1;
    const next = async () => {
      index += 1;
      const handler = chain[index];
      if (handler) await handler(request, response, next);
    };
    await next();
  }

  handle = async (request, response) => {
    const started = performance.now();
    try {
      await this.dispatch(request, response);
    } catch (error) {
      const status = error?.status ?? 500;
      if (!error.isClientError) this.emit('failure', error);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status, message: error.message }));
    } finally {
      this.emit('done', request, performance.now() - started);
    }
  };

  listen(port, { host = '127.0.0.1' } = {}) {
    const server = createServer(this.handle);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  }
}

/** Reads the body of a request as JSON. */
export async function body(request, limit = DEFAULTS.maxBody) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `more than ${limit} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new HttpError(400, 'no JSON', { cause });
  }
}

export const serveFiles = (root) =>
  async function files(request, response, next) {
    const wanted = normalize(join(root, request.parameters.name));
    if (!wanted.startsWith(root + path.sep)) throw new HttpError(403, 'outside');
    const found = await stat(wanted).catch(() => undefined);
    if (!found?.isFile()) return next();
    response.setHeader('content-type', TYPES.get(extname(wanted)) || 'application/octet-stream');
    response.end(await readFile(wanted));
  };
