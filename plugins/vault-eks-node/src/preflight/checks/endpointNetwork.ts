import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { interfaceServices } from './endpoints/interfaceServices';
import { stsByName } from './endpoints/stsByName';
import type { PreflightCheck } from '../PreflightCheck';

/** The VPC can hold the interface endpoints that the spec wants. */
export const endpointNetwork: PreflightCheck = {
  subject: 'the network of the endpoints',
  asks: 'aws',
  async run({ spec, network }) {
    const { kms, sts, privateDns, policy } = spec.endpoints;
    if (interfaceServices(spec, 'create').length === 0) {
      return [];
    }
    const named = privateDns && (kms === 'create' || sts === 'create');
    const findings: Finding[] = [];
    const { vpcId, dnsSupport, dnsHostnames, endpointSubnets } = network;
    if (named && !(dnsSupport && dnsHostnames)) {
      const missing = [
        dnsSupport ? [] : 'enableDnsSupport',
        dnsHostnames ? [] : 'enableDnsHostnames',
      ].flat();
      findings.push({
        id: 'vpc-dns-attributes',
        severity: 'error',
        what: `${vpcId} has ${missing.join(' and ')} switched off.`,
        why: 'AWS refuses private DNS for endpoints in such a VPC.',
        fix: `Switch it on (aws ec2 modify-vpc-attribute), or choose endpoints.privateDns: false.`,
      });
    }
    if (endpointSubnets.length === 0) {
      findings.push({
        id: 'endpoint-subnets-missing',
        severity: 'error',
        what: 'No subnet was found for the interface endpoints.',
        why: 'An interface endpoint lives in at least one subnet.',
        fix: 'Name subnets of the VPC in endpoints.subnetIds.',
      });
    }
    if (sts === 'create' && !privateDns) {
      findings.push(stsByName(spec.region, 'The STS endpoint is made'));
    }
    if (sts === 'create' && privateDns && policy === 'narrow') {
      findings.push({
        id: 'narrow-policy-felt',
        severity: 'warning',
        what: `The STS endpoint will let through nothing but the role of this Vault, and all of ${vpcId} is led to it.`,
        why: 'Every other pod there that gets its AWS identity by its service account (IRSA), often the EBS CSI driver too, loses it.',
        fix: 'Give those pods their identity by EKS Pod Identity first, or choose endpoints.policy: wide, or endpoints.privateDns: false.',
      });
    }
    return findings;
  },
};
