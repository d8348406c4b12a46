import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { AwsAccess } from './control/awsOverview';
import type { ClusterIdentity } from './world';

const PROFILE = 'sandbox';
// The sandbox always runs from its sources.
// eslint-disable-next-line no-restricted-syntax
const TOKEN_PLUGIN = path.join(__dirname, '..', 'bin', 'eks-token.mjs');

/** Files that kubectl, helm and any AWS SDK can use. */
export interface ClientFiles {
  readonly kubeconfig: string;
  readonly awsConfig: string;
  readonly awsCredentials: string;
}

/** Writes them, readable by their owner alone. */
export async function writeClientFiles(options: {
  readonly folder: string;
  readonly aws: AwsAccess;
  readonly clusters: readonly ClusterIdentity[];
}): Promise<ClientFiles> {
  const { folder, aws, clusters } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = {
    kubeconfig: path.resolve(folder, 'kubeconfig'),
    awsConfig: path.resolve(folder, 'aws-config'),
    awsCredentials: path.resolve(folder, 'aws-credentials'),
  };
  await Promise.all([
    writePrivate(
      files.awsConfig,
      `[profile ${PROFILE}]\nregion = ${aws.region}\nendpoint_url = ${aws.endpoint}\noutput = json\n`,
    ),
    writePrivate(
      files.awsCredentials,
      `[${PROFILE}]\naws_access_key_id = ${aws.credentials.accessKeyId}\naws_secret_access_key = ${aws.credentials.secretAccessKey}\n`,
    ),
    writePrivate(files.kubeconfig, stringify(kubeconfig(clusters, files))),
  ]);
  return files;
}

function kubeconfig(
  clusters: readonly ClusterIdentity[],
  files: ClientFiles,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusters[0]?.name,
    clusters: clusters.map(cluster => ({
      name: cluster.arn,
      cluster: {
        server: cluster.endpoint,
        'certificate-authority-data': Buffer.from(
          cluster.ca.certificatePem,
        ).toString('base64'),
      },
    })),
    contexts: clusters.map(cluster => ({
      name: cluster.name,
      context: { cluster: cluster.arn, user: cluster.arn },
    })),
    users: clusters.map(cluster => ({
      name: cluster.arn,
      user: { exec: tokenPlugin(cluster, files) },
    })),
  };
}

function tokenPlugin(cluster: ClusterIdentity, files: ClientFiles): object {
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: process.execPath,
    args: [
      TOKEN_PLUGIN,
      '--cluster',
      cluster.name,
      '--region',
      cluster.region,
      '--profile',
      PROFILE,
    ],
    env: [
      { name: 'AWS_CONFIG_FILE', value: files.awsConfig },
      { name: 'AWS_SHARED_CREDENTIALS_FILE', value: files.awsCredentials },
    ],
  };
}

async function writePrivate(file: string, text: string) {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
}
