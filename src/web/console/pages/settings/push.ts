import { me } from '../../api/account.ts';
import { Fault } from '../../api/call.ts';

export const pushPossible = () =>
  'PushManager' in globalThis && 'serviceWorker' in navigator && Notification.permission !== 'denied';

/** Asks the browser, then tells the server where to knock. The messages themselves hold no words. */
export async function startPush(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Fault('push-refused', 0, 'the browser refused notifications');
  const { key } = await me.pushKey();
  if (key === null) throw new Fault('push-off', 0, 'the server sends no push messages');
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(key),
  });
  await me.push(subscription.toJSON());
}

export async function endPush(): Promise<void> {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await me.endPush();
}

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
