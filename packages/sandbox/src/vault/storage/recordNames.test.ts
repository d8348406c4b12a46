import { folderRecords, pathOfPrefix, recordName } from './recordNames';

describe('the names of records', () => {
  it('splits an entry at its last slash', () => {
    expect(recordName('core/hsm/barrier-unseal-keys')).toEqual({
      Path: 'core/hsm',
      Key: 'barrier-unseal-keys',
    });
    expect(recordName('root')).toEqual({ Path: ' ', Key: 'root' });
  });

  it('marks every folder above an entry, nearest first', () => {
    expect(folderRecords('a/b/c')).toEqual([
      { Path: 'a', Key: 'b/' },
      { Path: ' ', Key: 'a/' },
    ]);
  });

  it('finds the children of a prefix', () => {
    expect(pathOfPrefix('core/leader/')).toBe('core/leader');
    expect(pathOfPrefix('')).toBe(' ');
  });
});
