#!/usr/bin/env node
// A credential plugin for kubectl and helm: what `aws eks get-token` prints, without the AWS CLI.
//   eks-token.mjs --cluster <name> --region <region> [--profile <profile>]
import { parseArgs } from 'node:util';
import aws from '@aws-crypto/sha256-js';
import { STSClient } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

// kubectl shows what a plugin says here each time it runs.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// The token holds for 15 minutes; a client that asks again a minute earlier never shows a stale one.
const HOLDS_MS = 14 * 60_000;

async function eksToken({ cluster, region, profile }) {
  const client = new STSClient({ region, profile });
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region,
    service: 'sts',
    sha256: aws.Sha256,
  });
  const hostname = `sts.${region}.amazonaws.com`;
  const signed = await signer.presign(
    new HttpRequest({
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
    }),
    { expiresIn: 60, unhoistableHeaders: new Set(['x-k8s-aws-id']) },
  );
  const url = `https://${hostname}/?${new URLSearchParams(signed.query)}`;
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}

const { values } = parseArgs({
  options: {
    cluster: { type: 'string' },
    region: { type: 'string' },
    profile: { type: 'string' },
  },
});
if (!values.cluster || !values.region) {
  process.stderr.write('eks-token: --cluster and --region are needed\n');
  process.exit(2);
}
const expiresAt = new Date(Date.now() + HOLDS_MS);
process.stdout.write(
  `${JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false },
    status: {
      token: await eksToken(values),
      expirationTimestamp: expiresAt.toISOString(),
    },
  })}\n`,
);
