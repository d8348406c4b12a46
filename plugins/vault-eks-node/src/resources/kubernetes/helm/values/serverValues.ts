import { TLS_FILES } from '../../tls/ServerCertificateOutput';
import { networkPolicyValues, serverLabels } from './networkPolicyValues';
import { serverConfig } from './serverConfig';
import { spreadOverZones } from './spreadOverZones';
import { ChartWiring, tlsFolder } from './Wiring';

/** Values below `server`. */
export function serverValues(wiring: ChartWiring) {
  const { spec, names, roleArn, storageClass, endpointUrls } = wiring;
  const { tlsSecret, tlsItems } = wiring;
  const folder = tlsFolder(wiring);
  return {
    // Enough for a small cluster; larger ones override them in `values`.
    resources: {
      requests: { cpu: '250m', memory: '256Mi' },
      limits: { memory: '1Gi' },
    },
    extraEnvironmentVars: {
      VAULT_CACERT: `${folder}/${TLS_FILES.ca}`,
      ...(endpointUrls.sts && { AWS_ENDPOINT_URL_STS: endpointUrls.sts }),
    },
    volumes: [
      {
        name: tlsSecret,
        secret: {
          secretName: tlsSecret,
          defaultMode: 0o440,
          ...(tlsItems && { items: tlsItems }),
        },
      },
    ],
    volumeMounts: [{ name: tlsSecret, mountPath: folder, readOnly: true }],
    serviceAccount: {
      create: true,
      name: names.serviceAccount,
      annotations: { 'eks.amazonaws.com/role-arn': roleArn },
    },
    topologySpreadConstraints: spreadOverZones(serverLabels(spec.release)),
    networkPolicy: networkPolicyValues(wiring),
    auditStorage: { enabled: true, size: spec.audit.size, storageClass },
    // DynamoDB holds the data.
    dataStorage: { enabled: false },
    standalone: { enabled: false },
    // A changed configuration then shows as a pod that is out of date.
    includeConfigAnnotation: true,
    // Kubernetes would not know who leads, nor wait for a pod to be unsealed: the roll is ours.
    updateStrategyType: 'OnDelete',
    ha: {
      enabled: true,
      replicas: spec.replicas,
      // The chart counts a quorum, which DynamoDB needs none of: of two pods it lets none go, and no node is ever drained.
      ...(spec.replicas === 2 && { disruptionBudget: { maxUnavailable: 1 } }),
      config: serverConfig(wiring),
    },
  };
}
