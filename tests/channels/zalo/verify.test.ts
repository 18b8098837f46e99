import { expect } from 'chai';
import { verifyZalo } from '../../../src/channels/zalo/verify.ts';
import { fixture } from '../fixtures.ts';

interface Vector {
  readonly name: string;
  readonly app_id: string;
  readonly oa_secret_key: string;
  readonly raw_body: string;
  readonly timestamp: string;
  readonly mac: string;
  readonly header: string;
}

const vectors = fixture('zalo', '_signature_vectors')['vectors'] as Vector[];

function check(
  vector: Vector,
  { header = vector.header, body = vector.raw_body, age = 0, appId = vector.app_id } = {},
): string {
  const now = new Date(Number(vector.timestamp) + age);
  const result = verifyZalo(Buffer.from(body), header, { appId, oaSecretKey: vector.oa_secret_key, now });
  return result.kind === 'refused' ? result.why : result.kind;
}

describe('the signature of a Zalo webhook', () => {
  for (const vector of vectors) {
    it(`holds for ${vector.name}, with and without mac=, whatever the case`, () => {
      expect(check(vector)).to.equal('genuine');
      expect(check(vector, { header: vector.mac })).to.equal('genuine');
      expect(check(vector, { header: ` MAC=${vector.mac.toUpperCase()} ` })).to.equal('genuine');
    });

    it(`breaks when one byte of ${vector.name} changes`, () => {
      expect(check(vector, { body: `${vector.raw_body} ` })).to.equal('signature');
    });
  }

  const [first] = vectors;
  if (first === undefined) throw new Error('no vectors');

  it('is over the bytes as received: the same event written anew does not fit', () => {
    const spaced = vectors.find(({ name }) => name === 'spaced_utf8')!;
    expect(check(spaced, { body: JSON.stringify(JSON.parse(spaced.raw_body)) })).to.equal('signature');
  });

  it('is refused when missing, cut short, of another app, or over something that is no event', () => {
    expect(check(first, { header: '' })).to.equal('unsigned');
    expect(check(first, { header: first.header.slice(0, -1) })).to.equal('signature');
    expect(check(first, { header: 'mac=' })).to.equal('signature');
    expect(check(first, { appId: '1' })).to.equal('other-app');
    expect(check(first, { body: '[]' })).to.equal('malformed');
    expect(check(first, { body: '{"app_id":"1029384756102938475"}' })).to.equal('malformed');
  });

  const minute = 60_000;
  for (const [age, outcome, description] of [
    [111 * minute, 'genuine', 'the last retry, after 1 h 50 min'],
    [179 * minute, 'genuine', 'almost three hours'],
    [181 * minute, 'clock', 'over three hours'],
    [-9 * minute, 'genuine', 'our clock nine minutes behind'],
    [-11 * minute, 'clock', 'eleven minutes from the future'],
  ] as const) {
    it(`${outcome === 'genuine' ? 'is taken' : 'is not taken'} at ${description}`, () => {
      expect(check(first, { age })).to.equal(outcome);
    });
  }
});
