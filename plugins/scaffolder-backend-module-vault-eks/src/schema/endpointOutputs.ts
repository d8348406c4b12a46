import { z } from 'zod/v3';

/** What an action tells of the VPC endpoints; absent for those that the spec does not want. */
export const endpointOutputs = {
  dynamodbEndpointId: z
    .string()
    .optional()
    .describe('Id of the DynamoDB endpoint'),
  kmsEndpointId: z.string().optional().describe('Id of the KMS endpoint'),
  stsEndpointId: z.string().optional().describe('Id of the STS endpoint'),
  endpointSecurityGroupId: z
    .string()
    .optional()
    .describe(
      'Id of the security group of the interface endpoints that are made',
    ),
  dynamodbEndpointUrl: z
    .string()
    .optional()
    .describe(
      'Address of the DynamoDB endpoint when no private DNS name leads to it',
    ),
  kmsEndpointUrl: z
    .string()
    .optional()
    .describe(
      'Address of the KMS endpoint when no private DNS name leads to it',
    ),
  stsEndpointUrl: z
    .string()
    .optional()
    .describe(
      'Address of the STS endpoint when no private DNS name leads to it',
    ),
};
