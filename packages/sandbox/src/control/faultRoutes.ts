import type { Express } from 'express';
import { z } from 'zod/v3';
import { faultRequestSchema, type InjectedFaults } from './faults';
import { faultyServices } from './faultWording';

/** Whether an AWS service has this operation here. */
export type Serves = (service: string, operation: string) => boolean;

const kubernetesOperation = /^[a-z]+ [a-z]+(\/[a-z]+)?$/;

/** `/control/faults`: what is to go wrong with which calls. */
export function addFaults(
  app: Express,
  {
    faults,
    serves,
  }: { readonly faults: InjectedFaults; readonly serves: Serves },
): void {
  const schema = faultRequestSchema.superRefine(
    ({ service, operation }, context) => {
      const services = service === undefined ? faultyServices : [service];
      const exists =
        operation === undefined ||
        services.some(name =>
          name === 'kubernetes'
            ? kubernetesOperation.test(operation)
            : serves(name, operation),
        );
      if (!exists) {
        context.addIssue({
          code: z.ZodIssueCode.custom,
          path: ['operation'],
          message: `${
            service ?? 'no service'
          } has no ${operation} here; name it as AWS does, such as CreateTable, or for kubernetes by verb and resource, such as create pods/exec`,
        });
      }
    },
  );
  app
    .route('/control/faults')
    .get((_, res) => {
      res.json({ faults: faults.list() });
    })
    .post((req, res) => {
      res.status(201).json(faults.add(schema.parse(req.body)));
    })
    .delete((_, res) => {
      faults.clear();
      res.status(204).end();
    });
}
