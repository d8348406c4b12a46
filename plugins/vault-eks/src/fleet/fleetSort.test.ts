import { aFleetCluster, aSnapshot } from '../testing/fixtures';
import { PROBLEMS_FIRST, sortFleet, type FleetSort } from './fleetSort';

const seen = (name: string, change: Parameters<typeof aSnapshot>[0]) =>
  aFleetCluster(name, { snapshot: aSnapshot(change) });

const FLEET = [
  seen('prod-10', { version: '1.9.0' }),
  aFleetCluster('new', { snapshot: undefined }),
  seen('prod-2', { version: '1.21.4' }),
  seen('soon', {
    health: 'warning',
    certificate: { notAfter: '2026-12-01T00:00:00Z', daysLeft: 8 },
    findings: { error: 0, warning: 40, info: 0 },
  }),
  seen('down', {
    health: 'error',
    version: undefined,
    findings: { error: 1, warning: 0, info: 0 },
  }),
];

const order = (sort: FleetSort) =>
  sortFleet(FLEET, sort).map(({ entityRef }) => entityRef.split('/')[1]);

describe('sortFleet', () => {
  it('puts problems first, and the healthy last', () => {
    expect(order(PROBLEMS_FIRST)).toEqual([
      'down',
      'soon',
      'new',
      'prod-2',
      'prod-10',
    ]);
  });

  it('reads numbers in names and versions as numbers, and keeps the unknown last either way', () => {
    expect(order({ by: 'version', direction: 'asc' })).toEqual([
      'prod-10',
      'soon',
      'prod-2',
      'down',
      'new',
    ]);
    expect(order({ by: 'version', direction: 'desc' })).toEqual([
      'soon',
      'prod-2',
      'prod-10',
      'down',
      'new',
    ]);
  });

  it('weighs one error more than many warnings', () => {
    expect(order({ by: 'findings', direction: 'desc' }).slice(0, 2)).toEqual([
      'down',
      'soon',
    ]);
  });

  it('leaves the list that it was given alone', () => {
    const before = [...FLEET];
    sortFleet(FLEET, { by: 'certificate', direction: 'asc' });
    expect(FLEET).toEqual(before);
  });
});
