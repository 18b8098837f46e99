import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { retoldFault } from '../../src/staff/retold.ts';
import { parseCorpus } from '../../src/understanding/corpus.ts';
import { command } from '../cli/command.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { newDataDir } from '../helpers/data-dir.ts';
import { DirectLineClient } from '../helpers/direct-line.ts';
import { aBrowser } from './console-world.ts';

const written = 'con mèo nhà con cào con đau quá cô ơi';

describe('a message that was misread', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: ReturnType<typeof aBrowser>;
  let chatId: string;
  let dataDir: string;
  before(async () => {
    dataDir = await newDataDir();
    app = await startApp({ dataDir });
    browser = aBrowser(app.base);
    const token = (await app.app.staff.firstAccountLink())?.split('#')[1];
    await browser.post('/setup', { token, username: 'lan', name: 'Cô Lan', password: 'mật khẩu rất dài' });
    await browser.post('/presence', { presence: 'present' });
    const person = await new DirectLineClient(app.base).open();
    await person.say('cho con gặp cô chú');
    await person.say(written);
    await app.app.worker.idle();
    chatId = (await browser.post('/queue/take-next')).body.chatId;
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  const example = {
    misreading: 'wrongly-alarmed',
    text: 'chú chó nhỏ gặm trúng chân em hơi rát',
    intent: 'smalltalk',
    urgency: 'routine',
    register: 'child',
  } as const;
  const add = (more: object = {}) => browser.post(`/chats/${chatId}/retold`, { ...example, ...more });
  const examples = async () => (await browser.get('/retold')).body.examples;

  it('is kept in the words of staff, without chat, author or day', async () => {
    expect((await add()).status).to.equal(204);
    const [only, ...others] = await examples();
    expect(others).to.deep.equal([]);
    const { id, month, ...told } = only;
    expect(told).to.deep.equal(example);
    expect(month).to.match(/^20\d\d-\d\d$/u);
    const [row] = await app.app.stores.database.db.selectFrom('retold').selectAll().execute();
    expect(Object.keys(row ?? {}).toSorted()).to.deep.equal([
      ...['id', 'intent', 'misreading', 'month', 'register', 'text', 'urgency'],
    ]);
    expect(JSON.stringify(row)).not.to.include(chatId);
    expect(id).to.be.a('string');
  });

  it('is refused when it repeats what the person wrote, also without marks or within more words', async () => {
    for (const text of [
      written,
      'con meo nha con cao con dau qua',
      `hôm qua ${written} nhưng không sao đâu ạ`,
    ]) {
      const refused = await add({ text });
      expect([refused.status, refused.body.error.code], text).to.deep.equal([400, 'too-close']);
    }
  });

  it('is refused with a number or a link in it, and with fields that are not as described', async () => {
    for (const text of ['gọi em số 0912 345 678 nhé', 'xem https://example.org đi'])
      expect((await add({ text })).body.error.code).to.equal('identifying');
    for (const wrong of [
      { intent: 'unknown' },
      { text: '' },
      { urgency: 'red' },
      { register: 'x' },
      { chatId },
    ])
      expect((await add(wrong)).status, JSON.stringify(wrong)).to.equal(400);
    expect(await examples()).to.have.length(1);
  });

  it('leaves a line in the audit that does not say what was told', async () => {
    const entries = await app.app.stores.database.db.selectFrom('audit').selectAll().execute();
    const line = entries.filter((entry) => entry.action === 'message.retold');
    expect(line).to.have.length(1);
    expect(JSON.stringify(line)).not.to.include('chó');
  });

  it('becomes a training file that an engineer can read through, and goes when the supervisor removes it', async () => {
    await add({
      misreading: 'alarm-missed',
      text: 'dì ghẻ không cho em vào nhà từ tối',
      intent: 'neglect',
      urgency: 'urgent',
    });
    const folder = await mkdtemp(join(tmpdir(), 'examples-'));
    await app.stop();
    const ran = await command('nlu', ['examples', '--into', folder], { env: { DATA_DIR: dataDir } });
    expect([ran.code, ran.out], ran.err).to.deep.equal([0, '2 examples\n']);
    const files = (await readdir(folder)).toSorted();
    expect(files).to.deep.equal(['hard-negatives-retold-smalltalk.yaml', 'retold-neglect.yaml']);
    const sources = await Promise.all(
      files.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
    );
    await rm(folder, { recursive: true });
    const { examples: read, faults } = parseCorpus(sources);
    expect(faults).to.deep.equal([]);
    expect(read.map(({ text, intent, hardNegative }) => [text, intent, hardNegative])).to.deep.equal([
      [example.text, 'smalltalk', true],
      ['dì ghẻ không cho em vào nhà từ tối', 'neglect', false],
    ]);
  });
});

describe('telling anew', () => {
  it('may use a few of the same words, and any where nothing was written', () => {
    expect(retoldFault('mẹ kế hay nhốt em ngoài sân lúc mưa', ['dì nhốt con ngoài hiên cả đêm'])).to.equal(
      undefined,
    );
    expect(retoldFault('em chào cô', [])).to.equal(undefined);
    expect(retoldFault('lớp 3 em 8 tuổi', ['khác hẳn'])).to.equal(undefined);
  });
});
