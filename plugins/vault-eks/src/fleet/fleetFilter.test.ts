import { aFleetCluster, aSnapshot } from '../testing/fixtures';
import { matchesFleetFilter, NO_FILTER } from './fleetFilter';

const { ref } = aFleetCluster('any');
const FLEET = [
  aFleetCluster('well'),
  aFleetCluster('sick', {
    snapshot: aSnapshot({
      health: 'error',
      worstFinding: 'The KMS key is disabled',
    }),
  }),
  aFleetCluster('new', { snapshot: undefined }),
  aFleetCluster('abroad', {
    ref: { ...ref, account: '999988887777', region: 'us-east-1' },
    owner: 'group:default/payments',
  }),
];

it.each([
  [{}, ['well', 'sick', 'new', 'abroad']],
  [{ health: 'problems' }, ['sick']],
  [{ health: 'healthy' }, ['well', 'abroad']],
  [{ account: '999988887777' }, ['abroad']],
  [{ region: 'eu-west-1' }, ['well', 'sick', 'new']],
  [{ text: 'kms DISABLED' }, ['sick']],
  [{ text: '  payments us-east ' }, ['abroad']],
  [{ text: 'eks-well', health: 'problems' }, []],
] as const)('%j', (filter, names) => {
  expect(
    FLEET.filter(cluster =>
      matchesFleetFilter(cluster, { ...NO_FILTER, ...filter }),
    ).map(({ entityRef }) => entityRef.split('/')[1]),
  ).toEqual(names);
});
