import { parseSpec } from './parseSpec';

describe('parseSpec', () => {
  it('fills in the safe defaults', () => {
    const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
    expect(spec).toMatchObject({
      namespace: 'vault',
      release: 'vault',
      replicas: 3,
      storage: { pointInTimeRecovery: true, deletionProtection: true },
      ui: { exposure: 'none' },
      custody: { recoveryShares: 5, recoveryThreshold: 3 },
    });
  });

  it('names every refused field with its fix', () => {
    expect(() =>
      parseSpec({
        cluster: '-bad',
        region: 'Europe',
        ui: { exposure: 'internet-facing' },
      }),
    ).toThrow(/cluster: use the name.*region: use an AWS region/);
  });

  it('refuses choices that contradict each other', () => {
    const base = { cluster: 'demo', region: 'eu-west-1' };
    expect(() =>
      parseSpec({ ...base, ui: { exposure: 'internet-facing' } }),
    ).toThrow(/ui.sourceRanges: an internet-facing UI needs/);
    expect(() =>
      parseSpec({
        ...base,
        custody: { recoveryShares: 3, recoveryThreshold: 4 },
      }),
    ).toThrow(/custody.recoveryThreshold: 4 of 3 shares/);
  });

  it('says which item of a list it refuses, with the field once', () => {
    expect(() =>
      parseSpec({
        cluster: 'demo',
        region: 'eu-west-1',
        endpoints: { subnetIds: ['subnet-0123456789abcdef0', 'mine'] },
      }),
    ).toThrow(/: endpoints\.subnetIds: use subnet ids such as \S+ \(item 2\)$/);
  });

  it('refuses tags that IAM takes for one', () => {
    const parse = (tags: Record<string, string>) =>
      parseSpec({ cluster: 'demo', region: 'eu-west-1', tags });
    expect(() => parse({ Team: 'a', cost: '1', team: 'b' })).toThrow(
      /tags: IAM takes keys that differ in case only for the same key; leave out team/,
    );
    expect(() => parse({ Team: 'a', cost: '1' })).not.toThrow();
  });

  it('refuses a key it does not know', () => {
    expect(() =>
      parseSpec({ cluster: 'demo', region: 'eu-west-1', replica: 3 }),
    ).toThrow(/replica/);
  });
});
