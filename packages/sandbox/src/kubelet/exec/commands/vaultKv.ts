import { objectOf, type JsonObject } from '../../../kube/api/json';
import type { CommandCall } from '../Shell';
import { vaultApi } from './vaultApi';
import { pairsOf } from './vaultFields';
import { option, REFUSED, refused, table, words } from './vaultOutput';

/** Where version 2 of the KV engine keeps what a path names, with or without `-mount`. */
function dataPathOf(call: CommandCall, path: string): string {
  const mount = option(call, 'mount');
  const [first, ...rest] = path.split('/');
  return mount === undefined
    ? `${first}/data/${rest.join('/')}`
    : `${mount}/data/${path}`;
}

function section(call: CommandCall, title: string, values: JsonObject): void {
  call.streams.stdout.write(`======= ${title} =======\n`);
  table(call, ['Key', 'Value'], Object.entries(values));
}

/** `vault kv put [-mount=<mount>] <path> name=value …`, for a mount of version 2. */
export async function kvPut(call: CommandCall): Promise<number> {
  const [, , path = '', ...pairs] = words(call.args);
  const answer = await vaultApi(call)('PUT', dataPathOf(call, path), {
    data: await pairsOf(call, pairs),
  });
  if (refused(call, answer)) return REFUSED;
  section(call, 'Metadata', objectOf(answer.body.data));
  return 0;
}

/** `vault kv get [-mount=<mount>] <path>`, for a mount of version 2. */
export async function kvGet(call: CommandCall): Promise<number> {
  const [, , path = ''] = words(call.args);
  const place = dataPathOf(call, path);
  const answer = await vaultApi(call)('GET', place);
  if (answer.status === 404) {
    call.streams.stderr.write(`No value found at ${place}\n`);
    return REFUSED;
  }
  if (refused(call, answer)) return REFUSED;
  const { data, metadata } = objectOf(answer.body.data);
  section(call, 'Metadata', objectOf(metadata));
  section(call, 'Data', objectOf(data));
  return 0;
}
