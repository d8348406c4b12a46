import type { V1Deployment } from '@kubernetes/client-node';
import { whyNotRolledOut } from './injectorPods';

function deployment(
  status: V1Deployment['status'],
  replicas = 2,
): V1Deployment {
  return {
    metadata: { generation: 3 },
    spec: { replicas, selector: {}, template: {} },
    status: {
      observedGeneration: 3,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      ...status,
    },
  };
}

const late = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "x" has timed out progressing.',
};

describe('an injector', () => {
  it('is rolled out when all its pods are of the newest template and available', () => {
    expect(whyNotRolledOut(deployment({}), 2)).toBeUndefined();
  });

  it.each([
    ['was not noted', { observedGeneration: 2 }, /has not taken note/],
    [
      'reached none of the pods that are ready',
      { replicas: 3, updatedReplicas: 1, readyReplicas: 2 },
      /has 1 of 2 pods of its newest template$/,
    ],
    [
      'leaves pods of a former template',
      { replicas: 3, readyReplicas: 3, availableReplicas: 3 },
      /still has 1 pods of a former template/,
    ],
    [
      'is ready for a moment only',
      { availableReplicas: 1 },
      /has 1 of 2 pods available$/,
    ],
    [
      'took too long',
      { updatedReplicas: 0, conditions: [late] },
      /template: ReplicaSet "x" has timed out/,
    ],
  ])('is not when its change %s', (_, status, message) => {
    expect(whyNotRolledOut(deployment(status), 2)).toMatch(message);
  });

  it('is not when it is away, or scaled down', () => {
    expect(whyNotRolledOut(undefined, 2)).toBe('is not there');
    expect(whyNotRolledOut(deployment({}, 1), 2)).toMatch(/scaled to 1 pods/);
  });
});
