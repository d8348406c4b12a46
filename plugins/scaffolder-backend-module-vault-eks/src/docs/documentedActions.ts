import { createActions } from '../actions/createActions';

const calledByNobody = () => {
  throw new Error('Documentation calls nothing');
};

/** The actions as they are, on services that nobody calls. */
export const documentedActions = createActions({
  vaultEks: {
    plan: calledByNobody,
    deploy: calledByNobody,
    ensure: calledByNobody,
    drift: calledByNobody,
    destroy: calledByNobody,
    verify: calledByNobody,
    status: calledByNobody,
    tailAudit: calledByNobody,
  },
  registerCluster: calledByNobody,
  unregisterCluster: calledByNobody,
  untilInCatalog: calledByNobody,
  ownsNamespace: calledByNobody,
});
