import { isMap, isNode, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Something wrong in a file people write, with its place; lines and columns count from 1. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** A file as written and as understood. */
export interface YamlFile<T> {
  readonly file: string;
  readonly value: T;
  /** A fault at the key or value of that path. */
  fault(path: Path, message: string): Fault;
}

export type Read<T> =
  | { readonly kind: 'read'; readonly file: YamlFile<T> }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Reads YAML text by a schema; every fault is told with its line and column. */
export function readYaml<T>(file: string, source: string, schema: z.ZodType<T>): Read<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const fault = (path: Path, message: string): Fault => ({
    file,
    ...place(offsetOf(document, path)),
    message,
  });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      file,
      ...place(error.pos[0]),
      message: error.message.split('\n')[0] ?? '',
    }));
    return { kind: 'faults', faults };
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { kind: 'read', file: { file, value: parsed.data, fault } };
  return { kind: 'faults', faults: parsed.error.issues.flatMap((issue) => told(issue, fault)) };
}

function told(issue: z.core.$ZodIssue, fault: (path: Path, message: string) => Fault): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault([...issue.path, key], `unknown key "${key}"`));
  }
  const missing =
    issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined');
  const name = String(issue.path.at(-1) ?? 'file');
  return [fault(issue.path, missing ? `"${name}" is missing` : `${name}: ${issue.message}`)];
}

/** Where the deepest part of the path that exists begins; a key rather than its value. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    const pair = pairOf(node, key);
    if (pair === undefined) break;
    offset = pair.offset;
    node = pair.value;
  }
  return offset;
}

function pairOf(
  node: unknown,
  key: PropertyKey,
): { readonly offset: number; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair: Pair | undefined = node.items.find(
      ({ key: name }) => isScalar(name) && String(name.value) === String(key),
    );
    if (pair === undefined) return undefined;
    return { offset: isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0, value: pair.value };
  }
  if (typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)) {
    const value: unknown = node.items[Number(key)];
    return value === undefined ? undefined : { offset: isNode(value) ? (value.range?.[0] ?? 0) : 0, value };
  }
  return undefined;
}

export function faultLine({ file, line, column, message }: Fault): string {
  return `${file}:${line}:${column} ${message}`;
}
