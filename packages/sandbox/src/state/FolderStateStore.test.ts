import {
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderStateStore } from './FolderStateStore';

describe('FolderStateStore', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sandbox-state-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back after a restart what was saved last', async () => {
    const before = new FolderStateStore(folder);
    before.save('aws', () => ({ tables: 1 }));
    before.save('aws', () => ({ tables: 2 }));
    await before.close();

    expect(new FolderStateStore(folder).load('aws')).toEqual({ tables: 2 });
    expect(new FolderStateStore(folder).load('kube')).toBeUndefined();
  });

  it('writes soon without being closed, and asks for the value only then', async () => {
    const store = new FolderStateStore(folder);
    const state = { n: 1 };
    store.save('late', () => state);
    state.n = 2;
    await new Promise(resolve => setTimeout(resolve, 250));

    expect(new FolderStateStore(folder).load('late')).toEqual({ n: 2 });
  });

  it('keeps names with slashes in the folder, readable by the owner alone', async () => {
    const store = new FolderStateStore(folder);
    store.save('cluster/../x', () => 1);
    await store.close();

    const files = readdirSync(folder);
    expect(files).toEqual(['cluster_.._x.json']);
    expect(statSync(path.join(folder, files[0])).mode % 0o1000).toBe(0o600);
  });

  it('says which file is broken', () => {
    writeFileSync(path.join(folder, 'aws.json'), '{');

    expect(() => new FolderStateStore(folder).load('aws')).toThrow(/aws\.json/);
  });
});
