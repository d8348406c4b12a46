import { randomBytes } from 'node:crypto';
import type { BarrierView } from '../../barrier/BarrierView';
import { decrypt, encrypt } from '../../barrier/cipher';
import type { TokenEntry } from './TokenEntry';

const PREFIX = 'hvb.';
const KEY = 'batch-key';
const KEY_BYTES = 32;
const LABEL = 'batch token';

/** Batch tokens: they carry themselves, encrypted, so that nothing is stored for them and nothing can end them early. */
export class BatchTokens {
  constructor(private readonly view: BarrierView) {}

  /** The entry with the token that carries it. */
  async seal(entry: Omit<TokenEntry, 'id'>): Promise<TokenEntry> {
    const key = (await this.key()) ?? (await this.newKey());
    const body = encrypt(key, Buffer.from(JSON.stringify(entry)), LABEL);
    return { ...entry, id: PREFIX + body.toString('base64url') };
  }

  /** What a batch token carries; `undefined` for any other, a forged or an expired one. */
  async open(id: string): Promise<TokenEntry | undefined> {
    const key = id.startsWith(PREFIX) ? await this.key() : undefined;
    if (!key) return undefined;
    try {
      const body = Buffer.from(id.slice(PREFIX.length), 'base64url');
      const entry: Omit<TokenEntry, 'id'> = JSON.parse(
        decrypt(key, body, LABEL).toString(),
      );
      return (entry.expiresAt ?? 0) > Date.now() ? { ...entry, id } : undefined;
    } catch {
      return undefined;
    }
  }

  private async key(): Promise<Buffer | undefined> {
    const kept = await this.view.get<string>(KEY);
    return kept === undefined ? undefined : Buffer.from(kept, 'base64');
  }

  private async newKey(): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await this.view.put(KEY, key.toString('base64'));
    return key;
  }
}
