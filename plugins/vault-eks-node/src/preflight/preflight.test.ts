import { AuthenticationError, NotFoundError } from '@backstage/errors';
import { isBlocked, PREFLIGHT_CHECKS, runPreflight } from './runPreflight';
import { ROLE_ARN } from './__testUtils__/fakeAws';
import {
  node,
  preflightContext,
  World,
} from './__testUtils__/preflightContext';
import { unreachableFinding } from './unreachable';

const run = (world: World) => runPreflight(preflightContext(world));
const ids = async (world: World) => (await run(world)).map(({ id }) => id);

describe('runPreflight', () => {
  it('finds nothing on a cluster that is fit', async () => {
    expect(await run({})).toEqual([]);
  });

  it('reports all findings at once, worst first', async () => {
    const findings = await run({
      nodes: [node('a'), node('b', { unschedulable: true })],
      forbidden: 'approve signers',
      addonStatus: 'DEGRADED',
      spec: { ui: { exposure: 'internal' } },
    });
    expect(findings.map(({ id, severity }) => [severity, id])).toEqual([
      ['error', 'kubernetes-rights-missing'],
      ['error', 'nodes-below-replicas'],
      ['warning', 'zones-below-three'],
      ['warning', 'ebs-csi-degraded'],
      ['warning', 'load-balancer-controller-missing'],
    ]);
    expect(findings[0].what).toMatch(
      /may not: approve signers.certificates.k8s.io beta.eks.amazonaws.com\/app-serving\.$/,
    );
    expect(findings[0].fix).toContain(
      `aws eks associate-access-policy --cluster-name demo --region eu-west-1 --principal-arn ${ROLE_ARN} --access-scope type=cluster`,
    );
    expect(findings[1].what).toBe(
      'demo has 1 schedulable nodes for 3 Vault pods.',
    );
    expect(isBlocked(findings)).toBe(true);
  });

  it('says once, and how to mend it, that Kubernetes does not know the caller', async () => {
    const findings = await run({
      kubernetesError: new AuthenticationError('401'),
      accessEntries: [],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      id: 'kubernetes-unauthorized',
      fix: expect.stringContaining(
        'create-access-entry --cluster-name demo --region eu-west-1 --principal-arn arn:aws:iam::111122223333:role/deployer',
      ),
    });
  });

  it('misses an EBS CSI driver only when neither add-on nor driver is there', async () => {
    expect(await ids({ addonStatus: 'absent' })).toEqual(['ebs-csi-missing']);
    const driver = { 'CSIDriver ebs.csi.eks.amazonaws.com': {} };
    expect(await ids({ addonStatus: 'absent', objects: driver })).toEqual([]);
  });

  it('finds a release of the same name elsewhere', async () => {
    const object = (namespace: string) => ({
      'ClusterRoleBinding vault-server-binding': {
        kind: 'ClusterRoleBinding',
        metadata: {
          name: 'vault-server-binding',
          annotations: {
            'meta.helm.sh/release-name': 'vault',
            'meta.helm.sh/release-namespace': namespace,
          },
        },
      },
    });
    expect(await ids({ objects: object('vault') })).toEqual([]);
    const [finding] = await run({ objects: object('other') });
    expect(finding).toMatchObject({ id: 'release-name-taken' });
    expect(finding.what).toMatch(/of release other\/vault/);
  });

  it('judges the network only when endpoints are created in it', async () => {
    const base = preflightContext();
    const bare = {
      network: {
        ...base.network,
        dnsHostnames: false,
        endpointSubnets: [{ zone: 'a', id: 'a' }],
      },
    };
    expect(await ids({ context: bare })).toEqual([
      'vpc-dns-attributes',
      'zones-without-endpoint',
    ]);
    expect(
      await ids({
        context: bare,
        spec: { endpoints: { kms: 'none', sts: 'existing' } },
      }),
    ).toEqual([]);
  });

  it('refuses a cluster that is not active or issues no identities', async () => {
    const { cluster } = preflightContext();
    const broken = { ...cluster, status: 'FAILED', oidcIssuer: undefined };
    expect(await ids({ context: { cluster: broken } })).toEqual([
      'cluster-not-active',
      'cluster-without-oidc',
    ]);
  });

  it('turns a check that fails into a finding and not into an end', async () => {
    const findings = await runPreflight(preflightContext(), [
      ...PREFLIGHT_CHECKS,
      {
        subject: 'the moon',
        asks: 'aws',
        run: async () => {
          throw new Error('too far');
        },
      },
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        what: 'Could not check the moon.',
        why: 'too far.',
      }),
    ]);
  });
});

describe('unreachableFinding', () => {
  it.each([
    [new NotFoundError('no cluster'), 'cluster-not-found'],
    [
      Object.assign(new Error('no'), { name: 'ExpiredToken' }),
      'aws-credentials',
    ],
    [
      Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
      'aws-denied',
    ],
    [new Error('socket'), 'aws-unreachable'],
  ])('tells %s apart', (error, id) => {
    expect(unreachableFinding(error)).toMatchObject({
      id,
      severity: 'error',
      what: `${error.message}.`,
    });
  });
});
