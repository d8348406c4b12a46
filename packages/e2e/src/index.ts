export * from './harness';
export { breakCall, mendCalls, type FaultRequest } from './faults/control';
