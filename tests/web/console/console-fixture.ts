import type { Browser, BrowserContextOptions } from 'playwright-core';
import { ensureConsole } from '../../../src/web/build-console.ts';
import { desk, launch, type Visit, visit } from '../helpers/browser.ts';
import { type ScriptedApi, startScriptedApi } from './scripted-api.ts';

export interface ConsoleFixture {
  readonly api: ScriptedApi;
  open(path: string, options?: BrowserContextOptions): Promise<Visit>;
}

/** A fresh server and fresh visits for each test; one browser and one build for the file. */
export function consoleFixture(): ConsoleFixture {
  let browser: Browser;
  let folder: string;
  let api: ScriptedApi | undefined;
  const visits: Visit[] = [];
  before(async function () {
    this.timeout(180_000);
    folder = await ensureConsole();
    browser = await launch();
  });
  beforeEach(async () => {
    api = await startScriptedApi(folder);
  });
  afterEach(async () => {
    for (const { context } of visits.splice(0)) await context.close();
    await api?.stop();
  });
  after(() => browser?.close());
  const running = () => {
    if (api === undefined) throw new Error('the scripted server runs only within a test');
    return api;
  };
  return {
    get api() {
      return running();
    },
    open: async (path, options = desk) => {
      const opened = await visit(browser, `${running().url}/console/${path}`, options);
      visits.push(opened);
      return opened;
    },
  };
}
