import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { desk, phone } from './helpers/browser.ts';
import { answered } from './helpers/chat-page.ts';
import { outOfReach, seriousFaults, sideways } from './helpers/everybody.ts';
import { firstWorker, say, secondWorker, takeNext } from './helpers/staff-page.ts';
import { aChild, inDanger, picture, wholeApp } from './helpers/whole-app.ts';

const pages = [
  'today',
  'reports',
  'team/load',
  'team/roster',
  'team/hours',
  'team/canned',
  'team/blocks',
  'team/members',
  'team/audit',
  'care',
  'settings',
] as const;

describe('every page of the whole program', function () {
  this.timeout(120_000);
  const whole = wholeApp();
  let worker: Page;
  let child: Page;
  let chat: string;

  before(async function () {
    this.timeout(120_000);
    ({ page: worker } = await firstWorker(whole));
    await secondWorker(whole, worker);
    await worker.goto(`${whole.app.base}/console/today`);
    ({ page: child } = await aChild(whole));
    await inDanger(child);
    await takeNext(worker);
    await say(worker, 'Chào con, cô là Lan, người thật đây.');
    await answered(child, 'cô là Lan');
    chat = new URL(worker.url()).pathname.replace('/console/', '');
    const { page } = await aChild(whole);
    await inDanger(page);
  });

  for (const [size, { viewport }] of Object.entries({ desk, phone })) {
    for (const path of [...pages, 'chat']) {
      it(`${path} on a ${size}: axe finds nothing serious, all is within reach`, async () => {
        await worker.setViewportSize(viewport);
        await worker.goto(`${whole.app.base}/console/${path === 'chat' ? chat : path}`);
        await settled(worker);
        await picture(worker, `${size}-${path.replace('/', '-')}`);
        expect(await seriousFaults(worker)).to.deep.equal([]);
        expect(await sideways(worker)).to.be.at.most(0);
        expect(await outOfReach(worker)).to.deep.equal([]);
      });
    }

    it(`sign-in, set-up and the child's page on a ${size}: the same`, async () => {
      for (const path of ['/console', '/console/setup#used']) {
        const { page, context } = await whole.visit(path, { viewport });
        await page.getByRole('heading').first().waitFor();
        await picture(page, `${size}-${path.includes('setup') ? 'setup-used' : 'sign-in'}`);
        expect(await seriousFaults(page)).to.deep.equal([]);
        expect(await sideways(page)).to.be.at.most(0);
        await context.close();
      }
      await child.setViewportSize(viewport);
      await picture(child, `${size}-child`);
      expect(await seriousFaults(child)).to.deep.equal([]);
      expect(await sideways(child)).to.be.at.most(0);
      expect(await outOfReach(child)).to.deep.equal([]);
    });
  }
});

/** The page has its words, and nothing is loading. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.ant-spin-spinning') === null);
  await page.waitForLoadState('networkidle');
}
