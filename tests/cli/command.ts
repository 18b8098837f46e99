import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../helpers/app.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Gives what is typed once the command has printed enough for it; undefined: it waits for more. */
  readonly types?: (printed: string) => Promise<string> | undefined;
}

/** Runs a command of package.json as a process of its own, as an administrator does; nothing is typed unless said so. */
export async function command(
  name: string,
  args: readonly string[],
  { env, types }: CommandOptions,
): Promise<Ran> {
  const child = spawn(process.execPath, [join(projectRoot, `src/cli/${name}.ts`), ...args], {
    env: { ...env },
    cwd: tmpdir(),
  });
  let [out, err] = ['', ''];
  let typed = types === undefined;
  if (typed) child.stdin.end();
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  child.stdout.on('data', (chunk: Buffer) => {
    out += String(chunk);
    const answer = typed ? undefined : types?.(out);
    if (answer === undefined) return;
    typed = true;
    answer.then(
      (line) => child.stdin.end(`${line}\n`),
      () => child.kill(),
    );
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
