import { aBrowser } from '../staff/console-world.ts';
import type { PlatformApp } from './platform-app.ts';

type Browser = ReturnType<typeof aBrowser>;

const password = 'mật khẩu rất dài';

async function done(answer: Promise<Awaited<ReturnType<Browser['post']>>>) {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** A counsellor of the running program, invited by its first administrator, signed in and present. */
export async function aCounsellor({ test }: PlatformApp, name: string, origin = test.base): Promise<Browser> {
  const admin = aBrowser(test.base, origin);
  const first = await test.app.staff.firstAccountLink();
  await done(
    admin.post('/setup', { token: first?.split('#')[1], username: 'quan-tri', name: 'Quản trị', password }),
  );
  await done(admin.post('/confirm', { password }));
  const { link } = await done(admin.post('/staff/invitations', { roles: ['counsellor', 'supervisor'] }));
  const browser = aBrowser(test.base, origin);
  await done(browser.post('/setup', { token: link.split('#')[1], username: 'co-lan', name, password }));
  await done(browser.post('/presence', { presence: 'present' }));
  return browser;
}

/** Takes the next waiting chat and says something in it. */
export async function takeAndSay(browser: Browser, text: string): Promise<string> {
  const { chatId, epoch } = await done(browser.post('/queue/take-next'));
  await done(browser.post(`/chats/${chatId}/messages`, { text, epoch, clientId: text }));
  return chatId;
}
