import { Assertion, statefulSetsOf, vaultContainer } from './Assertion';

const MOUNT = '/vault/audit';

/** Each pod has one volume, for its audit log, of our storage class, which stays when the pod goes. */
export const auditVolume: Assertion = {
  by: ['server.auditStorage', 'server.persistentVolumeClaimRetentionPolicy'],
  faults(rendered) {
    const { spec, storageClass } = rendered.wiring;
    const set = statefulSetsOf(rendered)[0]?.spec;
    const claims = set?.volumeClaimTemplates ?? [];
    const audit = claims.find(({ metadata }) => metadata?.name === 'audit');
    const size = audit?.spec?.resources?.requests?.storage;
    const mount = vaultContainer(rendered)?.volumeMounts?.find(
      ({ name }) => name === 'audit',
    );
    const policy = set?.persistentVolumeClaimRetentionPolicy;
    return [
      ...(audit ? [] : ['the pods have no volume for the audit log']),
      ...(audit && audit.spec?.storageClassName !== storageClass
        ? [
            `the audit volume is of class ${audit.spec?.storageClassName} instead of ${storageClass}`,
          ]
        : []),
      ...(audit && size !== spec.audit.size
        ? [`the audit volume has ${size} instead of ${spec.audit.size}`]
        : []),
      ...(audit && mount?.mountPath !== MOUNT
        ? [`the audit volume is not mounted at ${MOUNT}`]
        : []),
      ...(claims.length > 1
        ? ['the pods have a further volume, which nothing looks after']
        : []),
      ...(policy?.whenDeleted === 'Delete' || policy?.whenScaled === 'Delete'
        ? ['audit volumes would be deleted with the pods']
        : []),
    ];
  },
};
