import { expect } from 'chai';
import { activityFor } from '../../src/bot/azure-reply.ts';
import type { Button, Outgoing } from '../../src/domain/message.ts';

const asking = (text: string, buttons: readonly Button[]): Outgoing => ({
  key: 'test.ask',
  text,
  buttons: [...buttons],
  expects: 'choice',
});
const choice = (title: string, value = title): Button => ({ title, value, style: 'choice' });
const call: Button = { title: 'Gọi 111', value: 'tel:111', style: 'call' };
const actionsOf = (message: Outgoing, channelId: string) =>
  activityFor(message, channelId).suggestedActions?.actions.map(({ type, title, value }) => [
    type,
    title,
    value,
  ]);

describe('a reply through Azure Bot Service', () => {
  it('has its choices as actions, and on Facebook in the form that becomes quick replies', () => {
    const message = asking('Nhé?\n111', [call, choice('Có', 'a.b:yes')]);
    expect(actionsOf(message, 'facebook')).to.deep.equal([['postBack', 'Có', 'a.b:yes']]);
    expect(actionsOf(message, 'msteams')).to.deep.equal([
      ['call', 'Gọi 111', 'tel:111'],
      ['messageBack', 'Có', { payload: 'a.b:yes' }],
    ]);
  });

  it('numbers choices whose titles Facebook would cut, and offers the numbers', () => {
    const message = asking('Ai?', [choice('Người trong gia đình của bạn', 'a'), choice('Khác', 'b')]);
    expect(activityFor(message, 'facebook').text).to.equal('Ai?\n\n1. Người trong gia đình của bạn\n2. Khác');
    expect(actionsOf(message, 'facebook')).to.deep.equal([
      ['postBack', '1', 'a'],
      ['postBack', '2', 'b'],
    ]);
  });

  it('says the address of a page, and opens it where the channel can', () => {
    const page: Button = { title: 'Mở trang', value: 'https://chat.example.org/#k=x', style: 'link' };
    const message = asking('Trang riêng đây.', [page]);
    for (const channel of ['facebook', 'msteams'])
      expect(activityFor(message, channel).text).to.equal(
        'Trang riêng đây.\n\nMở trang: https://chat.example.org/#k=x',
      );
    expect(actionsOf(message, 'facebook')).to.equal(undefined);
    expect(actionsOf(message, 'msteams')).to.deep.equal([['openUrl', page.title, page.value]]);
    expect(activityFor(asking(`Ở ${page.value} nhé`, [page]), 'facebook').text, 'said once').to.equal(
      `Ở ${page.value} nhé`,
    );
  });

  it('is numbered text when there are more choices than Facebook takes from Azure', () => {
    const message = asking(
      'Chọn nhé',
      Array.from({ length: 11 }, (_each, index) => choice(`c${index}`)),
    );
    expect(actionsOf(message, 'facebook')).to.equal(undefined);
    expect(activityFor(message, 'facebook').text).to.match(/\n11\. c10$/u);
  });
});
