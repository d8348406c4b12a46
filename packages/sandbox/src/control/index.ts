export { CallLog, recordClusterCall } from './CallLog';
export {
  startControlServer,
  type ControlledCluster,
  type KillSignal,
} from './ControlServer';
export { InjectedFaults } from './faults';
export { pageUser } from './pageUser';
