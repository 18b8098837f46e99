import { expect } from 'chai';
import { numbersToCall } from '../../src/texts/calls.ts';

describe('numbers to call', () => {
  it('are those on a line of their own, also with what they are for', () => {
    expect(numbersToCall('Gọi ngay:\n111\nCông an:\n113 (công an)\n 115 \n111')).to.deep.equal([
      '111',
      '113',
      '115',
    ]);
  });

  it('are not numbers in a sentence, choices, amounts or receipts', () => {
    for (const text of ['Gấp thì gọi 111.', '1. 111', '1111', '111 000', '1234 5678 9012 3456', '110', ''])
      expect(numbersToCall(text), text).to.deep.equal([]);
  });
});
