import { qosClassOf } from './qosClass';

const pod = (...resources: object[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    containers: resources.map((each, i) => ({
      name: `c${i}`,
      resources: each,
    })),
  },
});
const all = { cpu: '1', memory: '1Gi' };

describe('the class of a pod', () => {
  it.each([
    ['BestEffort', pod({}, {})],
    ['Burstable', pod({ requests: all }, {})],
    ['Burstable', pod({ requests: all, limits: { ...all, cpu: '2' } })],
    ['Burstable', pod({ limits: all }, {})],
    ['Guaranteed', pod({ limits: all }, { requests: all, limits: all })],
  ] as const)('is %s', (expected, object) => {
    expect(qosClassOf(object)).toBe(expected);
  });
});
