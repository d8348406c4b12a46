import { forbidden } from '../api/ApiError';
import { at, textOf } from '../api/json';
import type { Call } from './KubeApi';

/** Approving a certificate also needs the right to approve for its signer. */
export function checkApproval({ api, user, info }: Call, name: string): void {
  if (info.subresource !== 'approval') return;
  const request = api.registry.table.get(info.type, undefined, name);
  const signer = textOf(at(request, 'spec', 'signerName')) ?? '';
  const mayApprove = (signerName: string) =>
    api.authorizer.allows(user, {
      to: 'resource',
      verb: 'approve',
      group: 'certificates.k8s.io',
      resource: 'signers',
      name: signerName,
    });
  if (mayApprove(signer) || mayApprove(`${signer.split('/')[0]}/*`)) return;
  throw forbidden(
    info.type,
    name,
    `user not permitted to approve requests with signerName ${JSON.stringify(
      signer,
    )}`,
  );
}
