import type { JsonObject } from '../../../kube/api/json';
import type { CommandCall } from '../Shell';
import { vaultApi } from './vaultApi';
import { option, REFUSED, refused, table, words } from './vaultOutput';

const ATTEMPT = 'sys/generate-root/attempt';

/** `vault operator generate-root`: begins an attempt, takes a share given as argument, or decodes the token. */
export async function generateRoot(call: CommandCall): Promise<number> {
  const { args, streams } = call;
  const encoded = option(call, 'decode');
  if (encoded !== undefined) {
    const pad = Buffer.from(option(call, 'otp') ?? '');
    const token = Buffer.from(encoded, 'base64').map((b, i) => b ^ pad[i]);
    streams.stdout.write(`${Buffer.from(token)}\n`);
    return 0;
  }
  const api = vaultApi(call);
  const begins = args.includes('-init');
  const [, , key] = words(args);
  const nonce = option(call, 'nonce');
  if (!begins && nonce === undefined) {
    // Only the command that asks for the share looks the nonce up.
    throw new Error('Missing nonce value: specify it via the -nonce flag');
  }
  const answer = begins
    ? await api('PUT', ATTEMPT, {})
    : await api('PUT', 'sys/generate-root/update', { key, nonce });
  if (refused(call, answer)) return REFUSED;
  show(call, answer.body);
  return 0;
}

function show(call: CommandCall, body: JsonObject): void {
  const { args, streams } = call;
  if (args.includes('-format=json')) {
    streams.stdout.write(`${JSON.stringify(body, undefined, 2)}\n`);
    return;
  }
  const { otp, encoded_token: token } = body;
  table(
    call,
    ['Key', 'Value'],
    [
      ['Nonce', body.nonce],
      ['Started', body.started],
      ['Progress', `${body.progress}/${body.required}`],
      ['Complete', body.complete],
      ...(otp
        ? [
            ['OTP', otp],
            ['OTP Length', body.otp_length],
          ]
        : []),
      ...(token ? [['Encoded Token', token]] : []),
    ],
  );
}
