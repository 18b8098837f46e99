import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { jsonSchemas } from '../../src/flows/json-schemas.ts';
import { checkContent, hashOf, loadContent } from '../../src/flows/load.ts';
import { mermaidOf } from '../../src/flows/mermaid.ts';
import { scriptOf } from '../../src/flows/script.ts';
import { faultLine } from '../../src/texts/yaml.ts';
import { root } from './stage.ts';

describe('the dialogs and words of this repository', () => {
  it('have no faults', () => expect(checkContent(root).map(faultLine)).to.deep.equal([]));

  it('have editors schemas that are those of the program (npm run check:content -- --write-schemas)', () => {
    for (const [name, text] of Object.entries(jsonSchemas())) {
      expect(readFileSync(join(root, 'dialogs/schema', name), 'utf8'), name).to.equal(text);
    }
  });

  it('can all be read aloud and drawn', () => {
    const loaded = loadContent(root, 'Trung tâm');
    if (loaded.kind === 'faults') throw new Error('faults');
    const { library, texts } = loaded.content;
    const vi = texts.get('vi');
    for (const { flow } of library.flows.values()) {
      expect(mermaidOf(flow)).to.match(/^flowchart TD\n/);
      for (const voice of flow.voices)
        expect(scriptOf(flow, vi!, voice)).to.include(`[${flow.start}] (start)`);
    }
    expect(library.flows.size).to.equal(readdirSync(join(root, 'dialogs/flows')).length);
  });

  it('have a hash that changes with the flow and only with it', () => {
    const loaded = loadContent(root, 'Trung tâm');
    if (loaded.kind === 'faults') throw new Error('faults');
    const [first] = loaded.content.library.flows.values();
    expect(hashOf(structuredClone(first!.flow))).to.equal(first!.hash);
    expect(hashOf({ ...first!.flow, start: 'other' })).not.to.equal(first!.hash);
  });

  it('tell that files are missing where there are none', () => {
    const faults = checkContent(join(root, 'tests')).map(faultLine);
    expect(faults).to.include('dialogs/style.yaml:1:1 the file is missing');
    expect(faults).to.include('locales/vi/common.yaml:1:1 the file is missing');
  });
});
