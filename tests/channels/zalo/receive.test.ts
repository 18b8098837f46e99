import { expect } from 'chai';
import { receiveZalo } from '../../../src/channels/zalo/receive.ts';
import { eventNames, fixture } from '../fixtures.ts';

const oaId = '4455667788990011223';
const person = '7700112233445566778';
const visitor = 'visitor|c0ffee1234567890abcd|3a7f0c1d9b2e4f5a6b7c8d9e0f1a2b3c';

function summary(raw: unknown): object {
  const received = receiveZalo(raw, { at: 1795478401123, oaId });
  if (received.kind === 'event') return { from: received.event.senderId, content: received.event.content };
  if (received.kind === 'media')
    return { from: received.event.senderId, urls: received.event.urls.length, text: received.event.text };
  if (received.kind === 'echo') return { echo: received.senderId };
  return { ignored: received.why };
}

const opened = { kind: 'opened' };
const forget = { kind: 'forget' };
const unreadable = { kind: 'sticker' };

/** Every sample of the reference, and what comes of it. */
const expected: Readonly<Record<string, object>> = {
  add_user_to_tag: { ignored: 'known' },
  anonymous_send_file: { from: visitor, urls: 1, text: undefined },
  anonymous_send_image: { from: visitor, urls: 1, text: undefined },
  anonymous_send_sticker: { from: visitor, content: unreadable },
  anonymous_send_text: {
    from: visitor,
    content: { kind: 'text', text: 'Tôi muốn hỏi mà không để lại tên được không?' },
  },
  follow: { from: person, content: opened },
  oa_call_user: { ignored: 'known' },
  oa_reacted_message: { ignored: 'known' },
  oa_send_anonymous_text: { echo: visitor },
  oa_send_consent: { ignored: 'known' },
  oa_send_file: { from: person, content: { kind: 'staff-echo', text: '' } },
  oa_send_gif: { from: person, content: { kind: 'staff-echo', text: '' } },
  oa_send_image: { from: person, content: { kind: 'staff-echo', text: 'Ảnh hướng dẫn' } },
  oa_send_list: { echo: person },
  oa_send_sticker: { from: person, content: { kind: 'staff-echo', text: '' } },
  'oa_send_text.admin': {
    from: person,
    content: {
      kind: 'staff-echo',
      text: 'Chào bạn, cô là cán bộ công tác xã hội. Cô có thể giúp gì cho bạn?',
    },
  },
  'oa_send_text.api': { echo: person },
  'oa_send_text.template': { echo: person },
  remove_user_from_tag: { ignored: 'known' },
  unfollow: { from: person, content: forget },
  unknown_event: { ignored: 'unknown' },
  update_user_info: { ignored: 'known' },
  user_call_oa: { ignored: 'known' },
  user_click_chatnow: { from: person, content: opened },
  user_feedback: { ignored: 'known' },
  user_reacted_message: { ignored: 'known' },
  user_received_message: { ignored: 'known' },
  'user_received_message.zns': { ignored: 'known' },
  user_reply_consent: { ignored: 'known' },
  user_seen_message: { ignored: 'known' },
  user_send_audio: { from: person, urls: 1, text: undefined },
  user_send_business_card: {
    from: person,
    content: { kind: 'text', text: 'Cô Lan (hàng xóm)\n84000000000' },
  },
  user_send_file: { from: person, urls: 1, text: undefined },
  user_send_gif: { from: person, urls: 1, text: undefined },
  user_send_group_text: { ignored: 'known' },
  user_send_image: { from: person, urls: 1, text: undefined },
  'user_send_image.caption': { from: person, urls: 1, text: 'Vết bầm trên tay bé đây ạ' },
  user_send_link: { from: person, content: { kind: 'text', text: 'https://example.org/bai-viet' } },
  user_send_location: {
    from: person,
    content: { kind: 'text', text: 'Trường Tiểu học Hoa Sữa\ngeo:21.0277644,105.8341598' },
  },
  user_send_sticker: { from: person, content: unreadable },
  user_send_text: {
    from: person,
    content: { kind: 'text', text: 'Em muốn báo một bạn nhỏ gần nhà hay bị đánh ạ.' },
  },
  'user_send_text.button_hide': { from: person, content: { kind: 'text', text: '#nguy_cap:co' } },
  'user_send_text.button_show': { from: person, content: { kind: 'text', text: '#bao_cao_moi' } },
  'user_send_text.emoji_newline': {
    from: person,
    content: { kind: 'text', text: 'Cháu sợ lắm 😢\nBố cháu sắp về rồi ạ…' },
  },
  'user_send_text.quoted': { from: person, content: { kind: 'text', text: 'Dạ đúng rồi ạ, ở câu này.' } },
  user_send_video: { from: person, urls: 1, text: undefined },
  user_submit_info: {
    from: person,
    content: {
      kind: 'text',
      text: 'Người báo tin\n84000000000\n01/01/1990\nNữ\nThành phố Hà Nội\nPhường Hoàn Kiếm\nSố 0 phố Ví Dụ',
    },
  },
  'user_submit_info.legacy': {
    from: person,
    content: {
      kind: 'text',
      text: 'Số 0 phố Ví Dụ\n84000000000\nHà Nội\nHoàn Kiếm\nHàng Trống\nNgười báo tin',
    },
  },
  user_withdraw: { from: person, content: forget },
  widget_failed_to_sync_user_external_id: { ignored: 'known' },
  widget_interaction_accepted: { ignored: 'known' },
};

