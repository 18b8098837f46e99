import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { projectRoot } from '../helpers/app.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { freePort } from '../helpers/postgres.ts';

interface Running {
  readonly child: ChildProcess;
  readonly base: string;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

async function run(env: Record<string, string>): Promise<Running> {
  const port = env['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [join(projectRoot, 'src/main.ts')], {
    env: { HOST: '127.0.0.1', PORT: port, ...env },
    cwd: tmpdir(),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, base: `http://127.0.0.1:${port}`, out: () => out, err: () => err, ended };
}

async function ready({ out, err, child }: Running): Promise<void> {
  while (!out().includes('/readyz')) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${err()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the process', function () {
  this.timeout(180_000);
  let parent: string;
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'process-'));
  });
  after(() => rm(parent, { recursive: true, force: true }));

  it('makes its folder for itself alone at the first start, and says in three lines where to go', async () => {
    const dataDir = join(parent, 'first');
    const running = await run({ DATA_DIR: dataDir });
    await ready(running);
    expect((await stat(dataDir)).mode & 0o777).to.equal(0o700);
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o777).to.equal(0o600);
    const lines = running.out().trim().split('\n');
    expect(lines.slice(0, 2).map((line) => line.split(/\s+/u)[0])).to.deep.equal(['Chat:', 'Staff:']);
    expect((await fetch(`${running.base}/readyz`)).status).to.equal(200);
    running.child.kill('SIGTERM');
    expect(await running.ended).to.equal(0);
    expect((await readdir(dataDir)).sort()).to.include.members(['database', 'keys.json']);
  });

  it('tells all faults of the configuration at once and ends with 1', async () => {
    const running = await run({ DATA_DIR: join(parent, 'never'), PORT: '0', LOG_LEVEL: 'loud' });
    expect(await running.ended).to.equal(1);
    expect(running.err()).to.contain('PORT:').and.to.contain('LOG_LEVEL:');
    expect(await readdir(parent)).not.to.contain('never');
  });

  it('refuses a folder that another process holds, and leaves that one whole', async () => {
    const dataDir = await newDataDir();
    const first = await run({ DATA_DIR: dataDir });
    await ready(first);
    const second = await run({ DATA_DIR: dataDir });
    expect(await second.ended).to.equal(1);
    expect(second.err()).to.contain('storage.in-use');
    const client = await new DirectLineClient(first.base).open();
    expect((await client.ask({ type: 'event', name: 'opened' })).length).to.be.greaterThan(0);
    first.child.kill('SIGKILL');
    await first.ended;
    const third = await run({ DATA_DIR: dataDir });
    await ready(third);
    const again = new DirectLineClient(third.base);
    Object.assign(again, { conversationId: client.conversationId, token: client.token });
    expect((await again.read()).map(({ id }) => id)).to.deep.equal(client.seen.map(({ id }) => id));
    await rm(join(dataDir, 'keys.json'));
    third.child.kill('SIGTERM');
    expect(await third.ended).to.equal(0);
    const keyless = await run({ DATA_DIR: dataDir });
    expect(await keyless.ended).to.equal(1);
    expect(keyless.err()).to.contain('key.missing');
    await rm(dataDir, { recursive: true });
  });

  it('answers what is under way and ends with 0 when it is told to stop in the middle of work', async () => {
    const dataDir = await newDataDir();
    const running = await run({ DATA_DIR: dataDir });
    await ready(running);
    const clients = await Promise.all([1, 2, 3].map(() => new DirectLineClient(running.base).open()));
    const silent = connect(Number(new URL(running.base).port), '127.0.0.1');
    const stream = new WebSocket(`${clients[0]!.url.replace('http:', 'ws:')}/stream?t=${clients[0]!.token}`);
    await new Promise((resolve) => stream.once('open', resolve));
    stream.on('error', () => undefined);
    silent.on('error', () => undefined);
    const taken: number[] = [];
    let going = true;
    const load = clients.map(async (client) => {
      while (going)
        await client.post({ type: 'event', name: 'opened' }).then(
          ({ status }) => taken.push(status),
          () => {
            going = false;
          },
        );
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const began = performance.now();
    running.child.kill('SIGTERM');
    expect(await running.ended).to.equal(0);
    expect(performance.now() - began).to.be.lessThan(15_000);
    going = false;
    await Promise.all(load);
    silent.destroy();
    expect(taken.filter((status) => status !== 200 && status !== 429)).to.deep.equal([]);
    expect(running.err()).not.to.contain('"level":"error"');
    await rm(dataDir, { recursive: true });
  });
});
