import { InputError } from '@backstage/errors';
import { TLS_FILES } from '../../tls/ServerCertificateOutput';
import { ChartWiring, tlsFolder } from './Wiring';

/** The chart's start script replaces these words wherever they stand in the configuration. */
const REPLACED_BY_CHART =
  /HOST_IP|POD_IP|HOSTNAME|API_ADDR|TRANSIT_ADDR|RAFT_ADDR/;

function quoted(value: string): string {
  if (/["\\\n]|\$\{|%\{|\{\{/.test(value) || REPLACED_BY_CHART.test(value)) {
    throw new InputError(
      `${value} cannot stand in Vault's configuration: the chart or HCL would change it; choose another name`,
    );
  }
  return `"${value}"`;
}

const endpointLine = (url: string | undefined) =>
  url ? [`  endpoint   = ${quoted(url)}`] : [];

/** Vault's own configuration, in HCL. The DynamoDB table and the KMS key are made beforehand, never by Vault. */
export function serverConfig(wiring: ChartWiring): string {
  const { spec, table, sealKey, endpointUrls } = wiring;
  const folder = tlsFolder(wiring);
  return [
    'ui = true',
    '',
    'listener "tcp" {',
    '  address         = "[::]:8200"',
    '  cluster_address = "[::]:8201"',
    `  tls_cert_file   = ${quoted(`${folder}/${TLS_FILES.certificate}`)}`,
    `  tls_key_file    = ${quoted(`${folder}/${TLS_FILES.key}`)}`,
    '  tls_min_version = "tls12"',
    '}',
    '',
    'storage "dynamodb" {',
    '  ha_enabled = "true"',
    `  region     = ${quoted(spec.region)}`,
    `  table      = ${quoted(table)}`,
    ...endpointLine(endpointUrls.dynamodb),
    '}',
    '',
    'seal "awskms" {',
    `  region     = ${quoted(spec.region)}`,
    `  kms_key_id = ${quoted(sealKey)}`,
    ...endpointLine(endpointUrls.kms),
    '}',
    '',
    'service_registration "kubernetes" {}',
    '',
  ].join('\n');
}
