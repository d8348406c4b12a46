import { z } from 'zod/v3';

/** The IAM role. Sources of the limits: IAM `CreateRole` reference. */
export const role = z
  .object({
    name: z
      .string()
      .regex(
        /^[\w+=,.@-]{1,64}$/,
        'role.name: use 1 to 64 letters, digits or _+=,.@-',
      )
      .optional()
      .describe(
        'IAM role of the Vault pods. Default: vault-<region>-<cluster>-<namespace>-<release>',
      ),
    path: z
      .string()
      .max(512, 'role.path: IAM takes at most 512 characters')
      .regex(
        /^\/([\x21-\x2e\x30-\x7e]+\/)*$/,
        'role.path: begin and end with "/", such as /platform/vault/',
      )
      .default('/')
      .describe('IAM path of the role'),
    permissionsBoundary: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
        'role.permissionsBoundary: use the ARN of an IAM policy',
      )
      .optional()
      .describe('ARN of the policy that bounds the role'),
    sessionTags: z
      .boolean()
      .default(false)
      .describe(
        'Let whoever assumes the role pass session tags (sts:TagSession)',
      ),
  })
  .strict()
  .default({})
  .describe('The IAM role that the Vault pods assume by IRSA');
