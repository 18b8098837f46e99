import { expect } from 'chai';
import { rescreen } from '../../src/understanding/rescreen.ts';
import { recogniser, trainingTime } from './shared.ts';

describe('screening again under changed rules', function () {
  this.timeout(trainingTime);

  it('lists what moved, up and down, and leaves what was screened under these rules', () => {
    const rulesVersion = 'older';
    const moved = rescreen(recogniser(), [
      { id: 1, text: 'bố đang đánh con', urgency: 'routine', rulesVersion },
      { id: 2, text: 'xin chào', urgency: 'urgent', rulesVersion },
      { id: 3, text: 'xin chào', urgency: 'routine', rulesVersion },
      { id: 4, text: 'bố đang đánh con', urgency: 'routine', rulesVersion: recogniser().rulesVersion },
    ]);
    expect(moved).to.deep.equal([
      { id: 1, from: 'routine', to: 'immediate', direction: 'up' },
      { id: 2, from: 'urgent', to: 'routine', direction: 'down' },
    ]);
  });
});
