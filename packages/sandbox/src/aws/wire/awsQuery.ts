import { AwsError } from '../AwsError';
import type { Protocol } from './Protocol';
import { readQueryInput } from './queryInput';
import { inputOf, outputOf, structure, text } from './schema';
import { formOf } from './form';
import { xmlResponse } from './xml';

/** Vault takes the answer of STS for one only under this very type. */
const contentType = 'text/xml';

const metadata = structure('ResponseMetadata', { RequestId: text });
const errorBody = structure('Error', {
  Type: text,
  Code: text,
  Message: text,
});
const errorEnvelope = structure('ErrorResponse', {
  Error: () => errorBody.getSchema(),
  RequestId: text,
});

/** The query protocol of STS and IAM. */
export function awsQuery(namespace: string): Protocol {
  return {
    open(request, model) {
      const form = formOf(request);
      const operation = form.get('Action') ?? '';
      return {
        operation,
        schema: model.operations.get(operation),
        input: async schema =>
          readQueryInput(inputOf(schema), form, 'awsQuery'),
      };
    },
    answer(schema, output, requestId) {
      const name = schema[2];
      const result = outputOf(schema);
      const hasResult = result.isStructSchema();
      const envelope = structure(`${name}Response`, {
        ...(hasResult && { [`${name}Result`]: () => result.getSchema() }),
        ResponseMetadata: () => metadata.getSchema(),
      });
      const value = {
        [`${name}Result`]: output,
        ResponseMetadata: { RequestId: requestId },
      };
      return xmlResponse({
        contentType,
        status: 200,
        namespace,
        schema: envelope,
        value,
        requestId,
      });
    },
    fail(error, requestId) {
      const value = {
        Error: {
          Type: error.status < 500 ? 'Sender' : 'Receiver',
          Code: error.code,
          Message: error.message,
        },
        RequestId: requestId,
      };
      const { status } = error;
      return xmlResponse({
        contentType,
        status,
        namespace,
        schema: errorEnvelope,
        value,
        requestId,
      });
    },
    unknownOperation: operation =>
      new AwsError(
        'InvalidAction',
        `Could not find operation ${operation} for version`,
        400,
      ),
  };
}
