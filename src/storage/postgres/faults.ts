import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { OperationalError } from '../../domain/errors.ts';

/** Connection lost or refused (08), shut down or starting (57P), out of connections (53), deadlock and the like (40). */
const away = /^(?:08|57P|53|40)/u;
const disk = new Set(['53100', 'ENOSPC', 'EDQUOT']);
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** The pg client tells of a broken connection by message alone. */
const broken =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|cannot use a pool after/iu;

/** Names the faults that are the database's and not the query's, so that what met them is tried again. */
export function namedFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (disk.has(code)) return new OperationalError('storage.full', { retryable: true, cause: error });
  if (away.test(code) || network.has(code) || broken.test(error.message))
    return new OperationalError('storage.unavailable', { retryable: true, cause: error });
  return error;
}

/** The same dialect, whose connections throw named faults. */
export function withNamedFaults(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => naming<Driver>(dialect.createDriver(), naming<DatabaseConnection>),
  };
}

function naming<T extends object>(inner: T, result: (value: never) => unknown = (value) => value): T {
  return new Proxy(inner, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const given: unknown = value.apply(target, args);
        if (!(given instanceof Promise)) return given;
        return given.then(
          (got: unknown) => (name === 'acquireConnection' ? result(got as never) : got),
          (error: unknown) => {
            throw namedFault(error);
          },
        );
      };
    },
  });
}
