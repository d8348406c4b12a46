import { JsonCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../AwsError';

const epochSeconds = 7;

/** Reads and writes the JSON bodies of one JSON protocol. */
export class JsonBodies {
  private readonly codec: JsonCodec;

  constructor(options: { readonly honoursJsonName: boolean }) {
    this.codec = new JsonCodec({
      timestampFormat: { useTrait: true, default: epochSeconds },
      jsonName: options.honoursJsonName,
    });
  }

  async read(
    schema: NormalizedSchema,
    body: Buffer,
  ): Promise<Record<string, unknown>> {
    if (body.length === 0 || !schema.isStructSchema()) {
      return {};
    }
    try {
      return await this.codec.createDeserializer().read(schema, body);
    } catch {
      throw new AwsError(
        'SerializationException',
        'Start of structure expected',
      );
    }
  }

  write(schema: NormalizedSchema, value: unknown): string {
    if (!schema.isStructSchema()) {
      return '{}';
    }
    const serializer = this.codec.createSerializer();
    serializer.write(schema, value);
    return String(serializer.flush());
  }
}
