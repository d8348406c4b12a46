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

  it('refuses a key it does not know', () => {
    expect(() =>
      parseSpec({ cluster: 'demo', region: 'eu-west-1', replica: 3 }),
    ).toThrow(/replica/);
  });
});
