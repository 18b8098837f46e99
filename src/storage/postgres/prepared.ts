import { createHash } from 'node:crypto';
import { PGlite, parse, protocol, type QueryOptions, type Results } from '@electric-sql/pglite';
import { LRUCache } from 'lru-cache';
import pg from 'pg';

/**
 * The few long statements of a turn cost the database more to read and plan than to run, so each connection
 * prepares a statement once and then only binds values to it. Measured by `npm run bench -- turns`.
 */
const mostStatements = 200;

type Query = (config: pg.QueryConfig) => Promise<pg.QueryResult>;

/** node-postgres prepares what has a name; ours is made of the text. */
export class PreparingClient extends pg.Client {
  readonly #names = new LRUCache<string, string>({ max: mostStatements });
  #given = 0;

  // The declared overloads of pg are many; Kysely uses this one, and everything else goes through untouched.
  override query = ((first: unknown, values: unknown, ...others: unknown[]): unknown => {
    const inner = super.query as unknown as (...args: unknown[]) => unknown;
    const plain =
      typeof first !== 'string' || !Array.isArray(values) || values.length === 0 || others.length > 0;
    const name = plain ? undefined : this.#nameOf(first);
    if (name === undefined) return inner.call(this, first, values, ...others);
    return (inner as Query).call(this, { name, text: first as string, values: values as unknown[] });
  }) as pg.Client['query'];

  /** Statements with a list of changing length would be without end: after a while new ones are not prepared. */
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#given >= mostStatements) return known;
    this.#given += 1;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
    this.#names.set(text, name);
    return name;
  }
}

interface Prepared {
  readonly name: string;
  readonly paramTypes: readonly number[];
  readonly described: Messages;
}
type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>;

/** PGlite itself prepares anew for every query; this keeps the statements. Those inside a transaction are not kept. */
export class PreparingPGlite extends PGlite {
  readonly #statements = new Map<string, Prepared>();

  override async query<T>(
    text: string,
    values: unknown[] = [],
    options: QueryOptions = {},
  ): Promise<Results<T>> {
    // PGlite asks for its types before it is ready, and without values.
    if (values.length === 0) return super.query<T>(text, values, options);
    await this.waitReady;
    const known = this.#statements.get(text);
    if (known === undefined && this.#statements.size >= mostStatements)
      return super.query<T>(text, values, options);
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(async () => {
        const prepared = known ?? (await this.#prepare(text));
        return this.#run<T>(prepared, values, options);
      }),
    );
  }

  async #prepare(text: string): Promise<Prepared> {
    const name = `s${this.#statements.size}`;
    const described = await this.#exchange([
      protocol.serialize.parse({ name, text }),
      protocol.serialize.describe({ type: 'S', name }),
    ]);
    const prepared = { name, described, paramTypes: parse.parseDescribeStatementResults(described) };
    this.#statements.set(text, prepared);
    return prepared;
  }

  async #run<T>(
    { name, paramTypes, described }: Prepared,
    given: unknown[],
    options: QueryOptions,
  ): Promise<Results<T>> {
    const values = given.map((value, index) => this.#serialise(value, paramTypes[index] ?? 0));
    const messages = await this.#exchange([
      protocol.serialize.bind({ statement: name, values }),
      protocol.serialize.execute({}),
    ]);
    const [results] = parse.parseResults([...described, ...messages], this.parsers, options);
    return results as Results<T>;
  }

  /** As PGlite's own query() does it: one message after the other, and whatever happens a sync at the end. */
  async #exchange(requests: readonly Uint8Array[]): Promise<Messages> {
    const messages: Messages = [];
    try {
      for (const request of requests)
        messages.push(...(await this.execProtocolStream(request, { syncToFs: false })));
    } finally {
      messages.push(...(await this.execProtocolStream(protocol.serialize.sync(), { syncToFs: false })));
    }
    await this.syncToFs();
    return messages;
  }

  #serialise(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null;
    const serialise = this.serializers[type];
    return serialise === undefined ? String(value) : serialise(value);
  }
}
