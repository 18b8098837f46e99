import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isHard } from '../../src/domain/urgency.ts';
import { disturbances } from '../../src/understanding/disturb.ts';
import { isUrgent, type Measures, measure, rate } from '../../src/understanding/measure.ts';
import { evaluation, recogniser, trainingTime } from './shared.ts';

// A little under what is measured. Where a comment names an aim, that aim is not reached yet.
const gates = {
  hardRecall: 0.95,
  recallOf: { suicide: 0.95, self_harm: 0.95, physical_abuse_now: 0.98, medical_emergency: 0.955 },
  registerRecall: 0.91,
  hardOrSoftRecall: 0.99 /* aim 0.995 */,
  falseHard: {
    hard_negative: 0.065 /* aim 0.05 */,
    service: 0.002,
    everyday: 0.006,
    comment: 0.004 /* aim 0.003 */,
  },
  ordinaryComments: 0.004 /* aim 0.003 */,
  intentAccuracy: 0.8,
  robustness: 0.02,
} as const;

describe('understanding on messages it never saw', function () {
  this.timeout(trainingTime);
  let m: Measures;

  before(() => {
    const known = recogniser();
    m = measure(evaluation().map((expected) => ({ expected, got: known.recognise(expected.text) })));
  });

  it('finds the hard tier', () => expect(m.hardRecall.rate).to.be.at.least(gates.hardRecall));

  for (const [label, least] of Object.entries(gates.recallOf)) {
    it(`finds ${label}`, () => expect(m.hardRecallByLabel.get(label)?.rate).to.be.at.least(least));
  }

  it('finds the hard tier in every register', () => {
    for (const [register, found] of m.hardRecallByRegister)
      expect(found.rate, register).to.be.at.least(gates.registerRecall);
  });

  it('lets almost nothing of the hard tier pass without at least a question', () => {
    expect(m.hardOrSoftRecall.rate).to.be.at.least(gates.hardOrSoftRecall);
  });

  for (const [kind, most] of Object.entries(gates.falseHard)) {
    it(`raises few false alarms on ${kind} messages`, () =>
      expect(m.falseHardByKind.get(kind)?.rate).to.be.at.most(most));
  }

  it('raises hardly any on ordinary comments', () => {
    const lines = readFileSync(join(import.meta.dirname, 'ordinary-comments.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const alarms = rate(lines, (text) => isHard(recogniser().recognise(text).urgency));
    expect(alarms.rate, `${alarms.hits} of ${alarms.of}`).to.be.at.most(gates.ordinaryComments);
  });

  it('tells what people want', () => expect(m.intentAccuracy.rate).to.be.at.least(gates.intentAccuracy));

  it('knows how far to trust itself', () => expect(m.calibrationError).to.be.at.most(0.05));

  for (const [name, disturb] of Object.entries(disturbances)) {
    it(`loses little when messages come ${name}`, () => {
      const urgent = evaluation().filter(isUrgent);
      const found = rate(urgent, ({ text }) => heard(disturb(text)));
      expect(m.hardRecall.rate - found.rate).to.be.at.most(gates.robustness);
    });
  }
});

/** True when some bubble, read with those before it, raises the alarm. */
function heard(bubbles: readonly string[]): boolean {
  return bubbles.some((text, i) => isHard(recogniser().recognise(text, bubbles.slice(0, i)).urgency));
}
