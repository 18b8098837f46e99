import { expect } from 'chai';
import { agenciesFor } from '../../src/directory/agencies.ts';
import { loadAgencies } from '../../src/directory/load.ts';
import { Agency } from '../../src/domain/agency.ts';
import { root } from '../flows/stage.ts';

const { value: agencies, faults } = loadAgencies(root);
const somewhere = [{ vintage: 2025, code: '11953' }] as const;

describe('the directory of agencies', () => {
  it('reads without faults', () => expect(faults).to.deep.equal([]));

  it('offers 111 for every need, first and without a warning', () => {
    for (const need of ['abuse', 'danger', 'health', 'legal', 'advice'] as const) {
      const [first] = agenciesFor(agencies, need, somewhere);
      expect(first?.agency.dial).to.equal('111');
      expect(first?.unconfirmed).to.equal(false);
    }
  });

  it('shows nothing but 111, 113, 114 and 115 without a warning until the Centre confirms it', () => {
    const shown = agencies.filter(({ status }) => status.kind !== 'unconfirmed').map(({ dial }) => dial);
    expect(shown).to.deep.equal(['111', '113', '114', '115']);
  });

  it('puts the agency of the commune before that of the province, and only for that commune', () => {
    const local = Agency.parse({
      id: 'xa',
      name: 'Xã',
      role: 'Nhận tin',
      needs: ['abuse'],
      covers: { kind: 'units', units: somewhere },
      status: { kind: 'confirmed', confirmed_by: 'Trung tâm', confirmed_on: '2026-11-01' },
    });
    const all = [...agencies, local];
    const ids = agenciesFor(all, 'abuse', somewhere).map(({ agency }) => agency.id);
    expect(ids.indexOf('xa')).to.be.below(ids.indexOf('trung-tam-cong-tac-xa-hoi'));
    expect(
      agenciesFor(all, 'abuse', [{ vintage: 2025, code: '11977' }]).map(({ agency }) => agency.id),
    ).not.to.include('xa');
    expect(agenciesFor(all, 'abuse', []).map(({ agency }) => agency.id)).not.to.include('xa');
  });

  it('refuses a number that is confirmed by nobody', () => {
    const parsed = Agency.safeParse({
      id: 'x',
      name: 'X',
      role: 'X',
      needs: ['abuse'],
      covers: { kind: 'national' },
      status: { kind: 'confirmed' },
    });
    expect(parsed.success).to.equal(false);
  });
});
