import {
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { endpointsPart } from '@vault-eks/backstage-plugin-vault-eks-node';
import { callsSince } from './faults/control';
import { startHarness, type Harness } from './harness';
import { kubectl } from './kubectl';
import { until } from './until';

jest.setTimeout(300_000);

const { signal } = new AbortController();

/** Lets the calls of another role through than that of Vault. */
const WRONG = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/another',
        },
      },
    },
  ],
});

describe('a Vault behind endpoints with narrow policies', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const spec = () =>
    harness.spec({
      endpoints: { policy: 'narrow', acknowledgeNarrowPolicy: true },
    });
  const options = () => ({ signal, logger: harness.logger() });
  const deploy = () => harness.vaultEks.deploy(spec(), options());

  it('works, and every call that its pods make comes through one', async () => {
    const report = await deploy();
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);

    const { calls } = await callsSince(harness.sandbox);
    const ofPods = calls.filter(
      ({ principalArn, operation }) =>
        principalArn === report.outputs.roleArn ||
        operation === 'AssumeRoleWithWebIdentity',
    );
    expect(new Set(ofPods.map(({ service }) => service))).toEqual(
      new Set(['dynamodb', 'kms', 'sts']),
    );
    expect(ofPods.filter(({ endpoint }) => !endpoint)).toEqual([]);
    expect(
      ofPods.filter(({ errorCode = '' }) => /Denied/.test(errorCode)),
    ).toEqual([]);
  });

  it('does not start behind a policy that lets another role through, until its own is brought back', async () => {
    const ec2 = new EC2Client({});
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({
        Filters: [{ Name: 'vpc-endpoint-type', Values: ['Gateway'] }],
      }),
    );
    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: VpcEndpoints[0].VpcEndpointId,
        PolicyDocument: WRONG,
      }),
    );
    const { namespace } = harness.spec();
    const ofPod = (...args: string[]) =>
      kubectl(harness.sandbox, ...args, '--namespace', namespace);
    await ofPod('delete', 'pod', 'vault-2');
    await until(
      'the refusal in the log of the pod',
      async () => {
        const log = await ofPod('logs', 'vault-2').catch(() => '');
        return log.includes('no VPC endpoint policy allows') || undefined;
      },
      60_000,
    );

    // A Vault that cannot read its storage lets nobody log in, so what is on AWS is mended alone.
    const run = { ...options(), part: endpointsPart };
    const { plan } = await harness.vaultEks.ensure(spec(), {
      ...run,
      dryRun: true,
    });
    const step = plan?.steps.find(({ id }) => id === 'dynamodb-endpoint');
    expect(step).toMatchObject({
      verb: 'update',
      changes: [{ field: 'policy', to: 'the calls of this Vault only' }],
    });
    expect((await harness.vaultEks.ensure(spec(), run)).changed).toBe(true);
    await until(
      'three pods that are ready again',
      async () => {
        const { replicas } = await harness.vaultEks.status(
          harness.ref(spec()),
          { signal },
        );
        return replicas.ready === 3 || undefined;
      },
      120_000,
    );
    const report = await deploy();
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
  });
});
