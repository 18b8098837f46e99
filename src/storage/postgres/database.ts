import { join } from 'node:path';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { withNamedFaults } from './faults.ts';
import { migrate } from './migrate.ts';
import { PreparingClient, PreparingPGlite } from './prepared.ts';
import type { Tables } from './schema.ts';

/** The one database behind everything, embedded (PGlite in DATA_DIR) or a PostgreSQL server. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly db: Kysely<Tables>;
  /** Runs SQL for pg-boss, which brings its own statements; several at once give the rows of all. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

export type DatabaseLocation =
  | { readonly url: string; readonly connections: number }
  | { readonly dataDir: string | 'memory' };

export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const database =
    'url' in location ? overServer(location.url, location.connections) : await embedded(location.dataDir);
  await migrate(database.db);
  return database;
}

const applicationName = 'child-protection-bot';

/** Whether another process of ours works on the same database server; the embedded one has only us. */
export async function othersConnected(database: Database): Promise<boolean> {
  if (database.kind === 'pglite') return false;
  const { rows } = await database.executeSql(
    'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()',
    [applicationName],
  );
  return rows.length > 0;
}

function overServer(url: string, connections: number): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    application_name: applicationName,
  });
  // A broken idle connection is replaced on the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    kind: 'postgres',
    db: new Kysely<Tables>({ dialect: withNamedFaults(new PostgresDialect({ pool })) }),
    executeSql: async (text, values) => allRows(await pool.query(text, values)),
    // Kysely's own destroy() would end the pool as well, and a pool ends only once.
    close: () => pool.end(),
  };
}

async function embedded(dataDir: string): Promise<Database> {
  const pglite =
    dataDir === 'memory' ? new PreparingPGlite() : new PreparingPGlite(join(dataDir, 'database'));
  await pglite.waitReady;
  return {
    kind: 'pglite',
    db: new Kysely<Tables>({ dialect: withNamedFaults(new PGliteDialect({ pglite })) }),
    executeSql: async (text, values) =>
      values === undefined || values.length === 0
        ? allRows(await pglite.exec(text))
        : pglite.query(text, values),
    close: () => pglite.close(),
  };
}

function allRows(results: Rows | readonly Rows[]): { rows: unknown[] } {
  return {
    rows: Array.isArray(results) ? results.flatMap((result: Rows) => result.rows) : (results as Rows).rows,
  };
}

interface Rows {
  rows: unknown[];
}
