import type { V1ConfigMap } from '@kubernetes/client-node';
import { z } from 'zod/v3';
import { parseJson } from '../../connections/parseJson';

/** What only the configuration of Vault says, not Vault itself without a token. */
export interface ServerSettings {
  readonly sealKey?: string;
  readonly storageTable?: string;
}

/** The entry that the chart renders `server.ha.config` and `server.standalone.config` into. */
const ENTRY = 'extraconfig-from-values.hcl';

const asJson = z.object({
  seal: z
    .object({ awskms: z.object({ kms_key_id: z.string() }).optional() })
    .optional(),
  storage: z
    .object({ dynamodb: z.object({ table: z.string() }).optional() })
    .optional(),
});

/** One setting of one block; comments that begin a line are no settings. */
function settingIn(hcl: string, block: string, key: string) {
  const body = new RegExp(`^\\s*${block}\\s*\\{([^{}]*)\\}`, 'm').exec(
    hcl,
  )?.[1];
  return new RegExp(`^\\s*"?${key}"?\\s*=\\s*"([^"\\n]+)"`, 'm').exec(
    body ?? '',
  )?.[1];
}

/** Reads the seal key and the table from the chart's ConfigMap, in either language that Vault takes. */
export function serverSettings(
  config: V1ConfigMap | undefined,
): ServerSettings {
  const text = config?.data?.[ENTRY] ?? '';
  const json = asJson.safeParse(parseJson(text));
  return json.success
    ? {
        sealKey: json.data.seal?.awskms?.kms_key_id,
        storageTable: json.data.storage?.dynamodb?.table,
      }
    : {
        sealKey: settingIn(text, 'seal\\s+"awskms"', 'kms_key_id'),
        storageTable: settingIn(text, 'storage\\s+"dynamodb"', 'table'),
      };
}
