import { expect } from 'chai';
import { type Golden, goldenConversations } from '../conversations/golden-file.ts';
import { told } from '../conversations/told.ts';
import { AzureFacebook } from '../helpers/platforms/azure-facebook.ts';
import { sleep } from '../helpers/platforms/deliver.ts';
import { onFacebookByAzure, onMessenger, onTheWeb, onZalo, type Person } from './people.ts';
import { type PlatformApp, startPlatformApp } from './platform-app.ts';
import { aCounsellor } from './staff-member.ts';

const publicUrl = 'https://baotre.example.vn';
const file = 'the-same-on-every-channel.yaml';

/**
 * A golden conversation through the whole program, over HTTP: the person taps and types on their channel
 * as that channel lets them; replies and report must be the same everywhere.
 */
describe('one golden conversation on every channel', function () {
  this.timeout(120_000);
  const { golden } = goldenConversations().find((each) => each.file === file) ?? {};
  let running: PlatformApp;
  let staff: Awaited<ReturnType<typeof aCounsellor>>;
  const azure = new AzureFacebook(() => running.test.base);
  before(async function () {
    this.timeout(240_000);
    running = await startPlatformApp({ env: { PUBLIC_URL: publicUrl } });
    staff = await aCounsellor(running, 'Cô Lan', publicUrl);
    await azure.start();
  });
  after(async () => {
    await running.stop();
    await azure.stop();
  });

  const people: readonly [string, () => Person | Promise<Person>][] = [
    ['the web chat', () => onTheWeb(running)],
    ['Zalo', () => onZalo(running, '7700112233445566778')],
    ['Messenger', () => onMessenger(running, '7123456789012345')],
    ['Messenger by Azure Bot Service', () => onFacebookByAzure(running, azure, '7123456789012345')],
  ];
  for (const [name, arrive] of people) {
    it(`goes the same way on ${name}`, async () => {
      if (golden === undefined) throw new Error(`there is no ${file}`);
      const person = await arrive();
      for (const [index, turn] of golden.turns.entries()) {
        // Whoever is not seen for a while counts as gone, and the bot then says so.
        await staff.post('/presence', { presence: 'present' });
        const before = await lastSeq(person);
        await act(person, turn);
        const lines = await linesAfter(person, before, turn.bot?.length ?? 0);
        expect(
          lines.map(({ key }) => key),
          `turn ${index + 1}`,
        ).to.deep.equal(turn.bot);
        await reached(person, lines);
      }
      await expectOutcome(person, golden);
    });
  }

  const stores = () => running.test.app.stores;
  const lastSeq = async (person: Person) =>
    (await stores().conversations.open(person.conversation(), 1))?.lastSeq ?? 0;

  async function botLines(person: Person, after: number) {
    const entries = await stores().conversations.transcript(person.conversation(), after, 500);
    return entries.flatMap(({ author, body }) =>
      author === 'bot' && body.kind === 'replied' ? [body.message] : [],
    );
  }

  async function linesAfter(person: Person, seq: number, count: number) {
    for (let tries = 0; tries < 400 && (await botLines(person, seq)).length < count; tries++) await sleep(25);
    return botLines(person, seq);
  }

  /** Every word has come to the person before they go on. */
  async function reached(person: Person, lines: readonly { readonly text: string }[]): Promise<void> {
    const missing = async () => {
      const texts = (await person.seen()).map(({ text }) => text).join('\n\n');
      return lines.filter(({ text }) => !texts.includes(text)).map(({ text }) => text);
    };
    for (let tries = 0; tries < 400 && (await missing()).length > 0; tries++) await sleep(25);
    expect(await missing()).to.deep.equal([]);
  }

  async function act(person: Person, turn: Golden['turns'][number]): Promise<unknown> {
    if (turn.opens === true) return person.open();
    const seen = await person.seen();
    if (turn.person !== undefined) return person.say(turn.person.replace('{last-digits}', lastDigits(seen)));
    const button = seen
      .toReversed()
      .flatMap(({ buttons }) => buttons)
      .find(({ payload }) => payload.endsWith(`:${turn.tap}`));
    if (button === undefined) throw new Error(`no button for "${turn.tap}" is in sight`);
    return person.tap(button);
  }

  function lastDigits(seen: readonly { readonly text: string }[]): string {
    const shown = seen.map(({ text }) => text).join('\n');
    return /\d{4} \d{4} \d{4} (\d{4})/u.exec(shown)?.[1] ?? '';
  }

  async function expectOutcome(person: Person, golden: Golden): Promise<void> {
    const { conversations, reports, database } = stores();
    const open = await conversations.open(person.conversation(), 1);
    const link = open?.memory.report;
    const report = link === undefined ? undefined : await reports.open(link.id);
    expect(told(report?.content.answers ?? {})).to.deep.equal(golden.report);
    expect(report?.state).to.equal(golden.report_state);
    const { rows } = await database.executeSql(
      `select urgency, reason from handoff where conversation_id = '${person.conversation()}'`,
    );
    expect(rows).to.deep.equal([golden.handoff]);
  }
});
