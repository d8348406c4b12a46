import { refuseUnknownValues } from './refuseUnknownValues';

const chart = {
  name: 'vault',
  version: '0.34.1',
  archive: Buffer.alloc(0),
  defaults: `
# What everything shares.
global:
  enabled: true
server:
  # Resource requests.
  resources: {}
  # resources:
  #   requests:
  #     memory: 256Mi
  annotations: {}
  affinity: |
    podAntiAffinity: {}
  tolerations: []
  readinessProbe:
    enabled: true
    # If you need to use a http path instead of the default exec
    # path: /v1/sys/health?standbyok=true

    # Port on which the probe asks.
    port: 8200
  service:
    # clusterIP: None

    #type: ClusterIP
    port: 8200
  # The default is runAsGroup: {{ .Values.server.gid | default 1000 }}
  statefulSet:
    annotations: {}
ui:
  enabled: false
  #loadBalancerSourceRanges:
  #   - 10.0.0.0/16

  # loadBalancerIP:

  # Extra annotations
  annotations: {}
`,
};

const refuse = (values: Record<string, unknown>) => () =>
  refuseUnknownValues(values, chart);

describe('refuseUnknownValues', () => {
  it.each<[Record<string, unknown>, string]>([
    [
      { server: { resurces: {} } },
      'does not take server.resurces (did you mean server.resources?)',
    ],
    [
      { loadBalancerSourceRanges: ['10.0.0.0/8'] },
      'does not take loadBalancerSourceRanges (did you mean ui.loadBalancerSourceRanges?)',
    ],
    [
      { sever: { resources: {} } },
      'does not take sever (did you mean server?)',
    ],
    [
      { server: { readinessProbe: { prot: 8200 } } },
      'does not take server.readinessProbe.prot (did you mean server.readinessProbe.port?)',
    ],
    [{ server: { service: 'NodePort' } }, 'server.service (it takes a map)'],
    [{ server: { service: [] } }, 'server.service (it takes a map)'],
    [
      JSON.parse('{"server": {"__proto__": {"a": 1}}}'),
      'does not take server.__proto__',
    ],
  ])('%j', (values, message) => {
    expect(refuse(values)).toThrow(message);
  });

  it('names all of them at once, and what to do', () => {
    expect(refuse({ server: { a: 1, b: 2 } })).toThrow(
      /^values: chart vault 0\.34\.1 does not take server\.a.*, server\.b.*; correct it, or leave it out$/,
    );
  });

  it.each<Record<string, unknown>>([
    { server: { annotations: { 'example.com/any': 'x' } } },
    { server: { annotations: 'example.com/any: x' } },
    { server: { affinity: { podAntiAffinity: {} }, tolerations: null } },
    { server: { resources: { requests: { cpu: '1' } } } },
    { server: { readinessProbe: { path: '/v1/sys/health' } } },
    { server: { readinessProbe: null } },
    { server: { service: { clusterIP: 'None', type: 'ClusterIP' } } },
    { server: { gid: 2000 } },
    { ui: { loadBalancerIP: '10.0.0.1' } },
    {},
  ])('takes %j', values => {
    expect(refuse(values)).not.toThrow();
  });
});
