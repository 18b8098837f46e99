import { type MessengerSenderParts, messengerSender } from '../../../src/channels/messenger/send.ts';
import { messengerDefaults } from '../../../src/channels/messenger/settings.ts';
import { Pace } from '../../../src/channels/push/pace.ts';
import type { DueSending, SendResult } from '../../../src/conversations/ports.ts';
import { MessengerPlatform } from '../../helpers/platforms/messenger-platform.ts';
import { FakeClock } from '../fake-clock.ts';
import { Budget, Files, Marks, sendingTo } from '../ports.ts';

export const child = '7123456789012345';
export const opening = 'Chào bạn, đây là tin trả lời cho câu hỏi hôm trước của bạn.';

/** A sender with ports in memory, and Messenger played beside it. */
export class Stage {
  readonly clock = new FakeClock('2026-11-24T08:00:00+07:00');
  readonly platform = new MessengerPlatform({ now: this.clock.milliseconds });
  readonly marks = new Marks();
  readonly files = new Files();
  readonly alarms: string[] = [];
  readonly budget = new Budget(undefined);
  parts!: MessengerSenderParts;

  async start(more: Partial<MessengerSenderParts> = {}): Promise<this> {
    await this.platform.start();
    this.platform.echoes = 'none';
    const { appId, appSecret, verifyToken, pageId, pageToken, url } = this.platform;
    const settings = {
      ...messengerDefaults,
      appId,
      appSecret,
      verifyToken,
      pageId,
      pageToken,
      graphUrl: url,
    };
    const { now } = this.clock;
    const alarm = (code: string) => void this.alarms.push(code);
    this.parts = {
      settings,
      budget: this.budget,
      marks: this.marks,
      files: this.files,
      pace: new Pace(6_000, now),
      alarm,
      now,
      opening,
      ...more,
    };
    await this.platform.say(child, 'chào');
    this.budget.last = now();
    return this;
  }

  send(more: Partial<DueSending> = {}, parts: Partial<MessengerSenderParts> = {}): Promise<SendResult> {
    return messengerSender({ ...this.parts, ...parts }).send(sendingTo('messenger', child, more));
  }

  get texts(): readonly string[] {
    return this.platform.sent.map(({ text }) => text);
  }
}
