import { randomBytes } from 'node:crypto';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSServiceException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { decrypt, encrypt } from '../barrier/cipher';

interface Envelope {
  readonly keyId: string;
  readonly wrappedKey: string;
  readonly ciphertext: string;
}

const LABEL = 'awskms';

/** An error in the words of AWS's SDK for Go, which Vault's seal is made with; logs are searched for them. */
function asGoSdkTells(operation: string, error: unknown): string {
  if (!(error instanceof KMSServiceException)) return String(error);
  const { httpStatusCode, requestId } = error.$metadata;
  return `operation error KMS: ${operation}, https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, ${error.name}: ${error.message}`;
}

/** The `awskms` seal: a data key encrypts the value, KMS encrypts the data key. */
export class AwsKmsSeal {
  readonly type = 'awskms';

  constructor(
    private readonly client: KMSClient,
    private readonly keyId: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Finds the key; Vault does not start without. */
  async configure(): Promise<void> {
    await this.client.send(
      new DescribeKeyCommand({ KeyId: this.keyId }),
      this.options(),
    );
  }

  async encrypt(plaintext: Buffer): Promise<Buffer> {
    const dataKey = randomBytes(32);
    const answer = await this.client.send(
      new EncryptCommand({ KeyId: this.keyId, Plaintext: dataKey }),
      this.options(),
    );
    if (!answer.CiphertextBlob) throw new Error('KMS answered no ciphertext');
    const envelope: Envelope = {
      keyId: answer.KeyId ?? this.keyId,
      wrappedKey: Buffer.from(answer.CiphertextBlob).toString('base64'),
      ciphertext: encrypt(dataKey, plaintext, LABEL).toString('base64'),
    };
    return Buffer.from(JSON.stringify(envelope));
  }

  async decrypt(sealed: Buffer): Promise<Buffer> {
    const envelope: Envelope = JSON.parse(sealed.toString());
    const answer = await this.client
      .send(
        new DecryptCommand({
          CiphertextBlob: Buffer.from(envelope.wrappedKey, 'base64'),
        }),
        this.options(),
      )
      .catch(error => {
        throw new Error(asGoSdkTells('Decrypt', error));
      });
    if (!answer.Plaintext) throw new Error('KMS answered no plaintext');
    return decrypt(
      Buffer.from(answer.Plaintext),
      Buffer.from(envelope.ciphertext, 'base64'),
      LABEL,
    );
  }

  private options() {
    return { abortSignal: this.signal };
  }
}
