import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from './Protocol';

const isoTimestamps = 5;

/** Writes a value as the XML that its schema describes. */
export function xmlResponse(options: {
  readonly status: number;
  readonly contentType: string;
  readonly namespace: string;
  readonly schema: NormalizedSchema;
  readonly value: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}): WireResponse {
  const serializer = new XmlShapeSerializer({
    xmlNamespace: options.namespace,
    serviceNamespace: options.namespace,
    timestampFormat: { useTrait: true, default: isoTimestamps },
    httpBindings: false,
  });
  serializer.write(options.schema, options.value);
  return {
    status: options.status,
    headers: {
      'content-type': options.contentType,
      'x-amzn-requestid': options.requestId,
    },
    body: serializer.flush(),
  };
}
