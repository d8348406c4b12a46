import { z } from 'zod/v3';

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

const dnsName = z
  .string()
  .max(253, 'tls.extraDnsNames: a DNS name has at most 253 characters')
  .regex(
    /^(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/,
    'tls.extraDnsNames: use lower-case DNS names such as vault.example.com, without a trailing dot',
  )
  .refine(
    name => !IPV4.test(name),
    'tls.extraDnsNames: an IP address is none; put it into tls.extraIps',
  );

const ipAddress = z
  .string()
  .ip({ message: 'tls.extraIps: use IPv4 or IPv6 addresses such as 10.0.4.7' })
  .refine(
    address => !/^(0\.0\.0\.0|[0:]+)$/.test(address),
    'tls.extraIps: 0.0.0.0 and :: name no host; use the addresses that clients connect to',
  );

/** The name of an object in Kubernetes, an RFC 1123 subdomain. */
const objectName = (field: string) =>
  z
    .string()
    .max(253, `${field}: at most 253 characters`)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
      `${field}: use the name of a Kubernetes object: lower case letters, digits, '-' and '.'`,
    );

const issuer = z
  .object({
    name: objectName('tls.issuer.name').describe('Name of the issuer'),
    kind: z
      .enum(['ClusterIssuer', 'Issuer'])
      .default('ClusterIssuer')
      .describe('An Issuer must be in the namespace of Vault'),
  })
  .strict();

/** Who signs the certificate that Vault serves with, by which key and for which names. */
export const tls = z
  .object({
    signer: z
      .enum(['eks', 'secret', 'cert-manager'])
      .default('eks')
      .describe(
        'Who signs: the EKS signer beta.eks.amazonaws.com/app-serving by the CA of the cluster, nobody since an existing secret holds the certificate, or an existing issuer of cert-manager',
      ),
    secret: objectName('tls.secret')
      .optional()
      .describe(
        'Existing secret with key, certificate and CA, in the namespace of Vault; for the signer secret. It is checked and never written',
      ),
    issuer: issuer
      .optional()
      .describe('Existing issuer; for the signer cert-manager'),
    keyAlgorithm: z
      .enum(['ECDSA-P256', 'RSA-2048', 'RSA-3072', 'RSA-4096'])
      .default('ECDSA-P256')
      .describe('Kind of the private key; another one gives a new certificate'),
    extraDnsNames: z
      .array(dnsName)
      .max(40, 'tls.extraDnsNames: at most 40 names')
      .default([])
      .describe('Further DNS names for the certificate'),
    extraIps: z
      .array(ipAddress)
      .max(20, 'tls.extraIps: at most 20 addresses')
      .default([])
      .describe('Further IP addresses for the certificate'),
    renewBeforeDays: z
      .number()
      .int('tls.renewBeforeDays: use whole days')
      .min(1)
      .max(180)
      .default(30)
      .describe('Issue a new certificate when fewer days are left'),
  })
  .strict()
  .default({})
  .describe('The certificate of Vault');
