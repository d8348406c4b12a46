import { flag, text, texts, type JsonObject } from '../util/json';
import { blocks, parseHcl } from './hcl';

/** What a Vault server is told by its file and its environment. */
export interface ServerConfig {
  readonly listener: ListenerConfig;
  readonly storage: {
    readonly region: string;
    readonly table: string;
    readonly haEnabled: boolean;
    /** Where DynamoDB is asked; absent for its own name. */
    readonly endpoint: string | undefined;
  };
  readonly seal: {
    readonly region: string;
    readonly keyId: string;
    /** Where KMS is asked; absent for its own name. */
    readonly endpoint: string | undefined;
  };
  readonly apiAddress: string;
  readonly clusterAddress: string;
  readonly clusterName: string | undefined;
  readonly registersInKubernetes: boolean;
  /** What recovery keys alone may do, as before Vault 2.0, such as `generate-root`. */
  readonly unauthenticatedAccess: readonly string[];
}

/** The `listener "tcp"` block. */
export interface ListenerConfig {
  readonly address: string;
  readonly clusterAddress: string;
  /** Absent when TLS is disabled. */
  readonly tls:
    | { readonly certFile: string; readonly keyFile: string }
    | undefined;
}

type Environment = Readonly<Record<string, string>>;

/** Reads the server's HCL. Environment beats file, as in Vault. Throws with the text that Vault prints. */
export async function readServerConfig(
  file: string,
  env: Environment,
): Promise<ServerConfig> {
  const document = await parseHcl('storageconfig.hcl', file);
  const storage = only(document, 'storage');
  if (!storage) {
    throw new Error('A storage backend must be specified');
  }
  if (storage.label !== 'dynamodb') {
    throw new Error(`Unknown storage type ${storage.label}`);
  }
  const seal = only(document, 'seal');
  if (seal?.label !== 'awskms') {
    throw new Error(
      `Error parsing Seal configuration: unsupported seal type "${
        seal?.label ?? 'shamir'
      }" in the sandbox`,
    );
  }
  const listener = only(document, 'listener');
  if (listener?.label !== 'tcp') {
    throw new Error('Error initializing listener: a tcp listener is needed');
  }
  return {
    listener: readListener(listener.fields),
    storage: {
      region: region(env, storage.fields, 'AWS_DYNAMODB_REGION'),
      table:
        env.AWS_DYNAMODB_TABLE ??
        text(storage.fields, 'table') ??
        'vault-dynamodb-backend',
      haEnabled:
        (env.DYNAMODB_HA_ENABLED ??
          String(flag(storage.fields, 'ha_enabled'))) === 'true',
      endpoint: env.AWS_DYNAMODB_ENDPOINT ?? text(storage.fields, 'endpoint'),
    },
    seal: {
      region: region(env, seal.fields),
      keyId:
        env.VAULT_AWSKMS_SEAL_KEY_ID ?? text(seal.fields, 'kms_key_id') ?? '',
      endpoint: env.AWS_KMS_ENDPOINT ?? text(seal.fields, 'endpoint'),
    },
    apiAddress:
      env.VAULT_API_ADDR ??
      text(document, 'api_addr') ??
      'https://127.0.0.1:8200',
    clusterAddress:
      env.VAULT_CLUSTER_ADDR ??
      text(document, 'cluster_addr') ??
      'https://127.0.0.1:8201',
    clusterName: text(document, 'cluster_name'),
    registersInKubernetes:
      only(document, 'service_registration')?.label === 'kubernetes',
    unauthenticatedAccess:
      texts(document, 'enable_unauthenticated_access') ?? [],
  };
}

function only(document: JsonObject, kind: string) {
  return blocks(document, kind)[0];
}

function region(env: Environment, fields: JsonObject, first?: string): string {
  return (
    (first && env[first]) ??
    env.AWS_REGION ??
    env.AWS_DEFAULT_REGION ??
    text(fields, 'region') ??
    'us-east-1'
  );
}

function readListener(fields: JsonObject): ListenerConfig {
  const certFile = text(fields, 'tls_cert_file');
  const keyFile = text(fields, 'tls_key_file');
  const disabled = ['true', '1'].includes(
    String(fields.tls_disable ?? 'false'),
  );
  if (!disabled && (!certFile || !keyFile)) {
    throw new Error(
      "Error initializing listener of type tcp: 'tls_cert_file' and 'tls_key_file' must be specified",
    );
  }
  return {
    address: text(fields, 'address') ?? '127.0.0.1:8200',
    clusterAddress: text(fields, 'cluster_address') ?? '127.0.0.1:8201',
    tls: disabled || !certFile || !keyFile ? undefined : { certFile, keyFile },
  };
}

/** The port of `[::]:8200` or `https://vault-0.vault-internal:8201`. */
export function portOf(address: string): number {
  return Number(/:(\d+)\/?$/.exec(address)?.[1] ?? 0);
}