describe('what a Zalo event means', () => {
  it('is decided for every sample of the reference', () => {
    expect(Object.keys(expected).sort()).to.deep.equal([...eventNames('zalo')].sort());
  });

  for (const name of eventNames('zalo')) {
    it(`is right for ${name}`, () => {
      expect(summary(fixture('zalo', name))).to.deep.equal(expected[name]);
    });
  }

  it('takes a tap as a button only if the mark is exactly of our making', () => {
    const tap = (text: string) =>
      summary({ ...fixture('zalo', 'user_send_text'), message: { text, msg_id: 'a' } });
    expect(tap('#b:menu.main:report')).to.deep.equal({
      from: person,
      content: { kind: 'button', value: 'menu.main:report' },
    });
    expect(tap('#b:menu.main:!help')).to.deep.equal({
      from: person,
      content: { kind: 'button', value: 'menu.main:!help' },
    });
    expect(tap('#b:cứu con với')).to.deep.equal({
      from: person,
      content: { kind: 'text', text: '#b:cứu con với' },
    });
    expect(tap('#cuucon')).to.deep.equal({ from: person, content: { kind: 'text', text: '#cuucon' } });
  });

  it('is nothing when it was sent to another OA', () => {
    expect(summary({ ...fixture('zalo', 'user_send_text'), recipient: { id: '1' } })).to.deep.equal({
      ignored: 'other-oa',
    });
  });

  it('composes letters, and keeps the ids of events without a message apart by name, time and person', () => {
    const received = receiveZalo(
      { ...fixture('zalo', 'user_send_text'), message: { text: 'bị đánh'.normalize('NFD') } },
      { at: 5, oaId },
    );
    expect(received).to.deep.include({
      event: {
        channel: 'zalo',
        senderId: person,
        externalId: `user_send_text:5:${person}`,
        occurredAt: 5,
        content: { kind: 'text', text: 'bị đánh' },
      },
    });
  });

  it('survives events that are broken in every way', () => {
    for (const raw of [
      null,
      1,
      [],
      {},
      { event_name: 'user_send_text' },
      { event_name: 'user_send_image', sender: { id: 'x' }, message: { attachments: 'no' } },
    ]) {
      expect(receiveZalo(raw, { at: 1, oaId }).kind).to.be.oneOf(['ignored', 'event']);
    }
  });
});
