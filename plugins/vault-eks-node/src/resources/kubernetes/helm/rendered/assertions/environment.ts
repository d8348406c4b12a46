import { serverValues } from '../../values/serverValues';
import { Assertion, vaultContainer } from './Assertion';

/**
 * Variables that beat the configuration, or change who Vault is, where it stores, how it unseals and whom it trusts.
 * Sources: Vault's references of the server, `storage "dynamodb"` and `seal "awskms"`; AWS SDKs and Tools reference.
 */
const DECISIVE =
  /^(AWS_(?!MAX_ATTEMPTS|RETRY_MODE|STS_REGIONAL_ENDPOINTS)|DYNAMODB_|VAULT_(ADDR|API_ADDR|CLUSTER_ADDR|REDIRECT_ADDR|CACERT|CAPATH|CLIENT_|SKIP_VERIFY|TLS_|TOKEN|NAMESPACE|LOCAL_CONFIG|SEAL|AWSKMS|DEV_|RAFT_))/;

/** The environment says nothing else of storage, seal, identity and addresses than the configuration does. */
export const environment: Assertion = {
  by: [
    'server.extraEnvironmentVars',
    'server.extraSecretEnvironmentVars',
    'server.ha.apiAddr',
    'server.ha.clusterAddr',
  ],
  faults(rendered) {
    const { wiring } = rendered;
    const expected: Readonly<Record<string, string>> = {
      VAULT_ADDR: 'https://127.0.0.1:8200',
      VAULT_API_ADDR: 'https://$(POD_IP):8200',
      VAULT_CLUSTER_ADDR: `https://$(HOSTNAME).${wiring.names.fullname}-internal:8201`,
      ...serverValues(wiring).extraEnvironmentVars,
    };
    const variables = vaultContainer(rendered)?.env ?? [];
    return variables
      .filter(({ name, value }) =>
        Object.hasOwn(expected, name)
          ? value !== expected[name]
          : DECISIVE.test(name),
      )
      .map(
        ({ name }) =>
          `the variable ${name} would overrule what the spec decides`,
      );
  },
};
