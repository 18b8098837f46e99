import { expect } from 'chai';
import { type MessengerReceived, receiveMessenger } from '../../../src/channels/messenger/receive.ts';
import { eventNames, fixture } from '../fixtures.ts';

const ours = { pageId: '109876543210987', appId: '246813579024680', now: new Date('2026-11-24T12:00:00Z') };
const person = '7123456789012345';

function summary(received: MessengerReceived): unknown {
  if (received.kind === 'event') return received.event.content;
  if (received.kind === 'media')
    return {
      urls: received.event.urls.length,
      ...(received.event.text === undefined ? {} : { text: received.event.text }),
    };
  if (received.kind === 'ignored') return received.name;
  return received.kind;
}

const text = (words: string) => ({ kind: 'text', text: words });
const staff = (words: string) => ({ kind: 'staff-echo', text: words });
const button = (value: string, title: string) => ({ kind: 'button', value, title });
const opened = { kind: 'opened' };
const sticker = { kind: 'sticker' };
const unreadable = { kind: 'attachments', attachments: [] };

/** Every sample of the reference, and what comes of it. */
const expected: Readonly<Record<string, readonly unknown[]>> = {
  account_linking: ['account_linking'],
  app_roles: ['no-person'],
  batch_messaging_and_standby: [text('Một'), staff('Hai')],
  batch_out_of_order: [text('Tin thứ nhất'), text('Tin thứ hai')],
  batch_two_entries: [text('Alo'), text('Có ai không ạ?'), text('Cháu ở một mình')],
  changes_feed: ['changes'],
  changes_inbox_labels: ['changes'],
  curl_smoke_from_docs: ['unreadable'],
  dashboard_test_sample: ['changes'],
  delivery: ['delivery'],
  'delivery.no_mids_no_timestamp': ['delivery'],
  echo_app_id_string: ['echo'],
  echo_fallback_null: [staff('')],
  echo_image: [staff('')],
  echo_no_app_id: [staff('Trả lời từ ứng dụng Messenger trên điện thoại.')],
  echo_other_app: [staff('Tin trả lời tự động của một ứng dụng khác.')],
  'echo_own_app.buttons': ['echo'],
  echo_own_app: ['echo'],
  'echo_page_inbox.doc_app_id': [staff('Cô đang nghe đây.')],
  echo_page_inbox: [staff('Chào bạn, cô là cán bộ công tác xã hội. Cô có thể giúp gì cho bạn?')],
  entry_without_events: [],
  message_audio: [{ urls: 1 }],
  message_commands: [text('giup toi')],
  message_deleted: [
    {
      kind: 'withdrawn',
      externalId: 'm_0bNnqZz7I4QDSNALxgbA1X0UJjXqQVOiXUunILdYfmLRnjQ4mf_SFudt-bZMnloUXSp_qYwWusSOIEgyV9dSTw',
    },
  ],
  message_edit: [text('Em muốn báo một bạn nhỏ ở xã bên hay bị đánh ạ.')],
  'message_edit.num_as_string': [text('Em nhầm ạ.')],
  message_empty: [unreadable],
  message_fallback_link: [text('Xem bài này: https://example.org/bai-viet')],
  message_fallback_no_payload: [unreadable],
  message_fallback_payload_null: [text('https://www.facebook.com/0')],
  message_file: [{ urls: 1 }],
  message_image: [{ urls: 1 }],
  message_images_three: [{ urls: 3 }],
  'message_location.legacy': [text('geo:20.6463,106.0511')],
  message_post: [text('https://www.facebook.com/0/posts/0')],
  message_quick_reply: [button('report:start', 'Báo tin ẩn danh')],
  'message_quick_reply.phone': [text('+84000000000')],
  message_reel: [text('https://www.facebook.com/reel/0')],
  message_referral_ad: [text('Xin chào')],
  message_reply_to: [text('Dạ đúng rồi ạ, ở câu này.')],
  message_seconds_timestamp: [text('Tin tóm tắt')],
  message_sticker: [sticker],
  'message_sticker.legacy': [sticker],
  'message_sticker.transition': [sticker],
  'message_text.emoji_newline': [text('Cháu sợ lắm 😢\nBố cháu sắp về rồi ạ…')],
  message_text: [text('Em muốn báo một bạn nhỏ gần nhà hay bị đánh ạ.')],
  'message_text.nfd': [text('Cháu bị đánh ở nhà ạ'.normalize('NFC'))],
  'message_text.no_diacritics': [text('chau bi danh, chau so lam')],
  message_text_with_image: [{ urls: 1, text: 'Vết bầm trên tay bé đây ạ' }],
  message_unsupported: [unreadable],
  message_video: [{ urls: 1 }],
  object_instagram: ['other-object'],
  optin_notification_messages: ['optin'],
  optin_plugin: ['optin'],
  other_page: ['other-page'],
  'pass_thread_control.from_idle': [{ kind: 'staff-returned' }],
  'pass_thread_control.numeric_ids': [{ kind: 'staff-returned' }],
  'pass_thread_control.to_us': [{ kind: 'staff-returned' }],
  'policy_enforcement.block': ['policy'],
  'policy_enforcement.unblock': ['policy'],
  postback_button: [button('handoff:ask', 'Gặp người thật')],
  postback_changes_form: ['changes'],
  postback_get_started: [opened],
  'postback_get_started.referral': [opened],
  postback_ice_breaker: [button('report:start', 'Em muốn báo tin ẩn danh')],
  postback_no_mid: [button('handoff:ask', 'Gặp người thật')],
  postback_persistent_menu: [button('numbers:show', 'Số khẩn cấp')],
  reaction_other: ['reaction'],
  reaction_react: ['reaction'],
  reaction_unreact: ['reaction'],
  read: ['read'],
  redelivery_of_message_text: [text('Em muốn báo một bạn nhỏ gần nhà hay bị đánh ạ.')],
  referral_ad: [opened],
  referral_mme: [opened],
  request_thread_control: ['request_thread_control'],
  response_feedback: ['response_feedback'],
  standby_echo: [staff('Cô đây, con kể tiếp đi.')],
  standby_message: [staff(''), text('Cô ơi, con vẫn ở đây ạ.')],
  standby_postback_no_payload: [staff(''), text('Gặp người thật')],
  standby_read: ['read'],
  take_thread_control: [staff('')],
  'take_thread_control.old_shape': [staff('')],
  unknown_event: ['unknown'],
};

