export {
  createAwsServer,
  type AwsServer,
  type AwsServerOptions,
} from './createAwsServer';
export type { AccessKey } from './auth/Credentials';
export type { AwsFaults, CallInfo, Fault, RecordedCall } from './Faults';
export type { PolicyDocument } from './policy/PolicyDocument';
export { laggingServices, Pace, type LaggingService } from './Pace';
export { Quotas } from './Quotas';
export type { EbsVolumes } from './services/ec2/volumes';
