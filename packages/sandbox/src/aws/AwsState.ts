import type { StateStore } from '../world';
import { Ec2State } from './services/ec2/Ec2State';
import { EksState } from './services/eks/EksState';
import { IamState } from './services/iam/IamState';
import { KmsState } from './services/kms/KmsState';
import { SecretsState } from './services/secretsmanager/SecretsState';
import { TableSettingsStore } from './services/dynamodb/TableSettings';

/** Everything that the sandbox's AWS remembers, service by service. */
export class AwsState {
  readonly ec2: Ec2State;
  readonly eks: EksState;
  readonly iam: IamState;
  readonly kms: KmsState;
  readonly secrets: SecretsState;
  readonly tables: TableSettingsStore;

  constructor(store: StateStore) {
    this.ec2 = new Ec2State(store);
    this.eks = new EksState(store);
    this.iam = new IamState(store);
    this.kms = new KmsState(store);
    this.secrets = new SecretsState(store);
    this.tables = new TableSettingsStore(store);
  }
}
