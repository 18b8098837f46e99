import { expect } from 'chai';
import { appSecretProof, challengeFor, verifyMessenger } from '../../../src/channels/messenger/verify.ts';
import { fixture } from '../fixtures.ts';

interface Vector {
  readonly name: string;
  readonly raw_body: string;
  readonly header?: string;
  readonly app_secret?: string;
}

const file = fixture('messenger', '_signature_vectors');
const good = file['vectors'] as Vector[];
const bad = file['negative'] as Vector[];
const secret = 'app-secret-invented-0123456789';

describe('the signature of a Messenger webhook', () => {
  for (const { name, raw_body, header, app_secret } of good) {
    it(`holds for ${name}`, () => {
      expect(verifyMessenger(Buffer.from(raw_body), header, app_secret ?? secret)).to.equal(true);
      expect(verifyMessenger(Buffer.from(`${raw_body} `), header, app_secret ?? secret)).to.equal(false);
    });
  }

  for (const { name, raw_body, header } of bad) {
    it(`is refused for ${name}`, () => {
      expect(verifyMessenger(Buffer.from(raw_body), header ?? undefined, secret)).to.equal(false);
    });
  }

  it('proves the token as documented', () => {
    const vector = file['appsecret_proof'] as Record<string, string>;
    expect(appSecretProof(vector['access_token']!, vector['app_secret']!)).to.equal(
      vector['appsecret_proof'],
    );
  });
});

describe('the verification of the Messenger webhook', () => {
  const query = fixture('messenger', 'verify_get.query')['query'] as Record<string, string>;

  it('echoes the challenge to who knows the word', () => {
    expect(challengeFor(new URLSearchParams(query), 'verify-token-invented')).to.equal('1158201444');
  });

  for (const [change, description] of [
    [{ 'hub.verify_token': 'wrong' }, 'another word'],
    [{ 'hub.verify_token': '' }, 'no word'],
    [{ 'hub.mode': 'unsubscribe' }, 'another mode'],
  ] as const) {
    it(`is refused for ${description}`, () => {
      expect(challengeFor(new URLSearchParams({ ...query, ...change }), 'verify-token-invented')).to.equal(
        undefined,
      );
    });
  }
});
