import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { Sandbox } from '../startSandbox';
import type { Programs } from './programs';
import { createServerSecret } from './serverCertificate';
import { createVaultPrerequisites } from './vaultPrerequisites';

// eslint-disable-next-line no-restricted-syntax
const VALUES = path.join(__dirname, '../helm/fixtures/article-values.yaml');

/** What the article has one make before the chart, as a person would with the real programs. */
export async function prepareArticle(options: {
  readonly sandbox: Sandbox;
  readonly programs: Programs;
  readonly caPem: string;
}): Promise<{ readonly table: string; readonly keyId: string }> {
  const { sandbox, programs, caPem } = options;
  const { kubectl, kubectlWith } = programs;
  const { roleArn, table, keyId } = await createVaultPrerequisites(
    sandbox,
    'vault:vault-sa',
  );
  await kubectl('create', 'namespace', 'vault');
  await createServerSecret(programs, { secret: 'vault-server-tls', caPem });
  await kubectl('create', 'serviceaccount', 'vault-sa');
  await kubectl(
    'annotate',
    'serviceaccount',
    'vault-sa',
    `eks.amazonaws.com/role-arn=${roleArn}`,
  );
  await kubectlWith(
    stringify({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3-encrypted' },
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
    }),
    'apply',
    '-f',
    '-',
  );
  return { table, keyId };
}

/** Writes the article's values with the names of this run, and answers the file. */
export async function writeArticleValues(options: {
  readonly folder: string;
  readonly region: string;
  readonly replicas: number;
  readonly table: string;
  readonly keyId: string;
}): Promise<string> {
  const { folder, region, replicas, table, keyId } = options;
  const values = parse(await readFile(VALUES, 'utf8'));
  values.server.ha.replicas = replicas;
  values.server.ha.config = values.server.ha.config
    .replace(/kms_key_id = ".*"/, `kms_key_id = "${keyId}"`)
    .replace('vault-table', table)
    .replaceAll('us-east-1', region);
  const file = path.join(folder, 'values.yaml');
  await writeFile(file, stringify(values));
  return file;
}
