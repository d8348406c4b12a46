import { AwsError } from '../AwsError';
import type { Protocol } from './Protocol';
import { formOf } from './form';
import { readQueryInput } from './queryInput';
import { inputOf, outputOf, structure, text } from './schema';
import { xmlResponse } from './xml';

const contentType = 'text/xml;charset=UTF-8';

const errorBody = structure('Error', { Code: text, Message: text });
const errorList = structure('Errors', { Error: () => errorBody.getSchema() });
const errorEnvelope = structure('Response', {
  Errors: () => errorList.getSchema(),
  RequestID: text,
});
const booleanMember = 2;

/** The query protocol of EC2: flattened lists, no result element, errors of their own. */
export function ec2Query(namespace: string): Protocol {
  return {
    open(request, model) {
      const form = formOf(request);
      const operation = form.get('Action') ?? '';
      return {
        operation,
        schema: model.operations.get(operation),
        input: async schema =>
          readQueryInput(inputOf(schema), form, 'ec2Query'),
      };
    },
    answer(schema, output, requestId) {
      const result = outputOf(schema);
      const members = result.isStructSchema()
        ? Object.fromEntries(
            [...result.structIterator()].map(([name, member]) => [
              name,
              member.ref,
            ]),
          )
        : { return: booleanMember };
      return xmlResponse({
        contentType,
        status: 200,
        namespace,
        schema: structure(`${schema[2]}Response`, {
          requestId: text,
          ...members,
        }),
        value: { requestId, return: true, ...output },
        requestId,
      });
    },
    fail: (error, requestId) =>
      xmlResponse({
        contentType,
        status: error.status,
        namespace,
        schema: errorEnvelope,
        value: {
          Errors: { Error: { Code: error.code, Message: error.message } },
          RequestID: requestId,
        },
        requestId,
      }),
    unknownOperation: operation =>
      new AwsError(
        'InvalidAction',
        `The action ${operation} is not valid for this web service.`,
        400,
      ),
  };
}
