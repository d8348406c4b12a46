import { AwsError } from '../AwsError';
import { JsonBodies } from './json';
import type { Protocol } from './Protocol';
import { inputOf, outputOf } from './schema';

/** The JSON protocol of KMS, Secrets Manager (1.1) and DynamoDB (1.0): the operation is in `X-Amz-Target`. */
export function awsJson(options: {
  readonly version: '1.0' | '1.1';
  /** Namespace in front of error types, where the service writes one. */
  readonly errorNamespace?: string;
}): Protocol {
  const bodies = new JsonBodies({ honoursJsonName: false });
  const headersFor = (requestId: string) => ({
    'content-type': `application/x-amz-json-${options.version}`,
    'x-amzn-requestid': requestId,
  });
  const prefix = options.errorNamespace ? `${options.errorNamespace}#` : '';

  return {
    open(request, model) {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.slice(target.lastIndexOf('.') + 1);
      return {
        operation,
        schema: model.operations.get(operation),
        input: schema => bodies.read(inputOf(schema), request.body),
      };
    },
    answer: (schema, output, requestId) => ({
      status: 200,
      headers: headersFor(requestId),
      body: bodies.write(outputOf(schema), output),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: headersFor(requestId),
      body: JSON.stringify({
        __type: `${prefix}${error.code}`,
        message: error.message,
        ...error.members,
      }),
    }),
    unknownOperation: () => new AwsError('UnknownOperationException', '', 400),
  };
}
