import { defineAgentOperation } from '../define.js';
import {
  deviceError,
  hostDeregistration,
  heartbeat,
  hostRegistration,
  reconcile,
  runReport,
  type ReconcileResult,
} from './messages.js';

/** What agents ask of the services. */
export const agentRegister = defineAgentOperation()('inventory', 'register', hostRegistration);
/** Refused with INVALID_STATE if the host does not count as online: it must register again. */
export const agentHeartbeat = defineAgentOperation()('inventory', 'heartbeat', heartbeat);
export const agentDeregister = defineAgentOperation()('inventory', 'deregister', hostDeregistration);
export const agentDeviceError = defineAgentOperation()('inventory', 'deviceError', deviceError);
export const agentRunReport = defineAgentOperation()('scheduler', 'report', runReport);
export const agentReconcile = defineAgentOperation<ReconcileResult>()('scheduler', 'reconcile', reconcile);
