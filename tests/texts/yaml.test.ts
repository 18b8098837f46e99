import { expect } from 'chai';
import { z } from 'zod';
import { faultLine, readYaml } from '../../src/texts/yaml.ts';

const schema = z.strictObject({
  name: z.string(),
  steps: z.record(z.string(), z.strictObject({ next: z.string() })),
});

function faultsOf(source: string): readonly string[] {
  const read = readYaml('a.yaml', source, schema);
  return read.kind === 'faults' ? read.faults.map(faultLine) : [];
}

describe('a YAML file people write', () => {
  it('is read by its schema', () => {
    const read = readYaml('a.yaml', 'name: x\nsteps:\n  a: { next: b }\n', schema);
    expect(read.kind).to.equal('read');
  });

  it('tells an unknown key with its place', () => {
    expect(faultsOf('name: x\nsteps:\n  a:\n    next: b\n    maks: 3\n')).to.deep.equal([
      'a.yaml:5:5 unknown key "maks"',
    ]);
  });

  it('tells a missing key at the nearest place there is', () => {
    expect(faultsOf('name: x\nsteps:\n  a: {}\n')).to.deep.equal(['a.yaml:3:3 "next" is missing']);
  });

  it('tells a wrong kind of value with its place', () => {
    expect(faultsOf('name: x\nsteps:\n  a:\n    next: 3\n')[0]).to.match(/^a\.yaml:4:5 next: /);
  });

  it('tells broken YAML and a key that is there twice with their place', () => {
    expect(faultsOf('name: "x\n')[0]).to.match(/^a\.yaml:\d+:\d+ /);
    expect(faultsOf('name: x\nname: y\nsteps: {}\n')[0]).to.match(/^a\.yaml:2:1 /);
  });

  it('tells all faults at once', () => {
    expect(faultsOf('naem: x\nsteps:\n  a: {}\n').length).to.equal(3);
  });

  it('places a fault found later at the key it is about', () => {
    const read = readYaml('a.yaml', 'name: x\nsteps:\n  a:\n    next: b\n', schema);
    if (read.kind !== 'read') throw new Error('not read');
    expect(faultLine(read.file.fault(['steps', 'a', 'next'], 'gone'))).to.equal('a.yaml:4:5 gone');
    expect(faultLine(read.file.fault(['steps', 'zzz'], 'gone'))).to.equal('a.yaml:2:1 gone');
  });
});