describe('what a Messenger event means', () => {
  it('is decided for every sample of the reference', () => {
    expect(Object.keys(expected).sort()).to.deep.equal([...eventNames('messenger')].sort());
  });

  for (const name of eventNames('messenger')) {
    it(`is right for ${name}`, () => {
      expect(receiveMessenger(fixture('messenger', name), ours).map(summary)).to.deep.equal(expected[name]);
    });
  }

  it('gives each event the person, also when the Page speaks', () => {
    for (const name of ['message_text', 'echo_page_inbox', 'take_thread_control', 'standby_message']) {
      for (const received of receiveMessenger(fixture('messenger', name), ours)) {
        expect(received.kind === 'event' && received.event.senderId, name).to.equal(person);
      }
    }
  });

  it('knows a redelivery by its message id, and takes seconds for what they are', () => {
    const [first] = receiveMessenger(fixture('messenger', 'message_text'), ours);
    const [again] = receiveMessenger(fixture('messenger', 'redelivery_of_message_text'), ours);
    expect(again).to.deep.equal(first);
    const [seconds] = receiveMessenger(fixture('messenger', 'message_seconds_timestamp'), ours);
    expect(seconds?.kind === 'event' && seconds.event.occurredAt).to.equal(1795478461000);
  });

  it('takes a line of the menu as if it had been written', () => {
    const event = {
      sender: { id: person },
      recipient: { id: ours.pageId },
      timestamp: 1,
      postback: { mid: 'm', title: 'Gặp cô chú', payload: 'said' },
    };
    const received = receiveMessenger(
      { object: 'page', entry: [{ id: ours.pageId, messaging: [event] }] },
      ours,
    );
    expect(received.map(summary)).to.deep.equal([text('Gặp cô chú')]);
  });

  it('survives batches that are broken in every way', () => {
    for (const raw of [
      null,
      [],
      'x',
      {},
      { object: 'page' },
      { object: 'page', entry: 'x' },
      { object: 'page', entry: [{ id: ours.pageId, messaging: [null, 1, {}, { sender: null }] }] },
    ]) {
      expect(receiveMessenger(raw, ours).every(({ kind }) => kind === 'ignored')).to.equal(true);
    }
  });
});
