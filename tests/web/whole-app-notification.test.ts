import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { wholeApp } from './helpers/whole-app.ts';

interface Registration {
  readonly registrationId: string;
  readonly scopeURL: string;
}

describe('what the phone of a social worker shows while the console is closed', function () {
  this.timeout(60_000);
  const whole = wholeApp();
  let page: Page;
  let push: (payload: object) => Promise<void>;

  before(async function () {
    this.timeout(60_000);
    const origin = whole.app.base;
    const visit = await whole.visit('/console');
    page = visit.page;
    await visit.context.grantPermissions(['notifications'], { origin });
    const browser = await visit.context.newCDPSession(page);
    const registered = new Promise<Registration>((resolve) =>
      browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
        if (ours !== undefined) resolve(ours);
      }),
    );
    await browser.send('ServiceWorker.enable');
    const { registrationId } = await registered;
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    push = async (payload) => {
      const data = JSON.stringify(payload);
      await browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    };
  });

  const shown = {
    'someone in danger': [
      { kind: 'alarm', urgency: 'immediate', step: 1 },
      { body: 'Có người đang nguy hiểm. Mở bàn trực ngay.', stays: true },
    ],
    'someone who waits': [
      { kind: 'alarm', urgency: 'soon', step: 1 },
      { body: 'Có người đang chờ.', stays: false },
    ],
    'a chat offered': [
      { kind: 'offer', urgency: 'urgent', step: null },
      { body: 'Đồng nghiệp mời bạn nhận một cuộc.', stays: false },
    ],
  } as const;
  for (const [what, [payload, { body, stays }]] of Object.entries(shown)) {
    it(`${what}: one line without a name`, async () => {
      await push(payload);
      const notices = await noticesOf(page, body);
      expect(notices).to.deep.equal([{ title: 'Bàn trực', body, stays }]);
    });
  }
});

/** What is shown once a line with this text is there; a newer one stands in the place of the one before. */
function noticesOf(page: Page, body: string) {
  return page.evaluate(async (wanted) => {
    const registration = await navigator.serviceWorker.ready;
    for (;;) {
      const notices = await registration.getNotifications();
      if (notices.some((notice) => notice.body === wanted))
        return notices.map(({ title, body: text, requireInteraction }) => ({
          title,
          body: text,
          stays: requireInteraction,
        }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, body);
}
