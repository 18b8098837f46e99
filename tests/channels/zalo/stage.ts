import { Pace } from '../../../src/channels/push/pace.ts';
import { type ZaloSenderParts, zaloSender } from '../../../src/channels/zalo/send.ts';
import { zaloDefaults } from '../../../src/channels/zalo/settings.ts';
import { ZaloTokens } from '../../../src/channels/zalo/tokens.ts';
import type { DueSending, SendResult } from '../../../src/conversations/ports.ts';
import { ZaloPlatform } from '../../helpers/platforms/zalo-platform.ts';
import { FakeClock } from '../fake-clock.ts';
import { Budget, Files, Marks, sendingTo, sharedLock, TokenShelf } from '../ports.ts';

export const child = '7700112233445566778';
export const opening = 'Chào bạn, đây là tin trả lời cho câu hỏi hôm trước của bạn.';

/** A sender with ports in memory, and Zalo played beside it. */
export class Stage {
  readonly clock = new FakeClock('2026-11-24T08:00:00+07:00');
  readonly platform = new ZaloPlatform({ now: this.clock.milliseconds });
  readonly marks = new Marks();
  readonly files = new Files();
  readonly alarms: string[] = [];
  readonly shelf = new TokenShelf();
  budget = new Budget(undefined);
  parts!: ZaloSenderParts;

  async start(): Promise<this> {
    await this.platform.start();
    this.platform.echoes = 'none';
    const settings = {
      ...zaloDefaults,
      appId: this.platform.appId,
      appSecret: this.platform.appSecret,
      oaSecretKey: this.platform.oaSecretKey,
      apiUrl: this.platform.url,
      oauthUrl: this.platform.url,
    };
    const alarm = (code: string) => void this.alarms.push(code);
    const { now } = this.clock;
    const seed = this.platform.refreshToken;
    const tokens = new ZaloTokens({
      app: settings,
      store: this.shelf,
      lock: sharedLock(),
      alarm,
      now,
      seed,
      fingerprint: (text) => text.slice(0, 8),
    });
    this.parts = {
      settings,
      tokens,
      budget: this.budget,
      marks: this.marks,
      files: this.files,
      pace: new Pace(3_500, now),
      alarm,
      now,
      opening,
    };
    return this;
  }

  async personWrites(): Promise<void> {
    await this.platform.say(child, 'chào');
    this.budget.last = this.clock.now();
    this.budget.used = 0;
  }

  send(more: Partial<DueSending> = {}): Promise<SendResult> {
    return zaloSender(this.parts).send(sendingTo('zalo', child, more));
  }

  get texts(): readonly string[] {
    return this.platform.sent.map(({ text }) => text);
  }
}
